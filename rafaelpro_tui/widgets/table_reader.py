"""How a table gets its rows: workers which call the source and post its answers, and where those go."""

from array import array
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any, Generic

from textual import on, work
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from rafaelpro_tui.core.erreurs import LectureAbandonnee
from rafaelpro_tui.widgets.row_window import WINDOW, Abandonable, Beginning, RowSource, RowWindow, locate
from rafaelpro_tui.widgets.table_cells import Row
from rafaelpro_tui.widgets.table_messages import CountRead, FirstRead, OrderRead, RowsRead, TableMessage


class TableReader(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """The reading half of `VirtualTable`: a list, a place in it, and the rows around what is shown.

    The first screenful comes from one worker, then the order from another, then windows of rows from a third.
    """

    class SourceFailed(TableMessage, namespace="virtual_table"):
        """The source raised; what is on screen stays as it was."""

        error: BaseException

    class Counted(TableMessage, namespace="virtual_table"):
        """The length of the list is known, or has changed."""

        source: RowSource[Any]
        count: int

    cursor_row: reactive[int] = reactive(0, init=False)
    """Position of the cursor in the order."""
    slow: reactive[bool] = reactive(False, repaint=False)
    """Whether a reading has lasted for long: only then is « Chargement… » shown."""

    LOADING_AFTER = 1.0
    """Seconds, where nothing on screen is wrong meanwhile."""
    STALE_AFTER = 0.1
    """Seconds, where what is on screen are the rows of the list before."""
    PAINTING = 0.1
    """Seconds at most that the first screenful, once read, is given to be painted."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._window: RowWindow[Row] = RowWindow()
        self._source: RowSource[Row] | None = None
        self._generation = 0
        self._in_flight = -1
        self._wanted_id: int | None = None
        self._known_empty = False
        self._counted: int | None = None
        self._timer: Timer | None = None

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

    def show(self, beginning: Beginning[Row]) -> None:
        """Show a list of which the first rows are read already: they are in the first frame, the order comes after."""
        self._source, self._counted = beginning.source, beginning.count
        self._window.restart()
        self._window.start(beginning.rows)
        self._window.count = max(len(beginning.rows), beginning.count)
        self._known_empty = not beginning.rows
        self.list_started()
        self.length_changed()
        if beginning.rows:
            self.call_after_refresh(self._start_order)

    def set_source(self, source: RowSource[Row], *, cursor_id: int | None = None) -> None:
        """Show another list, cursor at the top or on `cursor_id`. What is ticked stays ticked."""
        before: object = self._source
        if before is not source and isinstance(before, Abandonable):
            before.abandonner()
        self._source = source
        self._counted = None
        self._wanted_id = cursor_id
        self._window.restart()
        self._known_empty = False
        self.list_changing()
        if self.is_mounted:
            self._start_first(self.STALE_AFTER if self._window.count else self.LOADING_AFTER)

    def refresh_rows(self) -> None:
        """Read the rows again (after a command), order, cursor and selection as they are."""
        self._window.expire()
        self.fill()

    def reload(self) -> None:
        """Read order and rows again; the cursor stays on its row, or goes to the nearest that is left."""
        if self._source is None or not self.is_mounted:
            return
        self._counted = None
        if self._window.order is None:
            self._start_first(self.LOADING_AFTER)
        else:
            self._window.expire()
            self._start_order()

    # What the other half does with the answers

    def list_changing(self) -> None:
        """Another list has been asked for."""
        raise NotImplementedError

    def list_started(self) -> None:
        """The first rows of another list are there."""
        raise NotImplementedError

    def length_changed(self) -> None:
        """The list is longer than was known, or empty."""
        raise NotImplementedError

    def order_arrived(self, position: int, *, seen: bool) -> None:
        """The order is there; the cursor's row is now at `position`. `seen`: other rows are shown, or more, or less."""
        raise NotImplementedError

    def cursor_row_read(self) -> None:
        """The row under the cursor has come, or is no longer what it was."""
        raise NotImplementedError

    # Reading

    @property
    def visible_rows(self) -> int:
        """Rows that the screen holds under the header."""
        return max(0, self.scrollable_content_region.height - 1)

    def fill(self) -> None:
        """Read what is shown and not read, then what is next to it.

        One reading at a time: fast scrolling skips what has gone by meanwhile.
        """
        window = self._window
        if self._source is None or self._in_flight == window.reading or not self.is_mounted:
            return
        top = round(self.scroll_y)
        if ids := window.missing(top, min(top + self.visible_rows, window.count)):
            self._in_flight = window.reading
            self._read_rows(self._source, window.reading, ids)

    def on_mount(self) -> None:
        """Start reading when a source was given before the table was on screen."""
        self._start_first(self.LOADING_AFTER)

    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor in the list."""
        return max(0, min(row, self._window.count - 1))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.fill()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A source that raises is told to the screen, once."""
        event.stop()
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None and not isinstance(error, LectureAbandonnee):
            self._arrived()
            self._in_flight = -1
            self.post_message(self.SourceFailed(self, error))

    @on(FirstRead)
    def _first_read(self, message: FirstRead) -> None:
        if message.generation != self._generation:
            return
        self._arrived()
        self._window.start(message.rows)
        self.list_started()
        if self._window.count:
            painted = Event()
            # Not after the painting that may be under way, which has none of these rows: after the next one.
            self.call_after_refresh(self.call_after_refresh, painted.set)
            self._start_order(painted)

    @on(CountRead)
    def _count_read(self, message: CountRead) -> None:
        # The order, when it is there already, is right and more recent.
        if message.source is self._source and self._window.order is None:
            self._window.count = max(self._window.count, message.count)
            self._known_empty = self._window.count == 0
            self.length_changed()
            self._tell_count(message.count)

    @on(OrderRead)
    def _order_read(self, message: OrderRead) -> None:
        if message.generation != self._generation:
            return
        self._arrived()
        cursor_id, position = self.cursor_id, message.position
        before = self._shown()
        self._window.order = message.order
        self._window.count = len(message.order)
        self._known_empty = not message.order
        self._tell_count(len(message.order))
        if self._wanted_id is None and cursor_id != message.cursor_id:
            # The cursor has moved since the order was asked for.
            near = None if cursor_id is None else self._window.near(cursor_id, self.cursor_row)
            position = self.cursor_row if near is None else near
        self._wanted_id = None
        self.order_arrived(position, seen=self._shown() != before)
        self.fill()

    @on(RowsRead)
    def _rows_read(self, message: RowsRead) -> None:
        if message.reading == self._window.reading:
            self._in_flight = -1
            before = self.cursor_data
            self._window.store(message.ids, message.rows)
            if self.cursor_data != before:
                self.cursor_row_read()
            if not set(self._shown()[1]).isdisjoint(message.ids):
                self.refresh()
            self.fill()

    # Workers: they call the source and post, nothing else. Without a description, Textual would make one with
    # the repr of the arguments: a tenth of a second for an order of a million.

    @work(thread=True, exclusive=True, exit_on_error=False, group="first", description="first")
    def _read_first(self, source: RowSource[Row], generation: int, limit: int) -> None:
        rows = source.first(limit)
        self.post_message(FirstRead(generation, rows))
        self.post_message(CountRead(source, len(rows) if len(rows) < limit else source.count()))

    @work(thread=True, exclusive=True, exit_on_error=False, group="order", description="order")
    def _read_order(
        self,
        source: RowSource[Row],
        generation: int,
        cursor_id: int | None,
        wanted: Sequence[int],
        otherwise: int,
        painted: Event | None,
    ) -> None:
        if painted is not None:  # To take in a long order slows the painting of what one has asked to see.
            painted.wait(self.PAINTING)
        order = source.order()
        self.post_message(OrderRead(generation, order, cursor_id, locate(order, wanted, otherwise)))

    @work(thread=True, exclusive=True, exit_on_error=False, group="rows", description="rows")
    def _read_rows(self, source: RowSource[Row], reading: int, ids: Sequence[int]) -> None:
        rows: Mapping[int, Row] = source.rows(ids)
        self.post_message(RowsRead(reading, ids, rows))

    def _start_first(self, patience: float) -> None:
        if self._source is not None:
            self._start_waiting(patience)
            # No more than is shown: three times as many are three times as long to be found among a million.
            self._read_first(self._source, self._generation, self.visible_rows or WINDOW)

    def _start_order(self, painted: Event | None = None) -> None:
        if self._source is not None:
            self._start_waiting(self.LOADING_AFTER)
            wanted = self._window.neighbours(self.cursor_row)
            if self._wanted_id is not None:
                wanted.insert(0, self._wanted_id)
            self._read_order(self._source, self._generation, self.cursor_id, wanted, self.cursor_row, painted)

    def _shown(self) -> tuple[int, list[int | None]]:
        """The length of the list, and the ids on screen."""
        top = round(self.scroll_y)
        return self._window.count, [self._window.id_at(row) for row in range(top, top + self.visible_rows)]

    def _tell_count(self, count: int) -> None:
        if self._source is not None and count != self._counted:
            self._counted = count
            self.post_message(self.Counted(self, self._source, count))

    def _start_waiting(self, patience: float) -> None:
        self._generation += 1
        if self._timer is None:
            self._timer = self.set_timer(patience, self._show_slow)

    def _show_slow(self) -> None:
        self.slow = True

    def _arrived(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.slow = False
