"""A replica and its authority: push, pull, cuts, conflicts, lost rights, a restored server (SYNC, I2…I7)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.core.commands import (
    Convoquer,
    DeplacerConvocation,
    LotConvoquer,
    NoterResultat,
    RendreAvis,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Droit, Motif, Resultat
from rafaelpro_tui.core.store import envois, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.erreurs import HorsLigne, NonConnecte, ReponseIllisible
from rafaelpro_tui.core.sync.fil import Attachement, ObjetRecu, Page
from rafaelpro_tui.core.sync.synchronisation import Synchronisation
from tests.core.atelier import FIN, JOUR, HorlogeDeTest, contenu
from tests.core.sync.autorite import Autorite, Porte, visibles

GENERAL = Attachement(structure="OF1", nom="Horizon Formation", droit=Droit.GENERAL, referent=True)
POSITIONNEUR = Attachement(structure="OF2", nom="Écrin des Métiers", droit=Droit.PREINSCRIPTION, referent=True)


class Poste:
    """A laptop: its replica, its desk, its way to the server."""

    def __init__(self, dossier: Path, nom: str, porte: Porte, horloge: HorlogeDeTest, grace: float = 0.0) -> None:
        self.chemin = dossier / f"{nom}.sqlite"
        self.porte = porte
        self.horloge = horloge
        self.grace = grace
        if not self.chemin.exists():
            Base.create(self.chemin)
            with Base.open(self.chemin) as base:
                base.ecrire_meta("genre", "replique")
                base.ecrire_meta(replique.POSTE, nom)
        self.base = Base.open(self.chemin)
        self.sync = Synchronisation(self.base, horloge, porte)

    def desk(self) -> Desk:
        return Desk.open(self.chemin, horloge=self.horloge, grace=self.grace, structure=self.structure)

    @property
    def structure(self) -> str:
        return self.porte.attachements[0].structure

    def faire(self, cls: type[Any], **champs: Any) -> Any:
        with self.desk() as desk:
            return desk.executer_une(desk.commande(cls, **champs))

    def etat(self, reference: str) -> str:
        with self.desk() as desk:
            return desk.candidature(reference).candidature.etat.value

    def statuts(self) -> list[str]:
        with self.base.read() as conn:
            return [statut for (statut,) in conn.execute("SELECT statut FROM depart ORDER BY seq")]


@pytest.fixture
def autorite(modele: Path, tmp_path: Path, horloge: HorlogeDeTest) -> Iterator[Autorite]:
    autorite = Autorite(Path(shutil.copy(modele, tmp_path / "autorite.sqlite")), horloge)
    yield autorite
    autorite.base.close()


@pytest.fixture
def poste(autorite: Autorite, tmp_path: Path, horloge: HorlogeDeTest) -> Iterator[Poste]:
    poste = Poste(tmp_path, "un", Porte(autorite, "u1", (GENERAL,)), horloge)
    poste.sync.passer()
    yield poste
    poste.base.close()


@pytest.fixture
def autre(autorite: Autorite, tmp_path: Path, horloge: HorlogeDeTest) -> Iterator[Poste]:
    poste = Poste(tmp_path, "deux", Porte(autorite, "u3", (POSITIONNEUR,)), horloge)
    poste.sync.passer()
    yield poste
    poste.base.close()


OUI = SaisieRecrutementOui(entree=date(2024, 8, 1), sortie=FIN, intensite=Decimal(35))
NON = SaisieRecrutementNon(motif=Motif.PREREQUIS)


def presente(poste: Poste, reference: str) -> None:
    assert poste.faire(Convoquer, candidature=reference, date=JOUR).fait
    assert poste.faire(NoterResultat, candidature=reference, rang=1, resultat=Resultat.PRESENCE).fait


def egales(autorite: Autorite, *postes: Poste) -> None:
    """I6: at rest, what a replica's tables hold is what the authority holds, within its rights; nothing is pending."""
    for poste in postes:
        poste.sync.passer()
        assert images_de(poste.base, poste.structure) == images_de(autorite.base, poste.structure)
        with poste.base.read() as conn:
            assert envois.sans_effet_en_base(conn) == []


def images_de(base: Base, structure: str) -> dict[tuple[str, str], Any]:
    with base.read() as conn:
        return {(genre, cle): json.loads(corps)["image"] for genre, cle, corps in visibles(conn, structure)}


def test_la_premiere_fois_tout_arrive(autorite: Autorite, poste: Poste) -> None:
    egales(autorite, poste)
    with poste.desk() as desk:
        assert desk.acteur.utilisateur is not None
        assert (desk.acteur.utilisateur.id, desk.acteur.structure.id) == ("u1", "OF1")
        assert desk.candidature("S0").en_cours.total == 3


