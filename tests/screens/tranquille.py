"""Whether an app is at rest, seen from outside: to ask each widget, as `repos` does, is most of what a test would do.

The one place of the tests that looks at how Textual's pumps and asyncio's loop wait (`test_tranquille.py` pins it).
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.screen import Screen

from rafaelpro_tui.repos import au_travail

REGARD = 0.001
"""Seconds between two looks at what no message tells of: a thread, a pause in what is typed."""


async def tranquille(app: App[Any]) -> None:
    """Wait until nothing can happen by itself, but timers that ring without anybody's doing, and all is painted."""
    while True:
        await traitees(app)
        if au_travail(app) or _anime(app) or any(getattr(pompe, "hesite", False) for pompe in _pompes(app)):
            await asyncio.sleep(REGARD)
        elif not _peindre(app):
            return


async def presser(app: App[Any], touche: str) -> None:
    """A key, by its name or its sign as `Pilot.press` has it; the messages that follow are handled."""
    nom = _character_to_key(touche) if len(touche) == 1 and not touche.isalnum() else touche
    try:
        signe: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(nom, nom)))
    except KeyError:
        signe = nom if len(nom) == 1 else None
    app.post_message(Key(nom, signe))
    await traitees(app)


async def traitees(app: App[Any]) -> None:
    """Wait until no message is being handled, nor waits to be."""
    while True:
        await asyncio.sleep(0)
        if vars(asyncio.get_running_loop())["_ready"]:
            continue
        if not any(map(_au_travail, _pompes(app))):
            return
        await asyncio.sleep(REGARD)


def _au_travail(pompe: MessagePump) -> bool:
    """Whether a pump starts, handles a message or has one to handle; one that ends is waited for by who ends it."""
    if pompe._closing or pompe._closed or pompe._task is None or pompe._task.done():
        return False
    recue: asyncio.Event = pompe._message_queue.ready_event
    attend = not recue.is_set() and bool(vars(recue)["_waiters"])
    return not attend or pompe._pending_message is not None or bool(pompe._next_callbacks)


def _anime(app: App[Any]) -> bool:
    """Whether something is being animated, or will be; one that waits for its turn may have ended already."""
    return app.is_running and not app.animator._complete_event.is_set()


def _peindre(app: App[Any]) -> bool:
    """Lay out and paint at once what would be in a sixtieth of a second; whether anything was."""
    peint = False
    for ecran in [*app._background_screens, *app.screen_stack[-1:]]:
        if _a_peindre(ecran, devant=ecran is app.screen_stack[-1]):
            ecran._on_timer_update()
            peint = True
    return peint


def _a_peindre(ecran: Screen[Any], *, devant: bool) -> bool:
    if ecran.app._batch_count or not ecran.is_mounted:
        return False
    return bool(
        ecran._layout_required
        or ecran._scroll_required
        or ecran._recompose_required
        or ecran._dirty_widgets
        or ecran._callbacks
        or (devant and ecran._repaint_required)  # Behind a dialog, Textual 8.2 never puts it out.
    )


def _pompes(app: App[Any]) -> Iterator[MessagePump]:
    yield app
    for ecran in app.screen_stack:
        yield from ecran.walk_children(with_self=True)
