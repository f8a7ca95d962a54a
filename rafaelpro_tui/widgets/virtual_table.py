"""The one table of the app: windowed, it never holds the rows, and opens a million as fast as a thousand.

The first screenful is painted from a LIMIT query; the order of ids arrives after, from another worker; rows
are read by windows around what is shown. See `RowSource` for what it reads from, `Selection` for what is
ticked.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from rich.style import Style
from textual import events, on, work
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from rafaelpro_tui.widgets.row_window import WINDOW, RowSource, RowWindow, locate
from rafaelpro_tui.widgets.safe_text import plain
from rafaelpro_tui.widgets.selection import CHUNK, Selection, Ticking
from rafaelpro_tui.widgets.table_cells import Cell, Column, Flex, Row, Styled
from rafaelpro_tui.widgets.table_keys import BINDINGS
from rafaelpro_tui.widgets.table_messages import (
    CountRead,
    FirstRead,
    HiddenCounted,
    OrderRead,
    RowsRead,
    TickingDone,
)
from rafaelpro_tui.widgets.table_painter import TablePainter

__all__ = ["Cell", "Column", "Flex", "Row", "RowSource", "Selection", "Styled", "VirtualTable"]

SIDEWAYS = 8
"""Cells scrolled by ← and →."""


class VirtualTable(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor, ticks, a sticky header and sticky first columns.

    Args:
        columns: The columns, left to right.
        sticky: How many of them stay in place when the table scrolls sideways.
        selectable: Whether rows can be ticked.
        empty: Shown when the list is empty: what to do about it.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr;
        background: $surface;
        color: $foreground;
        scrollbar-gutter: stable;
        scrollbar-size: 1 1;
        & > .virtual-table--header { background: $panel; color: $foreground; text-style: bold; }
        & > .virtual-table--sorted { color: $text-primary; text-style: bold underline; }
        & > .virtual-table--even { background: $surface; }
        & > .virtual-table--odd { background: $foreground 4%; }
        & > .virtual-table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .virtual-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        & > .virtual-table--ticked { color: $text-primary; text-style: bold; }
        & > .virtual-table--muted { color: $foreground-muted; }
        & > .virtual-table--strong { text-style: bold; }
        & > .virtual-table--accent { color: $text-accent; }
        & > .virtual-table--success { color: $text-success; }
        & > .virtual-table--warning { color: $text-warning; }
        & > .virtual-table--error { color: $text-error; }
    }
    """

    COMPONENT_CLASSES = {
        "virtual-table--header",
        "virtual-table--sorted",
        "virtual-table--even",
        "virtual-table--odd",
        "virtual-table--cursor",
        "virtual-table--ticked",
        "virtual-table--muted",
        "virtual-table--strong",
        "virtual-table--accent",
        "virtual-table--success",
        "virtual-table--warning",
        "virtual-table--error",
    }

    BINDINGS = BINDINGS

    @dataclass
    class RowHighlighted(Message):
        """The cursor came on a row."""

        table: "VirtualTable[Any]"
        id: int

        @property
        def control(self) -> "VirtualTable[Any]":
            """The table."""
            return self.table

    class RowOpened(RowHighlighted):
        """Enter, or a click on the cursor's row."""

    @dataclass
    class SelectionChanged(Message):
        """`count` rows are ticked, of which `hidden` by the filter (see `selection.libelle`)."""

        table: "VirtualTable[Any]"
        count: int
        hidden: int

        @property
        def control(self) -> "VirtualTable[Any]":
            """The table."""
            return self.table

    @dataclass
    class SortRequested(Message):
        """A click on a header: the screen decides, sets `sort_column` and `sort_reverse` and reloads."""

        table: "VirtualTable[Any]"
        column_id: str

        @property
        def control(self) -> "VirtualTable[Any]":
            """The table."""
            return self.table

    @dataclass
    class SourceFailed(Message):
        """The source raised; what is on screen stays as it was."""

        table: "VirtualTable[Any]"
        error: BaseException

        @property
        def control(self) -> "VirtualTable[Any]":
            """The table."""
            return self.table

    cursor_row: reactive[int] = reactive(0, init=False)
    """Position of the cursor in the order."""
    sort_column: reactive[str | None] = reactive(None)
    """The column whose header carries the mark of the sort."""
    sort_reverse: reactive[bool] = reactive(False)
    """Whether that mark is ▼ rather than ▲."""
    empty: reactive[Content] = reactive(Content("Aucune ligne."))
    """Shown when the list is empty."""
    slow: reactive[bool] = reactive(False)
    """Whether a reading has lasted for more than `LOADING_AFTER`: only then is « Chargement… » shown."""

    LOADING_AFTER = 1.0
    """Seconds."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        sticky: int = 1,
        selectable: bool = True,
        empty: Content | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.selection = Selection()
        self._painter: TablePainter[Row] = TablePainter(columns, sticky, selectable, self._component_style)
        self._window: RowWindow[Row] = RowWindow()
        self._source: RowSource[Row] | None = None
        self._generation = 0
        self._in_flight = -1
        self._wanted_id: int | None = None
        self._highlighted: int | None = None
        self._anchor: int | None = None
        self._tick_all_later = False
        self._empty_known = False
        self._timer: Timer | None = None
        if empty is not None:
            self.set_reactive(VirtualTable.empty, empty)

    # What screens use

    @property
    def cursor_id(self) -> int | None:
        """Id of the row under the cursor, None when there is none (or it is not known yet)."""
        return self._window.id_at(self.cursor_row)

    @property
    def cursor_data(self) -> Row | None:
        """The row under the cursor, None when it is not read yet."""
        return None if self.cursor_id is None else self._window.get(self.cursor_id)[1]

    @property
    def row_count(self) -> int:
        """Length of the list, as far as it is known."""
        return self._window.count

    @property
    def order(self) -> "array[int] | None":
        """The ids of the list in order, None until they have arrived. Not to be changed."""
        return self._window.order

    def set_source(self, source: RowSource[Row], *, cursor_id: int | None = None) -> None:
        """Show another list, cursor at the top or on `cursor_id`. What is ticked stays ticked."""
        self._source = source
        self._wanted_id = cursor_id
        self._window.restart()
        self._highlighted = self._anchor = None
        self._empty_known = False
        if self.is_mounted:
            self._start_first()

    def refresh_rows(self) -> None:
        """Read the rows again (after a command), order, cursor and selection as they are."""
        self._window.expire()
        self._fill()

    def reload(self) -> None:
        """Read order and rows again; the cursor stays on its row, or goes to the nearest that is left."""
        if self._source is None or not self.is_mounted:
            return
        if self._window.order is None:
            self._start_first()
            return
        self._window.expire()
        self._start_order()

    def hidden_count(self) -> int:
        """How many of the ticked rows the filter hides."""
        return self.selection.hidden

    # Events

    def on_mount(self) -> None:
        """Start reading when a source was given before the table was on screen."""
        if self._source is not None:
            self._start_first()

    def on_resize(self) -> None:
        """Share out the new width; a taller screen may show rows which are not read."""
        self._layout_columns()
        self._show_cursor()
        self._fill()

    def notify_style_update(self) -> None:
        """Another theme, or the focus has moved."""
        super().notify_style_update()
        self._painter.restyle()

    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor in the list."""
        return max(0, min(row, self._window.count - 1))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Repaint the two lines, or scroll."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._show_cursor()
        self._highlight()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._fill()

    def on_click(self, event: events.Click) -> None:
        """Header: sort. Signs: tick. Row: move there, or open it when the cursor is on it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        column = self._painter.column_at(offset.x, round(self.scroll_x))
        if offset.y == 0:
            if column is not None and column.sortable:
                self.post_message(self.SortRequested(self, column.id))
            return
        row = offset.y - 1 + round(self.scroll_y)
        if row >= self._window.count:
            return
        self._anchor = None
        if self._painter.selectable and offset.x < self._painter.mark_width:
            self.cursor_row = row
            self._toggle(row)
        elif row == self.cursor_row:
            self.action_open()
        else:
            self.cursor_row = row

    @on(FirstRead)
    def _first_read(self, message: FirstRead) -> None:
        message.stop()
        if message.generation != self._generation:
            return
        self._settled()
        self._window.start(message.rows)
        self.scroll_to(0, 0, animate=False)
        self.set_reactive(VirtualTable.cursor_row, 0)
        self._resized()
        if self._window.count:
            self._highlight()
            self._start_order()

    @on(CountRead)
    def _count_read(self, message: CountRead) -> None:
        message.stop()
        if message.generation == self._generation and self._window.order is None:
            self._window.count = max(self._window.count, message.count)
            self._empty_known = self._window.count == 0
            self._resized()

    @on(OrderRead)
    def _order_read(self, message: OrderRead) -> None:
        message.stop()
        if message.generation != self._generation:
            return
        self._settled()
        self.selection.settle()
        moved_to, now = self.cursor_id, self.cursor_row
        self._window.order = message.order
        self._window.count = len(message.order)
        self._empty_known = not message.order
        if moved_to == message.cursor_id or self._wanted_id is not None:
            position = message.position
        else:  # The cursor has moved since it was asked for.
            near = None if moved_to is None else self._window.near(moved_to, now)
            position = now if near is None else near
        self._wanted_id = None
        self._place_cursor(position)
        self._order_changed()

    @on(RowsRead)
    def _rows_read(self, message: RowsRead) -> None:
        message.stop()
        if message.reading != self._window.reading:
            return
        self._in_flight = -1
        self._window.store(message.ids, message.rows)
        self.refresh()
        self._fill()

    @on(TickingDone)
    def _ticking_done(self, message: TickingDone) -> None:
        message.stop()
        self.selection.finish(message.ticking, message.blocks)
        self._selection_changed()

    @on(HiddenCounted)
    def _hidden_counted(self, message: HiddenCounted) -> None:
        message.stop()
        if message.order is not self._window.order:
            return
        if message.version == self.selection.version:
            self.selection.hidden = message.hidden
            self._selection_changed()
        else:
            self._count_hidden(message.order, self.selection.version)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A source that raises is told to the screen, once."""
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._settled()
            self._in_flight = -1
            self.post_message(self.SourceFailed(self, event.worker.error))

    # Actions

    def action_move(self, rows: int) -> None:
        """Move the cursor by some rows."""
        self._anchor = None
        self.cursor_row += rows

    def action_page(self, pages: float) -> None:
        """Move the cursor by a page, or half of one."""
        self.action_move(int(max(1, self._visible) * pages))

    def action_first(self) -> None:
        """Go to the first row."""
        self._anchor = None
        self.cursor_row = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self._anchor = None
        self.cursor_row = self._window.count - 1

    def action_sideways(self, direction: int) -> None:
        """Show the columns on one side."""
        self.scroll_to(x=self.scroll_x + direction * SIDEWAYS, animate=False)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if (row_id := self.cursor_id) is not None:
            self.post_message(self.RowOpened(self, row_id))

    def action_tick(self) -> None:
        """Tick or un-tick the row under the cursor, and move on."""
        if self._painter.selectable and self._toggle(self.cursor_row):
            self.action_move(1)

    def action_tick_range(self, direction: int) -> None:
        """Grow the range from where Maj was first used, or shrink it back."""
        start, stop = self.cursor_row, self.validate_cursor_row(self.cursor_row + direction)
        if not self._painter.selectable or not self._window.count:
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
        if not self._painter.selectable or not self._window.count:
            return
        if order is None:
            self._tick_all_later = True
            return
        ticking = self.selection.begin(order, not self.selection.holds_all(order))
        if len(order) <= CHUNK:
            self.selection.settle()
        else:
            self._work_out(ticking)
        self._selection_changed()

    # Workers: they call the source and post, nothing else. Without a description, Textual would make one with
    # the repr of the arguments: a tenth of a second for an order of a million.

    @work(thread=True, exclusive=True, exit_on_error=False, description="", group="first")
    def _read_first(self, source: RowSource[Row], generation: int) -> None:
        self.post_message(FirstRead(generation, source.first(WINDOW)))
        self.post_message(CountRead(generation, source.count()))

    @work(thread=True, exclusive=True, exit_on_error=False, description="", group="order")
    def _read_order(
        self,
        source: RowSource[Row],
        generation: int,
        cursor_id: int | None,
        wanted: Sequence[int],
        otherwise: int,
    ) -> None:
        order = source.order()
        self.post_message(OrderRead(generation, order, cursor_id, locate(order, wanted, otherwise)))

    @work(thread=True, exclusive=True, exit_on_error=False, description="", group="rows")
    def _read_rows(self, source: RowSource[Row], reading: int, ids: Sequence[int]) -> None:
        rows: Mapping[int, Row] = source.rows(ids)
        self.post_message(RowsRead(reading, ids, rows))

    @work(thread=True, exclusive=True, exit_on_error=False, description="", group="ticking")
    def _work_out(self, ticking: Ticking) -> None:
        self.post_message(TickingDone(ticking, ticking.blocks()))

    @work(thread=True, exclusive=True, exit_on_error=False, description="", group="hidden")
    def _count_hidden(self, order: "array[int]", version: int) -> None:
        self.post_message(HiddenCounted(order, version, self.selection.count_hidden(order)))

    def _start_first(self) -> None:
        if self._source is not None:
            self._generation += 1
            self._wait()
            self._read_first(self._source, self._generation)

    def _start_order(self) -> None:
        if self._source is not None:
            self._generation += 1
            self._wait()
            wanted = self._window.neighbours(self.cursor_row)
            if self._wanted_id is not None:
                wanted.insert(0, self._wanted_id)
            self._read_order(self._source, self._generation, self.cursor_id, wanted, self.cursor_row)

    def _fill(self) -> None:
        """Read what is shown and not read, then what is next to it.

        One reading at a time: fast scrolling skips what has gone by meanwhile.
        """
        window = self._window
        if self._source is None or self._in_flight == window.reading or not self.is_mounted:
            return
        top = round(self.scroll_y)
        if ids := window.missing(top, min(top + self._visible, window.count)):
            self._in_flight = window.reading
            self._read_rows(self._source, window.reading, ids)

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(self.LOADING_AFTER, self._show_slow)

    def _show_slow(self) -> None:
        self.slow = True

    def _settled(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.slow = False

    # Painting

    @property
    def _visible(self) -> int:
        return max(0, self.scrollable_content_region.height - 1)

    def render_line(self, y: int) -> Strip:
        """The header, a row, or the message of an empty or slow list."""
        scroll_x, scroll_y = self.scroll_offset
        count = self._window.count
        if y == 0:
            note = " Chargement… " if self.slow and count else ""
            return self._painter.header(self.sort_column, self.sort_reverse, scroll_x, note)
        position = scroll_y + y - 1
        if position >= count:
            return self._message_line(y - 1)
        row_id = self._window.id_at(position)
        reading, row = (0, None) if row_id is None else self._window.get(row_id)
        return self._painter.row(
            (-1 if row_id is None else row_id, reading),
            row,
            cursor=position == self.cursor_row,
            ticked=row_id is not None and row_id in self.selection,
            odd=position % 2 == 1,
            scroll_x=scroll_x,
        )

    def _message_line(self, y: int) -> Strip:
        width, style = self.scrollable_content_region.width, self._painter.style("even")
        blank = Strip.blank(width, style)
        if self._window.count or not (self._empty_known or self.slow):
            return blank
        message = self.empty if self._empty_known else plain("Chargement…")
        lines = message.wrap(max(1, width - 4), align="center")
        index = y - max(0, (self._visible - len(lines)) // 2)
        if not 0 <= index < len(lines):
            return blank
        visual_style = self.get_visual_style("virtual-table--even")
        strip = Strip(lines[index].center(width).render_segments(visual_style))
        return strip.adjust_cell_length(width, style)

    def _component_style(self, *names: str) -> Style:
        return self.get_visual_style(*names).rich_style

    def _layout_columns(self) -> None:
        self._painter.resize(self.scrollable_content_region.width)
        self.virtual_size = Size(self._painter.width, self._window.count + 1)

    def _resized(self) -> None:
        self._layout_columns()
        self.refresh()

    def _refresh_row(self, row: int) -> None:
        self.refresh(Region(0, row + 1 - round(self.scroll_y), self.size.width, 1))

    def _show_cursor(self) -> None:
        top = round(self.scroll_y)
        if self.cursor_row < top:
            self.scroll_to(y=self.cursor_row, animate=False)
        elif self._visible and self.cursor_row >= top + self._visible:
            self.scroll_to(y=self.cursor_row - self._visible + 1, animate=False)

    # State

    def _place_cursor(self, position: int) -> None:
        """Put the cursor on a row of a new order, at the same height on the screen."""
        shift = position - self.cursor_row
        self._resized()
        if shift:
            self.scroll_to(y=self.scroll_y + shift, animate=False)
        self.set_reactive(VirtualTable.cursor_row, self.validate_cursor_row(position))
        self._show_cursor()
        self._anchor = None
        self._highlight()

    def _highlight(self) -> None:
        row_id = self.cursor_id
        if row_id is not None and row_id != self._highlighted:
            self._highlighted = row_id
            self.post_message(self.RowHighlighted(self, row_id))

    def _order_changed(self) -> None:
        self._fill()
        order = self._window.order
        assert order is not None
        if not len(self.selection):
            self.selection.hidden = 0
        elif len(order) <= CHUNK:
            self.selection.hidden = self.selection.count_hidden(order)
            self._selection_changed()
        else:
            self._count_hidden(order, self.selection.version)
        if self._tick_all_later:
            self._tick_all_later = False
            self.action_tick_all()

    def _tick(self, position: int, ticked: bool) -> bool:
        row_id = self._window.id_at(position)
        if row_id is None:
            return False
        self.selection.tick(row_id, ticked)
        self._refresh_row(position)
        return True

    def _toggle(self, position: int) -> bool:
        row_id = self._window.id_at(position)
        done = row_id is not None and self._tick(position, row_id not in self.selection)
        if done:
            self._selection_changed()
        return done

    def _selection_changed(self) -> None:
        self.refresh()
        self.post_message(self.SelectionChanged(self, len(self.selection), self.selection.hidden))
