"""How the list of all candidatures looks: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import filtres, settings
from rafaelpro_tui.app import RafaelProApp
from tests.screens.ecran import TAILLES, THEMES, calme, sans_clignoter, taper

CHEMINS: dict[str, tuple[str, ...]] = {
    "candidatures": ("f4", "space"),
    "propositions": ("f4", "f", *"etat:", "down"),
    "faute": ("f4", "f", *"jour<7", "enter"),
    "filtres": ("f4", "f", *"pau", "enter", "F"),
}


@THEMES
@TAILLES
@pytest.mark.parametrize("ecran", CHEMINS)
def test_ecran(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    ecran: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    filtres.enregistrer("candidatures", "À traiter cette semaine", "etat:en_attente jours<7")
    filtres.enregistrer("candidatures", "Missions locales", 'prescripteur:"mission locale"')

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        await taper(pilot, *CHEMINS[ecran])
        sans_clignoter(pilot.app)
        await calme(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
