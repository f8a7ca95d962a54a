"""A lot of 5,000 rows: one command, a bar which moves, a screen which goes on answering."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.model import Candidat, Candidature, Dispositif, Objet, Structure, Utilisateur
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.lot_progression import ProgressionScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from rafaelpro_tui.screens.simulation import SimulationScreen
from tests.core import atelier
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import calme, ecrire, montre, taper, texte

LIGNES = 5_000
BATTEMENT = 0.002
FLUIDE = 0.030
"""Seconds: what nobody sees."""
FIGE = 0.300
"""Seconds: a freeze. Done on the UI thread, the work would be one of twice that on a quick machine."""


def objets() -> Iterator[Objet | Structure | Utilisateur | Dispositif]:
    yield from atelier.objets()
    yield atelier.session("G", "A1", effectif_vise=LIGNES, capacite_accueil=LIGNES)
    for n in range(LIGNES):
        yield Candidat(id=f"Q{n}", nom_naissance=f"Nom{n}", prenom="Désiré")
        yield Candidature(
            reference=f"G{n}", session="G", candidat=f"Q{n}", prescripteur="Cap emploi", deposee_le=date(2024, 6, 1)
        )


@pytest.fixture
def grande(tmp_path: Path) -> Path:
    chemin = tmp_path / "grande.db"
    Base.create(chemin)
    with Base.open(chemin) as base:
        charger(base, objets())
    return chemin


class Coeur:
    """Beats on the UI thread, and keeps how late each beat was (seconds)."""

    def __init__(self) -> None:
        self.retards: list[float] = []

    async def battre(self) -> None:
        avant = time.perf_counter()
        while True:
            await asyncio.sleep(BATTEMENT)
            maintenant = time.perf_counter()
            self.retards.append(maintenant - avant - BATTEMENT)
            avant = maintenant


async def test_the_screen_never_freezes(
    grande: Path,
    fabrique: Callable[..., RafaelProApp],
    horloge: HorlogeDeTest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    horloge.jour = atelier.JOUR
    app = fabrique(grande)
    montrees: list[int] = []
    avancer = ProgressionScreen.avancer

    def noter(ecran: ProgressionScreen, faits: int, total: int) -> None:
        montrees.append(faits * 100 // total)
        assert app.screen is ecran, "the bar is in sight while it works"
        avancer(ecran, faits, total)

    monkeypatch.setattr(ProgressionScreen, "avancer", noter)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await calme(pilot)
        app.push_screen(LotScreen("G"))
        await calme(pilot)
        await taper(pilot, "asterisk", "c")
        await ecrire(pilot, "+0")
        coeur = Coeur()
        battements = asyncio.create_task(coeur.battre())
        await taper(pilot, "f10")
        montre(app, SimulationScreen)
        assert "5 000 faites" in texte(app)
        await taper(pilot, "f10", "right", "enter")
        battements.cancel()
        montre(app, RapportScreen)
        assert len(app.desk.annulables()) == 1, "one command"
        await taper(pilot, "escape")
        assert "Présence / absence (5 000)" in texte(app)

    assert montrees
    assert max(montrees) > 50
    retards = sorted(coeur.retards)
    assert retards[-1] < FIGE, f"longest: {retards[-1] * 1000:.0f} ms"
    temps_fluide = sum(retard <= FLUIDE for retard in retards) / len(retards)
    # Opening a screen takes some tens of milliseconds, and more where other tests run beside this one.
    assert temps_fluide > 0.8, f"{temps_fluide:.0%} of the beats within {FLUIDE * 1000:.0f} ms"
