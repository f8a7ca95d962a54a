"""An app is not at rest (`tranquille`) while anything that a test would look at is still to come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import Event

import pytest
from textual import work
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from tests.screens.ecran import calme, ecrire, taper, texte
from tests.screens.tranquille import presser, tranquille

TOURS = 50
"""Turns of the event loop that a handler takes."""


class Temoin(App[None]):
    """What a key starts ends by writing « fait »."""

    AUTO_FOCUS = ""

    def __init__(self, suite: Callable[[Temoin], Awaitable[None] | None] | None = None) -> None:
        super().__init__()
        self.suite = suite
        self.feu = Event()
        self.hesite = False

    def compose(self) -> ComposeResult:
        yield Label("rien", id="dit")
        yield Input()

    async def key_x(self) -> None:
        assert self.suite is not None
        attendre = self.suite(self)
        if attendre is not None:
            await attendre

    def fini(self) -> None:
        self.screen_stack[0].query_one("#dit", Label).update("fait")

    @work(thread=True)
    def en_tache(self) -> None:
        assert self.feu.wait(10)
        self.call_from_thread(self.fini)

    def plus_tard(self) -> None:
        self.hesite = False
        self.fini()


async def longue(app: Temoin) -> None:
    for _ in range(TOURS):
        await asyncio.sleep(0)
    await asyncio.sleep(0.02)
    app.fini()


def en_chaine(app: Temoin, restent: int = TOURS) -> None:
    if restent:
        app.query_one(Input).call_later(en_chaine, app, restent - 1)
    else:
        app.fini()


def apres_la_peinture(app: Temoin) -> None:
    app.call_after_refresh(app.call_after_refresh, app.fini)


def en_tache(app: Temoin) -> None:
    app.en_tache()
    app.set_timer(0.05, app.feu.set)


def apres_une_pause(app: Temoin) -> None:
    app.hesite = True
    app.set_timer(0.05, app.plus_tard)


def en_mouvement(app: Temoin) -> None:
    app.animation_level = "full"
    app.query_one(Input).styles.animate("opacity", 0.5, duration=0.05, on_complete=app.fini)


async def en_montant(app: Temoin) -> None:
    class Nee(Label):
        async def on_mount(self) -> None:
            await asyncio.sleep(0.02)
            self.app.query_one("#dit", Label).update("fait")

    app.mount(Nee("nouvelle"))


@pytest.mark.parametrize(
    "suite",
    [longue, en_chaine, apres_la_peinture, en_tache, apres_une_pause, en_mouvement, en_montant],
    ids=lambda suite: suite.__name__,
)
async def test_what_a_key_starts_is_waited_for(suite: Callable[[Temoin], Awaitable[None] | None]) -> None:
    async with Temoin(suite).run_test() as pilot:
        await calme(pilot)
        assert texte(pilot.app).startswith("rien")
        await taper(pilot, "x")
        assert texte(pilot.app).startswith("fait")


async def test_what_is_behind_a_dialog_is_waited_for() -> None:
    class Question(ModalScreen[None]):
        def key_y(self) -> None:
            self.app.screen_stack[0].call_after_refresh(temoin.fini)

    temoin = Temoin()
    async with temoin.run_test() as pilot:
        await temoin.push_screen(Question())
        await calme(pilot)
        await taper(pilot, "y")
        assert str(temoin.screen_stack[0].query_one("#dit", Label).render()) == "fait"


async def test_an_app_that_has_failed_is_not_waited_for() -> None:
    def echouer(app: Temoin) -> None:
        raise OSError("disque illisible")

    with pytest.raises(OSError, match="illisible"):
        async with Temoin(echouer).run_test() as pilot:
            await taper(pilot, "x")


@pytest.mark.parametrize("touche", ["a", "é", "/", "?", "<", " ", "'"])
async def test_a_key_is_the_one_that_a_pilot_presses(touche: str) -> None:
    async def par(presse: Callable[[Pilot[None]], Awaitable[None]]) -> str:
        app = Temoin()
        async with app.run_test() as pilot:
            app.query_one(Input).focus()
            await calme(pilot)
            await presse(pilot)
            return app.query_one(Input).value

    assert await par(lambda pilot: ecrire(pilot, touche)) == await par(lambda pilot: pilot.press(touche)) == touche


async def test_a_key_waits_for_messages_alone() -> None:
    """A test may look at the app while what a key asked for is under way."""

    def demander(app: Temoin) -> None:
        app.en_tache()

    app = Temoin(demander)
    async with app.run_test() as pilot:
        await calme(pilot)
        await presser(app, "x")
        assert texte(app).startswith("rien")
        app.feu.set()
        await tranquille(app)
        assert texte(app).startswith("fait")