def test_un_avis_part_et_revient(autorite: Autorite, poste: Poste, autre: Poste) -> None:
    presente(poste, "S0")
    assert poste.faire(RendreAvis, candidature="S0", avis=OUI).fait
    assert (poste.etat("S0"), poste.statuts()) == ("retenue", ["a_envoyer"] * 3)
    bilan = poste.sync.passer()
    assert (bilan.acceptees, bilan.refusees) == (3, 0)
    assert poste.statuts() == ["acceptee"] * 3
    assert poste.etat("S0") == "retenue"
    autre.sync.passer()
    assert autre.etat("S0") == "retenue"
    egales(autorite, poste, autre)


def test_hors_ligne_on_continue(autorite: Autorite, poste: Poste) -> None:
    poste.porte.hors_ligne = True
    presente(poste, "S0")
    with pytest.raises(HorsLigne):
        poste.sync.passer()
    assert poste.faire(RendreAvis, candidature="S0", avis=NON).fait
    poste.porte.hors_ligne = False
    assert poste.sync.passer().acceptees == 3
    egales(autorite, poste)


def test_une_reponse_perdue_ne_double_rien(autorite: Autorite, poste: Poste) -> None:
    """I3, I5: done by the server, the answer lost; sent again, it is the first answer that comes."""
    presente(poste, "S0")
    poste.porte.coupure.apres = 1
    with pytest.raises(HorsLigne):
        poste.sync.passer()
    assert "envoyee" in poste.statuts()
    assert poste.sync.passer().refusees == 0
    assert poste.statuts() == ["acceptee", "acceptee"]
    assert len(autorite.sorts) == 2
    egales(autorite, poste)


def test_decidee_deux_fois_un_avis_et_un_conflit(autorite: Autorite, poste: Poste, autre: Poste) -> None:
    presente(poste, "S0")
    poste.sync.passer()
    autre.sync.passer()
    assert poste.faire(RendreAvis, candidature="S0", avis=OUI).fait
    assert autre.faire(RendreAvis, candidature="S0", avis=NON).fait
    poste.sync.passer()
    bilan = autre.sync.passer()
    assert (bilan.acceptees, bilan.refusees) == (0, 1)
    assert (poste.etat("S0"), autre.etat("S0")) == ("retenue", "retenue")
    with autre.base.read() as conn:
        ((seq, _),) = envois.a_regler(conn)
        actuel = conn.execute("SELECT actuel FROM depart WHERE seq = ?", (seq,)).fetchone()[0]
    assert '"par":"u1"' in actuel
    egales(autorite, poste, autre)


def test_ce_qui_suit_un_refus_attend_le_reste_passe(autorite: Autorite, poste: Poste, autre: Poste) -> None:
    assert autre.faire(Convoquer, candidature="S0", date=JOUR).fait
    autre.sync.passer()
    assert poste.faire(Convoquer, candidature="S0", date=JOUR + timedelta(days=1)).fait
    assert poste.faire(DeplacerConvocation, candidature="S0", rang=1, date=JOUR).fait
    assert poste.faire(Convoquer, candidature="S1", date=JOUR).fait
    bilan = poste.sync.passer()
    assert (bilan.acceptees, bilan.refusees) == (1, 1)
    assert poste.statuts() == ["refusee", "a_envoyer", "acceptee"]
    with poste.base.write.transaction() as conn:
        envois.regler(conn, 1, poste.horloge.maintenant())
    assert poste.sync.passer().acceptees == 1
    egales(autorite, poste, autre)


def test_un_lot_est_envoye_d_un_bloc(autorite: Autorite, poste: Poste) -> None:
    assert poste.faire(LotConvoquer, session="S", candidatures=("S0", "S1", "S2"), date=JOUR).fait
    assert poste.sync.passer().acceptees == 1
    egales(autorite, poste)


def test_la_grace_retarde_l_envoi_et_annuler_n_envoie_rien(
    autorite: Autorite, tmp_path: Path, horloge: HorlogeDeTest
) -> None:
    poste = Poste(tmp_path, "trois", Porte(autorite, "u1", (GENERAL,)), horloge, grace=20)
    poste.sync.passer()
    poste.faire(Convoquer, candidature="S0", date=JOUR)
    poste.faire(Convoquer, candidature="S1", date=JOUR)
    assert poste.sync.passer().acceptees == 0
    with poste.desk() as desk:
        assert desk.annuler(desk.annulables()[0].id).fait
    horloge.attendre(21)
    assert poste.sync.passer().acceptees == 1
    poste.faire(Convoquer, candidature="S2", date=JOUR)
    horloge.attendre(21)
    poste.faire(Convoquer, candidature="S3", date=JOUR)
    assert poste.sync.passer().acceptees == 1
    assert _cibles(autorite) == {"S0", "S2"}
    poste.base.close()


def _cibles(autorite: Autorite) -> set[str]:
    return {json.loads(contenu_.rpartition("}")[0] + "}")["candidature"] for contenu_, _ in autorite.sorts.values()}


