"""How formations, their forms and the moteur de recherche look: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.screens import formulaire
from tests.screens.ecran import TAILLES, THEMES, calme, sans_clignoter, taper

SESSION = ("f", *"00235491", "enter", "m")
CHEMINS: dict[str, tuple[str, ...]] = {
    "formations": ("f6",),
    "formations_archivees": ("f6", "tab"),
    "formulaire_action": ("f6", "enter", "tab", *"Un stage"),
    "formulaire_session": (*SESSION, "tab", "4", "tab"),
    "formulaire_session_hsp": ("f", *"00240001", "enter", "m"),
    "formulaire_session_resume": (*SESSION, "tab", *"1,5", "f10"),
    "recherche": ("ctrl+f", *"amorce", "enter", "t"),
}


@THEMES
@TAILLES
@pytest.mark.parametrize("ecran", CHEMINS)
def test_ecran(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    ecran: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    monkeypatch.setattr(formulaire, "PAUSE", 0.01)

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        await taper(pilot, *CHEMINS[ecran])
        await pilot.pause(0.05)
        sans_clignoter(pilot.app)
        await calme(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
