"""What a table tells its screen, and what its workers post to it: answers numbered so that a stale one is dropped."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.message import Message
from textual.widget import Widget

from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.selection import Ticking

# Not frozen: Textual writes on the messages that it carries. No repr: Textual logs it, and orders are long.


@dataclass(eq=False, repr=False)
class TableMessage(Message):
    """What a screen may hear from a table: `@on(VirtualTable.RowOpened, "#sessions")` finds which one by `control`."""

    table: Widget

    @property
    def control(self) -> Widget:
        """The table."""
        return self.table


@dataclass(eq=False, repr=False)
class FirstRead(Message, bubble=False):
    """The first screenful."""

    generation: int
    rows: Sequence[tuple[int, Any]]


@dataclass(eq=False, repr=False)
class CountRead(Message, bubble=False):
    """The length of a list."""

    source: RowSource[Any]
    count: int


@dataclass(eq=False, repr=False)
class OrderRead(Message, bubble=False):
    """The order, and where the row which was under the cursor when it was asked for is in it."""

    generation: int
    order: "array[int]"
    cursor_id: int | None
    position: int


@dataclass(eq=False, repr=False)
class RowsRead(Message, bubble=False):
    """A window of rows; an id without a row no longer exists."""

    reading: int
    ids: Sequence[int]
    rows: Mapping[int, Any]


@dataclass(eq=False, repr=False)
class TickingDone(Message, bubble=False):
    """The ticking of a long order, worked out."""

    ticking: Ticking
    marks: bytearray


@dataclass(eq=False, repr=False)
class HiddenCounted(Message, bubble=False):
    """How many ticked rows are not in the order, for the selection as it was."""

    order: "array[int]"
    version: int
    hidden: int
