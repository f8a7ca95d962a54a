"""What a table tells its screen, and what its workers post to it: answers numbered so that a stale one is dropped."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from textual.widget import Widget

from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.selection import Ticking


class TableMessage(Annonce):
    """What a screen may hear from a table: `@on(VirtualTable.RowOpened, "#sessions")` finds which one by `control`."""

    table: Widget

    @property
    def control(self) -> Widget:
        """The table."""
        return self.table


class FirstRead(Annonce, bubble=False):
    """The first screenful."""

    generation: int
    rows: Sequence[tuple[int, Any]]


class CountRead(Annonce, bubble=False):
    """The length of a list."""

    source: RowSource[Any]
    count: int


class OrderRead(Annonce, bubble=False):
    """The order, and where the row which was under the cursor when it was asked for is in it."""

    generation: int
    order: "array[int]"
    cursor_id: int | None
    position: int


class RowsRead(Annonce, bubble=False):
    """A window of rows; an id without a row no longer exists."""

    reading: int
    ids: Sequence[int]
    rows: Mapping[int, Any]


class TickingDone(Annonce, bubble=False):
    """The ticking of a long order, worked out."""

    ticking: Ticking
    marks: bytearray


class HiddenCounted(Annonce, bubble=False):
    """How many ticked rows are not in the order, for the selection as it was."""

    order: "array[int]"
    version: int
    hidden: int