def test_ce_que_le_serveur_change_passe_sous_ce_qui_attend(autorite: Autorite, poste: Poste, autre: Poste) -> None:
    """A pull while a command waits: taken back, the base changed, run again; it no longer passes, and is sent."""
    poste.porte.hors_ligne = True
    assert poste.faire(Convoquer, candidature="S0", date=JOUR).fait
    presente(autre, "S0")
    autre.faire(RendreAvis, candidature="S0", avis=NON)
    autre.sync.passer()
    poste.porte.hors_ligne = False
    poste.sync.recevoir("OF1")
    assert (poste.etat("S0"), poste.statuts()) == ("non_retenue", ["a_envoyer"])
    assert poste.sync.passer().refusees == 1
    egales(autorite, poste, autre)


def test_un_droit_perdu_emporte_les_personnes(autorite: Autorite, poste: Poste) -> None:
    """I7: the page of a catalogue user has no candidat; a structure that is lost takes everything with it."""
    poste.porte.attachements = (replace(GENERAL, droit=Droit.CATALOGUE),)
    poste.sync.passer()
    with poste.base.read() as conn:
        assert conn.execute("SELECT count(*) FROM candidat").fetchone() == (0,)
        assert conn.execute("SELECT count(*) FROM candidature").fetchone() == (0,)
        assert conn.execute("SELECT count(*) FROM session").fetchone() == (3,)
        assert conn.execute("SELECT count(*) FROM base_objet WHERE genre = 'candidat'").fetchone() == (0,)
    poste.porte.attachements = ()
    poste.sync.passer()
    with poste.base.read() as conn:
        for table in ("session", "action", "rattachement", "structure", "base_objet", "cumul", "abonnement"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_un_serveur_restaure_recoit_de_nouveau(autorite: Autorite, poste: Poste, tmp_path: Path) -> None:
    """The server lost what it had acknowledged: the laptop sends it again (SYNC, « epoch »)."""
    poste.faire(Convoquer, candidature="S0", date=JOUR)
    poste.sync.passer()
    autorite.base.close()
    sauvegarde = Path(shutil.copy(autorite.chemin, tmp_path / "sauvegarde.sqlite"))
    autorite.__post_init__()
    presente_ = poste.faire(NoterResultat, candidature="S0", rang=1, resultat=Resultat.PRESENCE)
    assert presente_.fait
    poste.sync.passer()
    connues = dict(list(autorite.sorts.items())[:1])
    autorite.base.close()
    shutil.copy(sauvegarde, autorite.chemin)
    autorite.__post_init__()
    autorite.epoque, autorite.sorts = "e2", connues
    assert poste.sync.passer().renvoyees == 2
    with poste.desk() as desk:
        assert desk.candidature("S0").candidature.convocations[0].resultat is Resultat.PRESENCE
    assert poste.statuts() == ["acceptee", "acceptee"]
    egales(autorite, poste)


def test_la_replique_d_un_autre(autorite: Autorite, poste: Poste) -> None:
    poste.porte.utilisateur = "u2"
    with pytest.raises(NonConnecte, match="u1"):
        poste.sync.passer()


@pytest.mark.parametrize(
    "mensonge",
    [
        lambda p: replace(p, objets=(*p.objets, ObjetRecu(genre="planete", cle="x", version=1, corps={"image": {}}))),
        lambda p: replace(
            p, objets=(*p.objets, ObjetRecu(genre="session", cle="x", version=1, corps={"image": {"reference": "y"}}))
        ),
        lambda p: replace(p, empreinte=None, fin=True),
        lambda p: replace(p, empreinte={}, fin=True),
        lambda p: replace(p, objets=p.objets[:-1]),
    ],
    ids=["genre inconnu", "image d’un autre", "sans empreinte", "empreinte fausse", "objet perdu"],
)
def test_un_serveur_qui_ment_ne_change_rien(
    autorite: Autorite, poste: Poste, autre: Poste, mensonge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    autre.faire(Convoquer, candidature="S0", date=JOUR)
    autre.sync.passer()
    with poste.desk() as desk:
        avant = contenu(desk)
    vraie = Autorite.page
    monkeypatch.setattr(Autorite, "page", lambda *args: mensonge(vraie(*args)))
    with pytest.raises(ReponseIllisible):
        poste.sync.passer()
    with poste.desk() as desk:
        assert contenu(desk) == avant
    monkeypatch.undo()
    poste.sync.passer()
    egales(autorite, poste)


def test_une_session_d_ailleurs_est_refusee(autorite: Autorite, poste: Poste) -> None:
    """Objects of another structure: I7 is held by the client too."""
    lea = Porte(autorite, "u1", (Attachement(structure="OF3", nom="Zénith", droit=Droit.GENERAL, referent=True),))
    page = autorite.page("OF1", None, 10_000, voit=True)
    poste.porte = lea
    poste.sync = Synchronisation(poste.base, poste.horloge, _Rejoue(lea, page))
    with pytest.raises(ReponseIllisible, match="pas à cette structure"):
        poste.sync.passer()


class _Rejoue(Porte):
    def __init__(self, porte: Porte, page: Page) -> None:
        super().__init__(porte.autorite, porte.utilisateur, porte.attachements)
        self.dite = page

    def changements(self, structure: str, curseur: str | None, limite: int, attente: float = 0.0) -> Page:
        return self.dite
