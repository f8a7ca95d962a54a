"""How a candidature looks: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.screens import saisie_avis
from rafaelpro_tui.screens.candidature import CandidatureScreen, Voisines
from tests.screens.ecran import TAILLES, THEMES, calme, sans_clignoter, taper

OUI = ("o", "02/05/2022", "tab", "01/10/2022", "tab", "18h/3j", "tab")
CAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a_convoquer": ("C4", ()),
    "oui": ("C1", OUI),
    "non": ("C1", ("n", "3")),
    "non_retenue": ("C8", ()),
}


@THEMES
@TAILLES
@pytest.mark.parametrize("cas", CAS)
def test_candidature(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    cas: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    monkeypatch.setattr(saisie_avis, "PAUSE", 0.01)
    reference, touches = CAS[cas]

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        await pilot.app.push_screen(CandidatureScreen(reference, Voisines(range(41), 2)))
        await calme(pilot)
        for touche in touches:
            if len(touche) > 3 or "/" in touche:
                pilot.app.post_message(Paste(touche))
                await calme(pilot)
            else:
                await taper(pilot, touche)
        sans_clignoter(pilot.app)
        await pilot.pause(0.03)
        await calme(pilot)
        # Where it has scrolled to depends on when each line came.
        fiche = pilot.app.screen_stack[1].query_one("#fiche")
        fiche.scroll_home(animate=False)
        await calme(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
