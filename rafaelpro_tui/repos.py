"""Whether anything is under way in an app: messages, and what they start.

Keys wait for the screen they are about to be at rest (`clavier.py`); the tests wait for the whole app.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.worker import Worker

REGARD: Final = 0.005
"""Seconds between two looks at what cannot be awaited: to await a worker and give up would cancel it."""
SANS_REPONSE: Final = 0.1
"""Seconds without an answer after which one asks whether the widgets are still there."""
PAS: Final = 4
"""Turns of the event loop in which a widget that has nothing to do answers."""


def au_travail(app: App[Any]) -> list[Worker[Any]]:
    """The workers that have not ended, begun or not."""
    return [worker for worker in app.workers if not worker.is_finished]


async def reposer(app: App[Any]) -> bool:
    """Wait until nothing at all is under way, on any screen; True when nothing was.

    What it leaves aside: what is to be painted, and timers that ring without anybody's doing.
    """
    tranquille = True
    while not await _calmer(app, partout=True) or _occupee(app):
        tranquille = False
        while _occupee(app):
            await asyncio.sleep(REGARD)
    return tranquille


def _occupee(app: App[Any]) -> bool:
    """Whether a worker runs, or what is typed waits for a pause (`hesite`) before it does something."""
    return bool(au_travail(app)) or any(getattr(pompe, "hesite", False) for pompe in _pompes(app, partout=True))


async def calmer(app: App[Any]) -> None:
    """Wait until no widget of the screen shown has a message left, nor sends one."""
    calmes = 0
    while calmes < 2:
        calmes = calmes + 1 if await _calmer(app) else 0


async def _calmer(app: App[Any], *, partout: bool = False) -> bool:
    """Ask each widget to answer after what it has to do; True when none had anything."""
    restent: set[MessagePump] = set()
    tous = asyncio.Event()

    def repond(pompe: MessagePump) -> None:
        restent.discard(pompe)
        if not restent:
            tous.set()

    for pompe in list(_pompes(app, partout)):
        restent.add(pompe)
        if not pompe.call_later(repond, pompe):
            restent.discard(pompe)
    for _ in range(PAS):
        await asyncio.sleep(0)
    tranquille = not restent
    while not tous.is_set() and any(pompe.is_running for pompe in restent):  # What has ended will never answer.
        with suppress(TimeoutError):
            await asyncio.wait_for(tous.wait(), SANS_REPONSE)
    return tranquille and not any(pompe.message_queue_size for pompe in _pompes(app, partout))


def _pompes(app: App[Any], partout: bool) -> Iterator[MessagePump]:
    yield app
    try:
        ecrans = list(app.screen_stack) if partout else [app.screen]
    except ScreenStackError:  # The app is closing.
        return
    for ecran in ecrans:
        yield from ecran.walk_children(with_self=True)
