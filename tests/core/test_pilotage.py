"""No figure without the list behind it: each equals what its filter lists, on the whole demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rafaelpro_tui.core.demo import fabriquer
from rafaelpro_tui.core.demo.base import JOUR
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.model import Etat, Motif


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("pilotage") / "demo.sqlite"
    fabriquer(chemin, JOUR)
    return chemin


@pytest.fixture
def desk(demo: Path) -> Iterator[Desk]:
    with Desk.open(demo, horloge=HorlogeFixe(JOUR), utilisateur="lea.martin") as desk:
        yield desk


@pytest.mark.parametrize("par_formation", [False, True], ids=["session", "formation"])
def test_each_figure_is_the_length_of_its_list(desk: Desk, par_formation: bool) -> None:
    pilotes = desk.pilotage.lire(par_formation=par_formation)
    assert len(pilotes) > 5
    for pilote in pilotes:
        for nom, nombre, filtre in pilote.etapes:
            assert desk.candidatures(texte=filtre).count() == nombre, (pilote.cle, nom)
        for motif, nombre, filtre in pilote.refusees:
            assert desk.candidatures(texte=filtre).count() == nombre, (pilote.cle, motif)
        assert desk.candidatures(texte=f"{pilote.cle} etat:en_attente").count() == pilote.en_attente
        assert pilote.deposees >= pilote.convoquees >= pilote.presentes or pilote.hsp
    assert any(pilote.hsp for pilote in pilotes)
    assert {Motif.AVIS_NON_TRANSMIS, Motif.SESSION_COMPLETE} <= {m for pilote in pilotes for m in pilote.motifs}


def test_formations_are_the_sums_of_their_sessions(desk: Desk) -> None:
    sessions, formations = desk.pilotage.lire(), desk.pilotage.lire(par_formation=True)
    assert sum(p.sessions for p in formations) == len(sessions)
    for champ in ("deposees", "convoquees", "presentes", "retenues", "refus", "effectif_vise", "capacite"):
        assert sum(getattr(p, champ) for p in sessions) == sum(getattr(p, champ) for p in formations)
    comptes = desk.candidatures(etat=Etat.RETENUE).count()
    assert sum(p.retenues for p in sessions) == comptes, "everything that one may see"


def test_delays_are_means_of_days(desk: Desk) -> None:
    pilote = next(p for p in desk.pilotage.lire() if p.convoquees and not p.hsp)
    jours = []
    source = desk.candidatures(texte=f"{pilote.cle} convocations>0")
    for _, ligne in source.first(source.count()):
        candidature = desk.candidature(ligne.reference).candidature
        jours.append((candidature.convocations[0].date - candidature.deposee_le).days)
    assert pilote.delai_convocation == pytest.approx(sum(jours) / len(jours))
    filtre = next(filtre for nom, _, filtre in pilote.delais if nom == "jusqu’à l’avis")
    avis = []
    source = desk.candidatures(texte=filtre)
    for _, ligne in source.first(source.count()):
        candidature = desk.candidature(ligne.reference).candidature
        le = candidature.avis[0].le
        assert le is not None
        avis.append((le.date() - candidature.deposee_le).days)
    assert pilote.delai_avis == pytest.approx(sum(avis) / len(avis)), "over those of its list"


def test_the_table_has_every_figure(desk: Desk, tmp_path: Path) -> None:
    nombre = desk.pilotage.exporter(tmp_path / "p.csv", desk.provenance("pilotage par session"))
    titres, *lignes = (tmp_path / "p.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lignes) == nombre == len(desk.pilotage.lire())
    assert titres.startswith("Référence;Formation;Sessions;Déposées;Convoquées;Présentes;Retenues;")


def test_who_sees_counts_only_sees_none(demo: Path) -> None:
    """DRT-9."""
    with Desk.open(demo, horloge=HorlogeFixe(JOUR)) as desk:
        vus = []
        for structure in desk.structures():
            desk.changer_structure(structure.structure.id)
            refus = desk.pilotage.interdit()
            vus.append(refus is None)
            assert (desk.pilotage.lire() == ()) is (refus is not None)
        assert vus
