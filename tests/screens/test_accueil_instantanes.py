"""How the home screen, the members and the journal look: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import TAILLES, THEMES, calme, sans_clignoter, taper
from tests.screens.test_journal import decider

CHEMINS: dict[str, tuple[str, ...]] = {
    "accueil": ("f3", "down"),
    "alerte": ("f3", "up"),
    "mes_structures": ("f7",),
    "droit": ("f7", "enter"),
    "journal": ("f8", "v"),
}
AVANT_LE_DEBUT = date(2022, 3, 15)
"""A session is still to come."""
JOURS = {"alerte": date(2022, 9, 8)}
"""The day on which an alert is due (ECH-2)."""


@THEMES
@TAILLES
@pytest.mark.parametrize("ecran", CHEMINS)
def test_ecran(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    horloge: HorlogeDeTest,
    ecran: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    horloge.jour = JOURS.get(ecran, AVANT_LE_DEBUT)

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        if ecran == "journal":
            decider(app)
        await taper(pilot, *CHEMINS[ecran])
        sans_clignoter(pilot.app)
        await calme(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
