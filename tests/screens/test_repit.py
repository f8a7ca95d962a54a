"""What the app does while nobody types."""

import asyncio
import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from rafaelpro_tui import repit, screens
from tests.screens.ecran import Ouvrir

PAUSE = repit.REPIT
FEUILLES = sorted(Path(screens.__path__[0]).glob("*.tcss"))


class Boucle:
    """Refers to itself: only the garbage collector can free it."""

    def __init__(self) -> None:
        self.soi = self


def vieille_boucle() -> weakref.ref[Boucle]:
    """Garbage that only a full collection finds, when one is due."""
    boucle = Boucle()
    for _ in range(repit.PLEINE + 2):
        gc.collect(1)  # It grows old while it is held.
    return weakref.ref(boucle)


@pytest.fixture
def repos(sans_repit: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are seen, as they are outside the tests."""
    monkeypatch.setattr(repit, "REPIT", PAUSE)


async def test_the_full_collection_waits_for_a_pause_between_keys(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    seuils = gc.get_threshold()
    async with ouvrir() as (app, _):
        assert gc.get_threshold() == (*seuils[:2], repit.JAMAIS)
        boucle = vieille_boucle()
        app.souffler()
        assert boucle() is not None
        monkeypatch.setattr(repit, "REPIT", 0.0)
        app.souffler()
        assert boucle() is None
    assert gc.get_threshold() == seuils


async def test_it_does_not_wait_for_ever(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, _):
        boucle = vieille_boucle()
        for _ in range(repit.AU_PLUS):
            gc.collect(1)
        app.souffler()
        assert boucle() is None


async def test_the_styles_of_all_screens_are_read_in_a_pause(repos: None, ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot), asyncio.timeout(20):
        while not all(app.stylesheet.has_source(str(feuille)) for feuille in FEUILLES):
            await pilot.pause(PAUSE / 5)


APERCU = """
import asyncio, pkgutil, sys
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui import screens
from pathlib import Path
tous = {module.name for module in pkgutil.iter_modules(screens.__path__, "rafaelpro_tui.screens.")}
horloge = HorlogeSysteme()
app = RafaelProApp(lambda: Desk.open(Path(sys.argv[1]), horloge=horloge), horloge=horloge)
async def voir():
    async with app.run_test() as pilot, asyncio.timeout(30):
        print(len(tous - sys.modules.keys()))
        while tous - sys.modules.keys():
            await pilot.pause(0.1)
asyncio.run(voir())
"""


def test_the_screens_are_imported_in_a_pause(base: Path) -> None:
    """The program of the test ends only once they are."""
    vus = subprocess.run([sys.executable, "-c", APERCU, base], capture_output=True, text=True, check=True, timeout=120)
    assert int(vus.stdout) > 10  # at the start
