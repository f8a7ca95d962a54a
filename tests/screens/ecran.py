"""Reading the screen of an app under test, as a user would."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

import pytest
from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from rafaelpro_tui.app import RafaelProApp
from tests.screens.tranquille import presser, tranquille
from tests.widgets.table_app import FORBIDDEN, HOSTILE

HOSTILES = HOSTILE
THEMES = pytest.mark.parametrize("theme", ["rafael-sombre", "rafael-clair"])
TAILLES = pytest.mark.parametrize("taille", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
"""What each screen is pictured in."""
PATIENCE = 60.0
"""Seconds after which an app that is never at rest fails its test."""
Ecran = TypeVar("Ecran")


class Ouvrir(Protocol):
    """Opens the app, settled, in a terminal of some size."""

    def __call__(self, **champs: Any) -> AbstractAsyncContextManager[tuple[RafaelProApp, Pilot[None]]]: ...


def montre(app: App[Any], classe: type[Ecran]) -> Ecran:
    """The screen on top, which must be of this class."""
    ecran: object = app.screen
    assert isinstance(ecran, classe), f"{ecran!r} is shown"
    return ecran


async def calme(pilot: Pilot[Any]) -> None:
    """Wait until nothing is under way and all is painted: what is on screen will not change by itself."""
    async with asyncio.timeout(PATIENCE):
        await tranquille(pilot.app)


async def immobile(pilot: Pilot[Any]) -> None:
    """As a picture wants it: what scrolls has arrived, cursors of the fields stay."""
    await pilot.wait_for_scheduled_animations()
    sans_clignoter(pilot.app)
    await calme(pilot)


def sans_clignoter(app: App[Any]) -> None:
    """As a picture wants it: cursors of the fields stay."""
    for ecran in app.screen_stack:
        for champ in [*ecran.query(Input), *ecran.query(TextArea)]:
            champ.cursor_blink = False


async def taper(pilot: Pilot[Any], *touches: str) -> None:
    """Press keys one by one, waiting after each for what it starts."""
    for touche in touches:
        await presser(pilot.app, touche)
        await calme(pilot)


async def ecrire(pilot: Pilot[Any], texte: str) -> None:
    """Type a text into the field that has the focus."""
    for signe in texte:
        await presser(pilot.app, signe)
    await calme(pilot)


def texte(app: App[Any]) -> str:
    """The whole screen as text, no-break spaces as spaces."""
    # The one place that looks behind the public API: Textual has no other way to read the screen as text.
    visible_screen_stack.set(app._background_screens)  # What is seen behind a dialog, when nothing has painted it yet.
    bandes = app.screen._compositor.render_strips()
    return "\n".join(bande.text.rstrip() for bande in bandes).replace("\u00a0", " ")


def ligne(app: App[Any], y: int) -> str:
    """One line of the screen; -1 is the last."""
    return texte(app).splitlines()[y]


def ou(app: App[Any], cherche: str) -> tuple[int, int]:
    """Where a text starts on the screen, to click on it."""
    for y, vue in enumerate(texte(app).splitlines()):
        if cherche in vue:
            return vue.index(cherche), y
    raise AssertionError(f"{cherche!r} is not on screen:\n{texte(app)}")


async def cliquer(pilot: Pilot[Any], cherche: str) -> None:
    """Click in the middle of a text that is on screen."""
    x, y = ou(pilot.app, cherche)
    await pilot.click(offset=(x + len(cherche) // 2, y))
    await calme(pilot)


def sans_danger(app: App[Any]) -> bool:
    """Whether nothing that a terminal would obey is on screen."""
    vu = texte(app).replace("\n", "")
    return not any(caractere in vu for caractere in FORBIDDEN)
