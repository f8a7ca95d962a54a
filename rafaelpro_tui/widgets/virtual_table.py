"""The one table of the app: windowed, it never holds the rows, and opens a million as fast as a thousand.

The first screenful is painted from a LIMIT query; the order of ids arrives after, from another worker; rows
are read by windows around what is shown. What is read, and when: `TableReader`; what is ticked: `TableTicker`.
"""

from collections.abc import Sequence
from typing import Generic

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import plain
from rafaelpro_tui.widgets.selection import Selection
from rafaelpro_tui.widgets.table_cells import Cell, Column, Flex, Row, Styled
from rafaelpro_tui.widgets.table_keys import BINDINGS
from rafaelpro_tui.widgets.table_messages import TableMessage
from rafaelpro_tui.widgets.table_painter import TablePainter
from rafaelpro_tui.widgets.table_ticker import TableTicker

__all__ = ["Cell", "Column", "Flex", "Row", "RowSource", "Selection", "Styled", "VirtualTable"]

SIDEWAYS = 8
"""Cells scrolled by ← and →."""


class VirtualTable(TableTicker[Row], Generic[Row], can_focus=True, inherit_bindings=False):
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

    class RowHighlighted(TableMessage):
        """The cursor came on a row, or what is known of its row has changed."""

        id: int

    class RowOpened(RowHighlighted):
        """Enter, or a click on the cursor's row."""

    class SortRequested(TableMessage):
        """A click on a header: the screen decides, sets `sort_column` and `sort_reverse` and reloads."""

        column_id: str

    sort_column: reactive[str | None] = reactive(None)
    """The column whose header carries the mark of the sort."""
    sort_reverse: reactive[bool] = reactive(False)
    """Whether that mark is ▼ rather than ▲."""
    empty: reactive[Content] = reactive(Content("Aucune ligne."), repaint=False)
    """Shown when the list is empty."""

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
        super().__init__(selectable=selectable, id=id, classes=classes)
        self._painter: TablePainter[Row] = TablePainter(columns, sticky, selectable, self._component_style)
        self._highlighted: int | None = None
        self._painted: dict[int, Strip] = {}
        """The lines under the header as they were last painted."""
        self._holding = False
        """Whether they stay: another list has been asked for, and has nothing to paint yet."""
        if empty is not None:
            self.set_reactive(VirtualTable.empty, empty)

    # From the reading half

    def list_changing(self) -> None:
        """Forget the list before; what is painted stays until there is something else to paint."""
        self._highlighted = self._anchor = None
        self._holding = self._window.count > 0
        self.no_longer_tick_all()

    def list_started(self) -> None:
        """Paint the first screenful; until the length is known, the scrollbar stays as it was."""
        self._holding = False
        self.scroll_to(0, 0, animate=False, force=True)
        self.set_reactive(VirtualTable.cursor_row, 0)
        self.refresh()
        if self._wanted_id is None:
            self._highlight()

    def length_changed(self) -> None:
        """The scrollbar shows the length."""
        self._layout_columns()
        self.refresh()

    def order_arrived(self, position: int, *, seen: bool) -> None:
        """Put the cursor on its row, at the same height on the screen; count what the filter hides."""
        self.selection.settle()
        shift = position - self.cursor_row
        self._layout_columns()
        if seen or shift:
            self.refresh()
        if shift:
            self.scroll_to(y=self.scroll_y + shift, animate=False, force=True)
        self.set_reactive(VirtualTable.cursor_row, self.validate_cursor_row(position))
        self._show_cursor()
        self._anchor = None
        self._highlight()
        if len(self.selection):
            self.recount()
        if self._tick_all_later is not None:
            self.action_tick_all()
            self.no_longer_tick_all()

    def cursor_row_read(self) -> None:
        """What is said of it elsewhere on the screen is to be said again."""
        self._highlighted = None
        self._highlight()

    # Events

    def on_resize(self) -> None:
        """Share out the new width; a taller screen may show rows which are not read."""
        self._layout_columns()
        self._painted.clear()
        self.refresh()  # Lines may have been painted, and kept, between the new size and this.
        self._show_cursor()
        self.fill()

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Have these columns instead, as where there is less room."""
        if columns is not self._painter.columns:
            self._painter.columns = columns
            self.on_resize()

    def notify_style_update(self) -> None:
        """Another theme, or the focus has moved."""
        super().notify_style_update()
        self._painter.restyle()

    def watch_empty(self) -> None:
        """Seen in an empty list only: the rows of another need not be painted again."""
        if self._known_empty:
            self.refresh()

    def watch_slow(self) -> None:
        """Said in the header, or in the place of the rows when there are none."""
        self.refresh(*[Region(0, 0, self.size.width, 1)] * bool(self._window.count))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Repaint the two lines, or scroll."""
        self.row_changed(old)
        self.row_changed(new)
        self._show_cursor()
        self._highlight()

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
        if self.selectable and offset.x < self._painter.mark_width:
            self.cursor_row = row
            self.toggle(row)
        elif row == self.cursor_row:
            self.action_open()
        else:
            self.cursor_row = row

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ticking is not offered where rows cannot be ticked."""
        return self.selectable or not action.startswith("tick")

    def action_move(self, rows: int) -> None:
        """Move the cursor by some rows."""
        self._anchor = None
        self.cursor_row += rows

    def action_page(self, pages: float) -> None:
        """Move the cursor by a page, or half of one."""
        self.action_move(int(max(1, self.visible_rows) * pages))

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
        self.scroll_to(x=self.scroll_x + direction * SIDEWAYS, animate=False, force=True)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if (row_id := self.cursor_id) is not None:
            self.post_message(self.RowOpened(self, row_id))

    # Painting

    def render_line(self, y: int) -> Strip:
        """The header, a row, or the message of an empty or slow list."""
        if self._painter.available != (width := self.scrollable_content_region.width):
            self._painter.resize(width)  # The first frame is painted before the table hears of its size.
        scroll_x, scroll_y = self.scroll_offset
        count = self._window.count
        if y == 0:
            note = " Chargement… " if self.slow and count else ""
            return self._painter.header(self.sort_column, self.sort_reverse, scroll_x, note)
        if not (self._holding and y in self._painted):
            self._painted[y] = self._row_line(y, scroll_x, scroll_y)
        return self._painted[y]

    def _row_line(self, y: int, scroll_x: int, scroll_y: int) -> Strip:
        count = self._window.count
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
        if self._window.count or not (self._known_empty or self.slow):
            return Strip.blank(self.scrollable_content_region.width, self._painter.style("even"))
        message = self.empty if self._known_empty else plain("Chargement…")
        return self._painter.message(message, y, self.visible_rows, self.get_visual_style("virtual-table--even"))

    def _component_style(self, *names: str) -> Style:
        return self.get_visual_style(*names).rich_style

    def _layout_columns(self) -> None:
        self._painter.resize(self.scrollable_content_region.width)
        self.virtual_size = Size(self._painter.width, self._window.count + 1)

    def row_changed(self, position: int) -> None:
        self.refresh(Region(0, position + 1 - round(self.scroll_y), self.size.width, 1))

    def _show_cursor(self) -> None:
        top = round(self.scroll_y)
        if self.cursor_row < top:
            self.scroll_to(y=self.cursor_row, animate=False, force=True)
        elif self.visible_rows and self.cursor_row >= top + self.visible_rows:
            self.scroll_to(y=self.cursor_row - self.visible_rows + 1, animate=False, force=True)

    # State

    def _highlight(self) -> None:
        row_id = self.cursor_id
        if row_id is not None and row_id != self._highlighted:
            self._highlighted = row_id
            self.post_message(self.RowHighlighted(self, row_id))
