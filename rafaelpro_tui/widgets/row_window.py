"""Where a table gets its rows, and the little it keeps of them: ids in order, and the rows last seen."""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)

WINDOW = 128
"""Rows read in one go."""

KEPT_WINDOWS = 32
"""Windows' worth of rows kept in memory, whatever the length of the list."""

_CHUNK = 50_000


class RowSource(Protocol[Row_co]):
    """A list as the table reads it: one filter, one sort.

    Every method is called from worker threads, never from the UI thread, and may be called from two at once.
    """

    def count(self) -> int:
        """Number of rows; quick (maintained counts)."""

    def first(self, limit: int) -> Sequence[tuple[int, Row_co]]:
        """The first rows with their ids, in order, by a LIMIT query which does not wait for the order."""

    def order(self) -> "array[int]":
        """Row ids of the whole list, as an `array('q')` which is never changed afterwards."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row_co]:
        """Rows by id; an id which no longer exists is left out."""


@dataclass(eq=False, repr=False)
class Beginning(Generic[Row]):
    """What was read of a list before there was a table to show it."""

    source: RowSource[Row]
    rows: Sequence[tuple[int, Row]]
    """The first ones, as `RowSource.first` gives them."""
    count: int


@runtime_checkable
class Abandonable(Protocol):
    """A source that can stop reading: what was asked of it raises `LectureAbandonnee`."""

    def abandonner(self) -> None: ...


class RowWindow(Generic[Row]):
    """The ids of a list in order (or only the first ones, until the order is there) and the rows last seen.

    A `reading` numbers what was read since the last change: an older answer, or an older row, is stale. A
    stale row is still given, to be painted until it is read again.
    """

    def __init__(self) -> None:
        self.order: array[int] | None = None
        self.count = 0
        """Length of the list, as far as it is known."""
        self.reading = 0
        self._first: list[int] = []
        self._rows: OrderedDict[int, tuple[int, Row | None]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rows)

    def restart(self) -> None:
        """Forget everything: another list may give the same ids to other rows. `count` waits for the next."""
        self.order = None
        self._first = []
        self._rows.clear()
        self.reading += 1

    def expire(self) -> None:
        """Have every row read again when it is next needed."""
        self.reading += 1

    def start(self, first: Sequence[tuple[int, Row]]) -> None:
        """Take the first rows of a list whose order is still to come."""
        self._first = [row_id for row_id, _ in first]
        self.count = len(first)
        self.store(self._first, dict(first))

    def id_at(self, position: int) -> int | None:
        """The id at a position, None when it is outside or not known yet."""
        ids: Sequence[int] = self._first if self.order is None else self.order
        return ids[position] if 0 <= position < len(ids) else None

    def get(self, row_id: int) -> tuple[int, Row | None]:
        """The reading and the row of an id; no row when it was not read yet or no longer exists."""
        known = self._rows.get(row_id)
        if known is None:
            return 0, None
        self._rows.move_to_end(row_id)
        return known

    def store(self, ids: Iterable[int], rows: Mapping[int, Row]) -> None:
        """Keep what was read for `ids`; an id without a row is remembered as gone."""
        for row_id in ids:
            self._rows[row_id] = (self.reading, rows.get(row_id))
            self._rows.move_to_end(row_id)
        while len(self._rows) > WINDOW * KEPT_WINDOWS:
            self._rows.popitem(last=False)

    def missing(self, start: int, stop: int) -> list[int]:
        """Ids to read to show the positions `start` to `stop`, by whole windows, those shown first."""
        if self.order is None:
            return []
        shown = self._unread(start, stop)
        if shown:
            first, last = start // WINDOW, (stop - 1) // WINDOW
            return list(dict.fromkeys(shown + self._unread(first * WINDOW, (last + 1) * WINDOW)))
        height = stop - start
        return self._unread(start - height, start)[-WINDOW:] + self._unread(stop, stop + height)[:WINDOW]

    def near(self, row_id: int, position: int) -> int | None:
        """The position of an id a few thousand rows around a position, None when it is not there."""
        if self.order is None:
            return None
        start = max(0, position - _CHUNK // 10)
        try:
            return self.order.index(row_id, start, position + _CHUNK // 10)
        except ValueError:
            return None

    def neighbours(self, position: int, reach: int = WINDOW) -> list[int]:
        """The ids around a position, itself first, then nearer before farther and next before previous."""
        around = [
            position,
            *(spot for step in range(1, reach) for spot in (position + step, position - step)),
        ]
        return [row_id for spot in around if (row_id := self.id_at(spot)) is not None]

    def _unread(self, start: int, stop: int) -> list[int]:
        assert self.order is not None
        rows, reading = self._rows, self.reading
        ids = self.order[max(0, start) : max(0, stop)]
        return [row_id for row_id in ids if (rows.get(row_id) or (-1,))[0] != reading]


def locate(order: "array[int]", wanted: Sequence[int], otherwise: int) -> int:
    """The position in an order of the first of the wanted ids which it has, else `otherwise` kept inside it.

    Reads by chunks, so that the UI thread can run meanwhile.
    """
    if not order:
        return 0
    ranks = {row_id: rank for rank, row_id in reversed(list(enumerate(wanted)))}
    best, found = len(wanted), min(otherwise, len(order) - 1)
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        for row_id in ranks.keys() & set(chunk):
            if ranks[row_id] < best:
                best, found = ranks[row_id], start + chunk.index(row_id)
        if best == 0:
            break
    return found
