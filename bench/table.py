"""How soon a table is painted, and what it holds: a million rows against a thousand, and against `DataTable`."""

import asyncio
import gc
import statistics
import tracemalloc
from array import array
from collections.abc import Iterator, Mapping, Sequence
from time import perf_counter

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import DataTable

from bench._mesure import Mesure
from rafaelpro_tui.widgets.virtual_table import Column, Flex, VirtualTable

RUNS = 5
PEER_ROWS = 100_000


class Numbers:
    """Rows made from their ids; the order is an array made beforehand, as a maintained index would be."""

    def __init__(self, length: int) -> None:
        self.ids = array("q", range(length))

    def count(self) -> int:
        return len(self.ids)

    def first(self, limit: int) -> Sequence[tuple[int, str]]:
        return [(n, f"ligne {n}") for n in self.ids[:limit]]

    def order(self) -> "array[int]":
        return self.ids

    def rows(self, ids: Sequence[int]) -> Mapping[int, str]:
        return {n: f"ligne {n}" for n in ids}


class Bench(App[None]):
    """One widget, and when it had something to show."""

    def __init__(self, shown: Widget, source: Numbers) -> None:
        super().__init__()
        self.shown = shown
        self.source = source

    def compose(self) -> ComposeResult:
        yield self.shown

    def fill(self) -> None:
        """Give the rows to the widget."""
        if isinstance(self.shown, VirtualTable):
            self.shown.set_source(self.source)
        elif isinstance(self.shown, DataTable):
            self.shown.add_columns("Référence", "Texte")
            self.shown.add_rows((str(n), f"ligne {n}") for n in self.source.ids)

    def painted(self) -> bool:
        """Whether the first row can be read on the screen."""
        return "ligne 0" in "".join(self.shown.render_line(y).text for y in range(3))


async def _paint(shown: Widget, source: Numbers) -> float:
    app = Bench(shown, source)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        start = perf_counter()
        app.fill()
        while not app.painted():
            await asyncio.sleep(0)
        return perf_counter() - start


def _table() -> Widget:
    return VirtualTable[str](
        [
            Column("reference", "Référence", 12, lambda row: row[-6:]),
            Column("texte", "Texte", Flex(20), lambda row: row),
        ]
    )


def _measure(source: Numbers, peer: bool = False, runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        shown: Widget = DataTable() if peer else _table()
        gc.collect()
        times.append(asyncio.run(_paint(shown, source)))
    return statistics.median(times)


def _memory(source: Numbers, peer: bool = False) -> int:
    tracemalloc.start()
    shown: Widget = DataTable() if peer else _table()
    asyncio.run(_paint(shown, source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


async def _longest_stall(source: Numbers) -> float:
    """The longest time the UI thread did not run, from the opening of a list to its being all ticked (`*`)."""
    table = VirtualTable[str]([Column("texte", "Texte", Flex(20), lambda row: row)])
    app = Bench(table, source)
    longest = 0.0
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        gc.collect()
        app.fill()
        last = perf_counter()
        ticked = False
        while app.workers or not ticked:
            await asyncio.sleep(0)
            if table.order is not None and not ticked:
                table.action_tick_all()
                ticked = True
            now = perf_counter()
            longest, last = max(longest, now - last), now
    return longest


def mesurer() -> Iterator[Mesure]:
    """Times to first paint, the longest stall, the memory."""
    thousand, many, million = Numbers(1_000), Numbers(PEER_ROWS), Numbers(1_000_000)
    small, ours, large = _measure(thousand), _measure(many), _measure(million)
    peer = _measure(many, peer=True, runs=1)
    yield _ms("liste de 1 000 000, ouverture", large, "la même, 1 000", small, 1.2)
    yield _ms("liste de 100 000, ouverture", ours, "DataTable, 100 000", peer, 1 / 30)
    stall = asyncio.run(_longest_stall(million))
    yield _ms("liste de 1 000 000 cochée, plus long arrêt", stall, "une image (60 Hz)", 1 / 60, 2)
    our_memory, peer_memory = _memory(many), _memory(Numbers(PEER_ROWS // 10), peer=True)
    yield Mesure(
        nom="liste de 100 000, mémoire",
        unite="Mo",
        nous=our_memory / 1e6,
        pair="DataTable, 10 000 × 10",
        valeur_pair=peer_memory / 1e5,
        but=1 / 15,
    )


def _ms(nom: str, nous: float, pair: str, valeur_pair: float, but: float) -> Mesure:
    return Mesure(nom=nom, unite="ms", nous=1000 * nous, pair=pair, valeur_pair=1000 * valeur_pair, but=but)
