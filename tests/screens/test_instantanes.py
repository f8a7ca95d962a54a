"""How the screens look: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.screens.session import SessionScreen
from tests.screens.ecran import TAILLES, THEMES, calme, sans_clignoter, taper

CHEMINS: dict[str, tuple[str, ...]] = {
    "sessions": (),
    "sessions_filtre": ("f", *"horizon", "enter", "down"),
    "session": ("space",),
    "structures": ("f2",),
    "aide": ("f1",),
    "pourquoi": ("f9",),
    "exporter": ("E",),
    "palette": ("ctrl+p", *"pau"),
    "tri": ("s",),
}
SUR_UNE_SESSION = {"session", "pourquoi", "exporter"}


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
    monkeypatch.chdir("/")  # a file is exported to where one is, which is said

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        if ecran in SUR_UNE_SESSION:
            await pilot.app.push_screen(SessionScreen("00235491"))
            await calme(pilot)
        await taper(pilot, *CHEMINS[ecran])
        sans_clignoter(pilot.app)
        await calme(pilot)

    app = fabrique(
        base, utilisateur="u5" if ecran == "structures" else "u1", preferences=settings.Preferences(theme=theme)
    )
    assert snap_compare(app, run_before=avant, terminal_size=taille)
