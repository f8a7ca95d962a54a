"""Columns and cells of a table: what they hold, how wide they are, how a text is made to fit."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size

from rafaelpro_tui.widgets.safe_text import safe

Align = Literal["left", "right"]
CellStyle = Literal["muted", "strong", "accent", "success", "warning", "error"]
Row = TypeVar("Row")

ELLIPSIS = "…"
GAP = 2
"""Cells between two columns."""


class Styled(NamedTuple):
    """A cell with a style; never the only carrier of a meaning (a sign or a word says it too).

    `style` is the end of the component class `virtual-table--<style>`.
    """

    text: str
    style: CellStyle


Cell = str | Styled


class Flex(NamedTuple):
    """A width which shares what the fixed columns leave, in proportion to `weight`.

    `min` and `max` are in terminal cells; `max=None` has no limit. When even the minima do not fit, the table
    scrolls sideways.
    """

    min: int = 8
    max: int | None = None
    weight: int = 1


class Column(NamedTuple, Generic[Row]):
    """One column: `cell` draws what it shows of a row; it is called on the UI thread and must be quick.

    Attributes:
        id: Name in `SortRequested` and `VirtualTable.sort_column`.
        label: Header, word for word the guide's.
        width: Terminal cells, or a `Flex`.
        cell: From a row to its text; the table makes the text safe and fits it.
        align: Side of the text.
        sortable: Whether a click on the header asks for a sort.
    """

    id: str
    label: str
    width: int | Flex
    cell: Callable[[Row], Cell]
    align: Align = "left"
    sortable: bool = True


def layout(columns: Sequence[Column[Any]], available: int) -> list[int]:
    """Widths in cells of the columns, gaps not counted, for `available` cells gaps included."""
    widths = [column.width.min if isinstance(column.width, Flex) else column.width for column in columns]
    left = available - sum(widths) - GAP * len(widths)
    growing = {index: column.width for index, column in enumerate(columns) if isinstance(column.width, Flex)}
    while left > 0 and growing:
        weight = sum(flex.weight for flex in growing.values())
        share = left
        for index, flex in list(growing.items()):
            wish = max(1, share * flex.weight // weight)
            room = wish if flex.max is None else min(wish, flex.max - widths[index])
            given = max(0, min(room, left))
            widths[index] += given
            left -= given
            if flex.max is not None and widths[index] >= flex.max:
                del growing[index]
    return widths


def fit(text: str, width: int, align: Align = "left") -> str:
    """A safe text of exactly `width` cells: padded, or cut with `…` (CJK and emoji count for two cells)."""
    text = safe(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + ELLIPSIS if width > 0 else ""
    padding = " " * (width - length)
    return padding + text if align == "right" else text + padding
