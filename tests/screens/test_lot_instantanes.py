"""How the lot looks: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Convoquer
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.lot_completer import CompleterScreen
from tests.screens.ecran import TAILLES, THEMES, calme, immobile, taper

CHEMINS: dict[str, tuple[str, ...]] = {
    "lot": ("asterisk", "c"),
    "lot_presence": ("tab", "a"),
    "lot_liste_attente": ("shift+tab", "o"),
    "lot_avis": ("tab", "tab", "n", "apostrophe"),
    "simulation": ("tab", "asterisk", "p", "f10"),
    "rapport": ("tab", "asterisk", "p", "f10", "f10", "right", "enter"),
    "a_completer": (),
}


@THEMES
@TAILLES
@pytest.mark.parametrize("ecran", CHEMINS)
def test_lot(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    ecran: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        desk = app.desk
        # Its RDV is still to come: refused (CNV-4).
        desk.executer_une(desk.commande(Convoquer, candidature="C2", date=desk.aujourdhui.replace(month=6)))
        await app.push_screen(CompleterScreen("00235492") if ecran == "a_completer" else LotScreen("00235491"))
        await calme(pilot)
        await taper(pilot, *CHEMINS[ecran])
        app.clear_notifications()
        await immobile(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
