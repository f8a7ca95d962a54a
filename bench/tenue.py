"""How long the thread that paints and takes keys is held at once, beside the 30 ms that nothing should pass.

Its own CPU time is counted, so that other programs on the machine do not show; full collections of garbage are left
aside, as they wait for a pause between keys (`repit.py`).
"""

from __future__ import annotations

import asyncio
import gc
from asyncio.events import Handle
from collections.abc import Iterator
from time import thread_time
from typing import Final
from unittest.mock import patch

from textual.pilot import Pilot

from bench._demo import demo
from bench._mesure import Mesure
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.repit import REPIT
from rafaelpro_tui.repos import reposer

CANDIDATURES: Final = 100_000
BUT: Final = 30.0
LISTE: Final = ("f4", *["down"] * 10, *["pagedown"] * 5, "end", "home", "space", "asterisk", "asterisk")
FILTRE: Final = ("f", *"dubois", "escape", "escape", "escape")
ECRANS: Final = ("f5", "enter", "enter", "greater_than_sign", "escape", "escape", "f3", "f6", "enter", "f4", "f8", "f2")
"""What opens, and what is left for it; dialogs are closed by the key that comes next."""


def mesurer() -> Iterator[Mesure]:
    """The longest hold of each sort of key."""
    for nom, tenue in asyncio.run(_tenir()).items():
        yield Mesure(nom=f"fil d’écran tenu, {nom}", unite="ms", nous=tenue, pair="30 ms", valeur_pair=BUT, but=1)


async def _tenir() -> dict[str, float]:
    horloge = HorlogeSysteme()
    app = RafaelProApp(lambda: Desk.open(demo(CANDIDATURES), horloge=horloge), horloge=horloge)
    tenues: list[float] = []
    rendre = Handle._run

    def compter(poignee: Handle) -> None:
        debut = thread_time()
        rendre(poignee)
        tenues.append(1000 * (thread_time() - debut))

    resultats = {}
    async with app.run_test(size=(120, 40)) as pilot:
        await _reposer(pilot)
        await asyncio.sleep(4 * REPIT)  # as somebody who reads the first screen
        gc.disable()
        with patch.object(Handle, "_run", compter):
            for nom, touches in (("dans une liste", LISTE), ("en filtrant", FILTRE), ("en ouvrant un écran", ECRANS)):
                tenues.clear()
                for touche in touches:
                    await pilot.press(touche)
                    await _reposer(pilot)
                resultats[nom] = max(tenues)
                gc.collect()
    gc.enable()
    return resultats


async def _reposer(pilot: Pilot[None]) -> None:
    while not await reposer(pilot.app):
        await pilot.pause(0)
