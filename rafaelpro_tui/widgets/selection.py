"""What is ticked in a list, apart from its cursor, its rows and its order (STYLE.md, rule 3).

A million ticked ids must not cost the UI thread anything. Sets of that size stop it whenever they grow, so ticks
are bytes at the place of their id: row ids are those of a table of the base, small and dense.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, count

from rafaelpro_tui.core.texte import pluriel

CHUNK = 10_000
"""Ids handled between two chances for the UI thread to run; less than a millisecond."""


def libelle(count: int, hidden: int = 0) -> str:
    """« 12 cochées (3 masquées par le filtre) », as ECRANS.md wants it always visible."""
    ticked = pluriel(count, "cochée")
    return f"{ticked} ({pluriel(hidden, 'masquée')} par le filtre)" if hidden else ticked


@dataclass(eq=False, repr=False)
class Ticking:
    """The ticking or un-ticking of a whole order, to be worked out by `marks`, in a worker when it is long."""

    order: "array[int]"
    ticked: bool
    before: bytearray

    def marks(self) -> bytearray:
        """The marks of the selection as it will be."""
        marks = self.before.copy()
        value = int(self.ticked)
        for row_id in self.order:
            try:
                marks[row_id] = value
            except IndexError:
                _reach(marks, row_id)
                marks[row_id] = value
        return marks


class Selection:
    """A set of row ids (0 or more) which survives filter, sort and refresh."""

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._marks = bytearray()
        self._count = 0
        self._pending: Ticking | None = None
        self.version = 0
        """Changes with every change, for those who worked something out from the selection."""
        self.hidden = 0
        """How many of the ids are not in the order now shown; kept by the table."""
        self.replace(ids)

    def __contains__(self, row_id: int) -> bool:
        if self._pending is not None:
            # Until it is settled, asked only about rows on screen, hence of the order being ticked.
            return self._pending.ticked
        return 0 <= row_id < len(self._marks) and bool(self._marks[row_id])

    def __len__(self) -> int:
        if self._pending is not None:
            return self.hidden + (len(self._pending.order) if self._pending.ticked else 0)
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids())

    def ids(self) -> set[int]:
        """A copy of all the ids."""
        self.settle()
        return set(compress(count(), self._marks))

    def tick(self, row_id: int, ticked: bool = True) -> None:
        """Tick or un-tick one id."""
        self.settle()
        if ticked == (row_id in self):
            return
        self.version += 1
        _reach(self._marks, row_id)
        self._marks[row_id] = int(ticked)
        self._count += 1 if ticked else -1

    def replace(self, ids: Iterable[int]) -> None:
        """Have exactly these ids ticked."""
        self._lay(Ticking(array("q", ids), True, bytearray()).marks())
        self.hidden = 0

    def clear(self) -> None:
        """Un-tick everything."""
        self.replace(())

    def holds_all(self, order: "array[int]") -> bool:
        """Whether the whole of the order shown is ticked."""
        return 0 < len(order) == len(self) - self.hidden

    def begin(self, order: "array[int]", ticked: bool) -> Ticking:
        """Tick or un-tick all of the order shown: true at once, laid down later by `finish`.

        Whatever else is done to the selection meanwhile settles it first.
        """
        self.settle()
        self.version += 1
        self._pending = Ticking(order, ticked, self._marks)
        return self._pending

    def finish(self, ticking: Ticking, marks: bytearray) -> None:
        """Lay down what `ticking.marks()` gave, unless it has been settled or forgotten since."""
        if self._pending is ticking:
            self._lay(marks)

    def settle(self) -> None:
        """Work out now what `begin` left to a worker."""
        if self._pending is not None:
            self._lay(self._pending.marks())

    def count_hidden(self, order: "array[int]") -> int:
        """How many ids are not in the order; reads all of it when there are any, so in a worker when it is long."""
        marks = self._marks.copy()
        hidden = marks.count(1)
        if not hidden:
            return 0
        if order:
            _reach(marks, max(map(max, _chunks(order))))
        return hidden - sum(sum(map(marks.__getitem__, chunk)) for chunk in _chunks(order))

    def _lay(self, marks: bytearray) -> None:
        self.version += 1
        self._pending = None
        self._marks = marks
        self._count = marks.count(1)


def _reach(marks: bytearray, row_id: int) -> None:
    """Make room for an id, and as much again, so that growing stays rare."""
    if row_id >= len(marks):
        marks.extend(bytes(row_id + 1))


def _chunks(order: "array[int]") -> Iterable["array[int]"]:
    # A single C call on a million ids would hold the interpreter, hence the UI thread, for all its length.
    return (order[start : start + CHUNK] for start in range(0, len(order), CHUNK))
