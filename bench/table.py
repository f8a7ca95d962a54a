"""How soon a table is painted, and what it holds: a million rows against a thousand, and against `DataTable`."""

import asyncio
import gc
import statistics
import tracemalloc
from array import array
from collections.abc import Mapping, Sequence
from time import perf_counter

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import DataTable

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


def main() -> None:
    """Print the times to first paint, the memory, and their ratios."""
    thousand, many, million = Numbers(1_000), Numbers(PEER_ROWS), Numbers(1_000_000)
    small, ours, large = _measure(thousand), _measure(many), _measure(million)
    peer = _measure(many, peer=True, runs=1)
    print(f"first paint, 1 000 rows         {small * 1000:8.1f} ms")
    print(f"first paint, 1 000 000 rows     {large * 1000:8.1f} ms   × {large / small:.2f}")
    print(f"first paint, 100 000 rows       {ours * 1000:8.1f} ms")
    print(f"DataTable, 100 000 rows         {peer * 1000:8.1f} ms   × {peer / ours:.0f} of ours")
    stall = asyncio.run(_longest_stall(million))
    print(f"longest stall, 1 000 000 ticked {stall * 1000:8.1f} ms   × {stall / (1 / 60):.2f} of a frame")
    our_memory, peer_memory = _memory(many), _memory(Numbers(PEER_ROWS // 10), peer=True)
    print(f"memory, 100 000 rows            {our_memory / 1e6:8.1f} MB")
    ratio = peer_memory / our_memory
    print(f"DataTable, 10 000 rows          {peer_memory / 1e6:8.1f} MB   × {ratio:.1f} for a tenth of the rows")


if __name__ == "__main__":
    main()
