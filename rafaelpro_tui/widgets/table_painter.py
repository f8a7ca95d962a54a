"""How a table looks, line by line: header, rows, sideways scrolling. It knows nothing of keys or sources."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.content import Content
from textual.strip import Strip
from textual.style import Style as VisualStyle

from rafaelpro_tui.widgets.table_cells import GAP, Column, Styled, fit, layout

Row = TypeVar("Row")

TICKED, UNTICKED, CURSOR = "☑", "☐", "▸"


class TablePainter(Generic[Row]):
    """Builds strips and keeps them, by all that a line depends on.

    Args:
        columns: The columns, left to right.
        sticky: How many of them stay in place when the table scrolls sideways.
        selectable: Whether rows have a tick.
        style: Gives the Rich style of component classes laid one over another.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        sticky: int,
        selectable: bool,
        style: Callable[..., Style],
    ) -> None:
        self.columns = columns
        self.sticky = sticky
        self.selectable = selectable
        self.width = 0
        """Cells of a whole line, the part scrolled away included."""
        self.available = 0
        """Cells of the screen that it is made for."""
        self._style = style
        self._styles: dict[tuple[str, ...], Style] = {}
        self._lines: LRUCache[tuple[object, ...], Strip] = LRUCache(512)
        self.resize(0)

    @property
    def mark_width(self) -> int:
        """Cells of the signs before the first column."""
        return 3 if self.selectable else 2

    @property
    def fixed_width(self) -> int:
        """Cells which stay in place when the table scrolls sideways."""
        return self.mark_width + sum(width + GAP for width in self._widths[: self.sticky])

    def resize(self, available: int) -> None:
        """Share out the width of the screen between the columns."""
        self.available = available
        self._widths = layout(self.columns, available - self.mark_width)
        self.width = self.mark_width + sum(width + GAP for width in self._widths)
        self._lines.clear()

    def restyle(self) -> None:
        """Forget what was made with the styles of before."""
        self._styles.clear()
        self._lines.clear()

    def style(self, *names: str) -> Style:
        """The style of component classes of the table, without their prefix."""
        if names not in self._styles:
            self._styles[names] = self._style(*(f"virtual-table--{name}" for name in names))
        return self._styles[names]

    def header(self, sort_column: str | None, reverse: bool, scroll_x: int, note: str = "") -> Strip:
        """The header, with the mark of the sort, and a note over its right end."""
        style = self.style("header")
        cells: list[tuple[str, Style]] = [(" " * self.mark_width, style)]
        for index, (column, width) in enumerate(zip(self.columns, self._widths, strict=True)):
            gap = self._gap(index)
            if column.id == sort_column:
                # The mark may use the gap, rather than cut the label.
                mark, width, gap = " ▼" if reverse else " ▲", width + GAP - 1, gap[-1]
                label = fit(column.label, min(width - 2, cell_len(column.label))) + mark
                cells.append((fit(label, width, column.align), self.style("header", "sorted")))
            else:
                cells.append((fit(column.label, width, column.align), style))
            cells.append((gap, style))
        strip = self._scrolled(_strip(cells, self.width), scroll_x, style)
        if not note:
            return strip
        length = min(cell_len(note), self.available)
        return Strip.join([strip.crop(0, self.available - length), Strip([Segment(fit(note, length), style)], length)])

    def row(
        self, key: tuple[int, int], row: Row | None, *, cursor: bool, ticked: bool, odd: bool, scroll_x: int
    ) -> Strip:
        """A row (None: not read yet), kept under `key` (its id and the reading which it comes from)."""
        base = "cursor" if cursor else "odd" if odd else "even"
        full_key = (key, row is None, base, ticked)
        line = self._lines.get(full_key)
        if line is None:
            line = self._lines[full_key] = _strip(self._cells(row, base, ticked), self.width)
        return self._scrolled(line, scroll_x, self.style(base))

    def message(self, message: Content, y: int, height: int, style: VisualStyle) -> Strip:
        """Line `y` of a message in the middle of `height` lines."""
        lines = message.wrap(max(1, self.available - 4), align="center")
        index = y - max(0, (height - len(lines)) // 2)
        line = lines[index] if 0 <= index < len(lines) else Content("")
        strip = Strip(line.center(self.available).render_segments(style))
        return strip.adjust_cell_length(self.available, self.style("even"))

    def column_at(self, x: int, scroll_x: int) -> Column[Any] | None:
        """The column under a cell of the screen, None over the signs and past the end."""
        if x >= self.fixed_width:
            x += scroll_x
        edge = self.mark_width
        for column, width in zip(self.columns, self._widths, strict=True):
            if edge <= x < edge + width + GAP:
                return column
            edge += width + GAP
        return None

    def _cells(self, row: Row | None, base: str, ticked: bool) -> list[tuple[str, Style]]:
        plain = self.style(base)
        muted = plain if base == "cursor" else self.style(base, "muted")
        mark = CURSOR if base == "cursor" else " "
        if self.selectable:
            mark += TICKED if ticked else UNTICKED
        tick_style = self.style(base, "ticked") if ticked and base != "cursor" else plain
        cells = [(mark + " ", tick_style)]
        for index, (column, width) in enumerate(zip(self.columns, self._widths, strict=True)):
            style = plain
            if row is None:
                text, style = "…", muted
            else:
                cell = column.cell(row)
                text = cell.text if isinstance(cell, Styled) else cell
                # Over the cursor's colour the others would not be readable.
                if isinstance(cell, Styled) and base != "cursor":
                    style = self.style(base, cell.style)
            cells.append((fit(text, width, column.align), style))
            cells.append((self._gap(index), plain))
        return cells

    def _gap(self, index: int) -> str:
        overflows = self.width > self.available
        return " " * (GAP - 1) + "│" if overflows and index == self.sticky - 1 else " " * GAP

    def _scrolled(self, line: Strip, scroll_x: int, style: Style) -> Strip:
        available, fixed = self.available, self.fixed_width
        if scroll_x == 0 or fixed >= available:
            return line.crop_extend(0, available, style)
        rest = line.crop_extend(fixed + scroll_x, scroll_x + available, style)
        return Strip.join([line.crop(0, fixed), rest])


def _strip(cells: Sequence[tuple[str, Style]], width: int) -> Strip:
    """One segment for each run of cells of the same style: fewer to crop and to write."""
    segments: list[Segment] = []
    run, run_style = "", None
    for text, style in cells:
        if style is not run_style and run:
            segments.append(Segment(run, run_style))
            run = ""
        run, run_style = run + text, style
    segments.append(Segment(run, run_style))
    return Strip(segments, width)
