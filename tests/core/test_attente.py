"""The liste d'attente: its order and why, who still fits, until the very last day (AVI-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import (
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    ModifierSession,
    SaisieRecrutementNon,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Motif, Resultat
from tests.core.atelier import EFFECTIF, JOUR, HorlogeDeTest, construire, copier

TOUTES = ("S0", "S1", "S2", "S3")


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All those of S wait for a seat."""
    chemin = construire(tmp_path_factory.mktemp("attente") / "modele.sqlite")
    with Desk.open(chemin, horloge=HorlogeDeTest(), utilisateur="u1") as desk:
        sur = {"session": "S", "candidatures": TOUTES}
        complete = SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)
        for lot in (
            desk.commande(LotConvoquer, date=JOUR, **sur),
            desk.commande(LotNoterResultat, resultat=Resultat.PRESENCE, **sur),
            desk.commande(LotRendreAvis, avis=complete, **sur),
        ):
            assert desk.executer_une(lot).fait
    return chemin


@pytest.fixture
def horloge() -> HorlogeDeTest:
    return HorlogeDeTest()


@pytest.fixture
def desk(modele: Path, tmp_path: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    with Desk.open(copier(modele, tmp_path / "base.sqlite"), horloge=horloge, utilisateur="u1") as desk:
        yield desk


def ordre(desk: Desk) -> list[str]:
    return [ligne.avant.reference for ligne in desk.attente.lire("S").lignes]


def test_by_date_then_as_the_hand_says(desk: Desk) -> None:
    assert ordre(desk) == list(TOUTES)
    assert desk.attente.lire("S").lignes[0].pourquoi == "déposée le 01/06/2024"
    desk.attente.deplacer("S", "S3", 1)
    desk.attente.deplacer("S", "S0", 99)
    liste = desk.attente.lire("S")
    assert ordre(desk) == ["S3", "S1", "S2", "S0"]
    assert [ligne.rang for ligne in liste.lignes] == [1, 2, 3, 4]
    assert liste.lignes[0].pourquoi == "rang à la main (01/06/2024)"
    assert [ligne.devance for ligne in liste.lignes] == [True, True, True, False], "only who passes an earlier one"
    desk.attente.deplacer("S", "S0", 1)
    assert [ligne.devance for ligne in desk.attente.lire("S").lignes] == [False, True, False, False]
    desk.attente.par_date("S")
    assert ordre(desk) == list(TOUTES)
    with pytest.raises(Introuvable, match="T0"):
        desk.attente.deplacer("S", "T0", 1)


def test_who_fits_until_the_very_last_day(desk: Desk, horloge: HorlogeDeTest) -> None:
    """AVI-10: the date limite d'entrée tardive is included; nobody fits the day after."""
    liste = desk.attente.lire("S")
    assert liste.libres == liste.vue.session.capacite_accueil
    assert liste.tiennent == min(len(TOUTES), liste.libres)
    horloge.aller_au(liste.limite)
    assert desk.attente.lire("S").a_temps
    horloge.aller_au(liste.limite + timedelta(days=1))
    apres = desk.attente.lire("S")
    assert (apres.a_temps, apres.tiennent) == (False, 0)
    assert EFFECTIF


def test_ranks_are_the_structure_s_own(desk: Desk, tmp_path: Path) -> None:
    """DRT-5: the Positionneur sees the same list in its own order."""
    desk.attente.deplacer("S", "S3", 1)
    with Desk.open(tmp_path / "base.sqlite", horloge=HorlogeDeTest(), utilisateur="u3") as autre:
        assert ordre(autre) == list(TOUTES)
        limite = autre.attente.lire("S").limite
        assert not autre.executer_une(
            autre.commande(ModifierSession, session="S", date_limite_entree_tardive=limite + timedelta(days=1))
        ).fait
    with Desk.open(tmp_path / "base.sqlite", horloge=HorlogeDeTest(), utilisateur="u2") as catalogue:
        assert ordre(catalogue) == [], "DRT-9"
