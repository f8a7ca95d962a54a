"""The session of the guide's screenshots, 5 / 14 / 8 candidatures to treat, cleared by lot with the keyboard."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.demo.base import fabriquer
from rafaelpro_tui.core.demo.sessions import GUIDE
from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.session import SessionScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import calme, taper, texte

JOUR = date(2026, 1, 7)
PRESSES = 40


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The demo as generated for a fixed day."""
    chemin = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    fabriquer(chemin, JOUR, candidatures=100)
    return chemin.read_bytes()


@pytest.fixture
def base_demo(demo: bytes, tmp_path: Path) -> Path:
    chemin = tmp_path / "demo.sqlite"
    chemin.write_bytes(demo)
    return chemin


class Clavier:
    """Counts what it presses."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self._pilot = pilot
        self.presses = 0

    async def taper(self, *touches: str) -> None:
        self.presses += len(touches)
        await taper(self._pilot, *touches)


async def test_it_is_cleared_in_under_forty_presses(
    base_demo: Path, fabrique: Callable[..., RafaelProApp], horloge: HorlogeDeTest
) -> None:
    """Two weeks after the demo's day, when every RDV has been held."""
    horloge.jour = JOUR + timedelta(days=15)
    app = fabrique(base_demo, utilisateur=None)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await calme(pilot)
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        clavier = Clavier(pilot)

        await clavier.taper("L")
        assert "Candidats à convoquer (5)  Présence / absence (14)  Avis en attente (8)" in texte(app)
        await clavier.taper("asterisk", "c", "plus", "0", "enter", "f10", "right", "enter", "escape", "tab")
        assert "À convoquer (0) ▸Présence / absence à renseigner (19)" in texte(app)
        await clavier.taper("asterisk", "p", "f10", "f10", "right", "enter", "escape", "tab")
        assert "▸Avis de recrutement en attente (27)" in texte(app)
        await clavier.taper("asterisk", "o", "f10")
        assert "27 faites, dont 8 avec avertissement : AVI-11 (8)" in texte(app), "20 places, one taken already"
        await clavier.taper("f10", "right", "enter", "escape")

        assert isinstance(app.screen, LotScreen)
        assert "▸Avis de recrutement en attente (0)" in texte(app)
        vue = app.desk.session(GUIDE)
        assert vue.comptes[Etat.EN_ATTENTE] == 0
        assert vue.comptes[Etat.RETENUE] == 28
        assert clavier.presses < PRESSES, clavier.presses


async def test_on_its_day_what_is_too_early_is_refused_and_stays_ticked(
    base_demo: Path, fabrique: Callable[..., RafaelProApp], horloge: HorlogeDeTest
) -> None:
    """CNV-4: among the 14, those whose RDV is still to come."""
    horloge.jour = JOUR
    app = fabrique(base_demo, utilisateur=None)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await calme(pilot)
        a_venir = sum(
            ligne.convocation is not None and ligne.convocation > JOUR
            for _, ligne in app.desk.candidatures(session=GUIDE, etape=Etape.PRESENCE_A_RENSEIGNER).first(20)
        )
        assert 0 < a_venir < 14
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "L", "tab", "asterisk", "p", "f10", "f10", "right", "enter", "escape")
        assert isinstance(app.screen, LotScreen)
        assert len(app.screen.table.selection) == a_venir
        vue = app.desk.session(GUIDE)
        assert vue.etapes[Etape.PRESENCE_A_RENSEIGNER] == a_venir
        assert vue.etapes[Etape.AVIS_A_RENDRE] == 8 + 14 - a_venir
