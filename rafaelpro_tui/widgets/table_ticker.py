"""The ticking half of the table: which rows are ticked, one by one, by ranges, or all of a list however long."""

import asyncio
from array import array
from collections.abc import Iterable
from typing import Generic

from textual import on, work

from rafaelpro_tui.widgets.selection import CHUNK, Selection, Ticking
from rafaelpro_tui.widgets.table_cells import Row
from rafaelpro_tui.widgets.table_messages import HiddenCounted, TableMessage, TickingDone
from rafaelpro_tui.widgets.table_reader import TableReader


class TableTicker(TableReader[Row], Generic[Row], can_focus=True, inherit_bindings=False):
    """What is ticked, apart from rows and cursor: it survives filter, sort and another reading."""

    class SelectionChanged(TableMessage, namespace="virtual_table"):
        """`count` rows are ticked, of which `hidden` by the filter (see `selection.libelle`)."""

        count: int
        hidden: int

    def __init__(self, *, selectable: bool, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.selectable = selectable
        self._selection = Selection()
        self._anchor: int | None = None
        self._tick_all_later: asyncio.Event | None = None

    @property
    def selection(self) -> Selection:
        """What is ticked; give another one when the list becomes another list."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        self._selection = selection
        self.recount()

    def tick_only(self, ids: Iterable[int] = ()) -> None:
        """Have exactly these rows ticked; none without argument."""
        self.selection.replace(ids)
        self.recount()

    def hidden_count(self) -> int:
        """How many of the ticked rows the filter hides."""
        return self.selection.hidden

    def row_changed(self, position: int) -> None:
        """A row is to be painted again."""
        raise NotImplementedError

    # Events

    @on(TableReader.SourceFailed)
    def _order_will_not_come(self) -> None:
        self.no_longer_tick_all()

    @on(TickingDone)
    def _ticking_done(self, message: TickingDone) -> None:
        self.selection.finish(message.ticking, message.marks)
        self._selection_changed()

    @on(HiddenCounted)
    def _hidden_counted(self, message: HiddenCounted) -> None:
        if message.order is not self._window.order:
            return
        if message.version == self.selection.version:
            self.selection.hidden = message.hidden
            self._selection_changed()
        else:
            self._count_hidden(message.order, self.selection.version)

    # Actions

    def action_tick(self) -> None:
        """Tick or un-tick the row under the cursor, and move on."""
        if self.selectable and self.toggle(self.cursor_row):
            self._anchor = None
            self.cursor_row += 1

    def action_tick_range(self, direction: int) -> None:
        """Grow the range from where Maj was first used, or shrink it back."""
        start, stop = self.cursor_row, self.validate_cursor_row(self.cursor_row + direction)
        if not self.selectable or not self._window.count:
            return
        if self._anchor is None:
            self._anchor = start
        shrinking = abs(stop - self._anchor) < abs(start - self._anchor)
        self._tick(start, not shrinking)
        self.cursor_row = stop
        self._tick(stop, True)
        self._selection_changed()

    def action_tick_all(self) -> None:
        """Tick all rows of the filter, or un-tick them when they all are."""
        order = self._window.order
        if not self.selectable or not self._window.count:
            return
        if order is None:
            self._tick_all_later = asyncio.Event()
            self._wait_for_order(self._tick_all_later)
            return
        ticking = self.selection.begin(order, not self.selection.holds_all(order))
        if len(order) <= CHUNK:
            self.selection.settle()
        else:
            self._work_out(ticking)
        self._selection_changed()

    # Workers

    @work(exclusive=True, exit_on_error=False, group="tick_all", description="tick_all")
    async def _wait_for_order(self, settled: asyncio.Event) -> None:
        """The keys that follow are about what will be ticked: they wait for this worker."""
        await settled.wait()

    @work(thread=True, exclusive=True, exit_on_error=False, group="ticking", description="ticking")
    def _work_out(self, ticking: Ticking) -> None:
        self.post_message(TickingDone(ticking, ticking.marks()))

    @work(thread=True, exclusive=True, exit_on_error=False, group="hidden", description="hidden")
    def _count_hidden(self, order: "array[int]", version: int) -> None:
        self.post_message(HiddenCounted(order, version, self.selection.count_hidden(order)))

    # State

    def no_longer_tick_all(self) -> None:
        """What was asked before the order was there is given up, or done."""
        if self._tick_all_later is not None:
            self._tick_all_later.set()
            self._tick_all_later = None

    def recount(self) -> None:
        """Tell how many are ticked, and how many of them the filter hides."""
        order = self.order
        if order is not None and len(order) > CHUNK and len(self.selection):
            self._count_hidden(order, self.selection.version)
        else:
            self.selection.hidden = 0 if order is None else self.selection.count_hidden(order)
        self._selection_changed()

    def _tick(self, position: int, ticked: bool) -> bool:
        row_id = self._window.id_at(position)
        if row_id is None:
            return False
        self.selection.tick(row_id, ticked)
        self.row_changed(position)
        return True

    def toggle(self, position: int) -> bool:
        """Tick or un-tick the row at a position; False when it is not there."""
        row_id = self._window.id_at(position)
        done = row_id is not None and self._tick(position, row_id not in self.selection)
        if done:
            self._selection_changed()
        return done

    def _selection_changed(self) -> None:
        self.refresh()
        self.post_message(self.SelectionChanged(self, len(self.selection), self.selection.hidden))
