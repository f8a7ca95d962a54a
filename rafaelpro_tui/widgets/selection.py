"""What is ticked in a list, apart from its cursor, its rows and its order (STYLE.md, rule 3).

A million ticked ids must not cost the UI thread anything: whole orders are laid down as blocks (sets that
nobody changes any more) made in a worker; the ticks and un-ticks made one by one since are kept beside them.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

CHUNK = 20_000
"""Ids handled between two chances for the UI thread to run; about a millisecond."""


def libelle(count: int, hidden: int = 0) -> str:
    """« 12 cochées (3 masquées par le filtre) », as ECRANS.md wants it always visible."""
    ticked = f"{count} cochée{'s' if count > 1 else ''}"
    return f"{ticked} ({hidden} masquée{'s' if hidden > 1 else ''} par le filtre)" if hidden else ticked


def _chunks(ids: Iterable[int]) -> Iterator[set[int]]:
    # A single C call on a million ids would hold the interpreter, hence the UI thread, for all its length.
    walk = iter(ids)
    while chunk := set(islice(walk, CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ticking:
    """The ticking or un-ticking of a whole order, to be worked out by `blocks`, in a worker if it is long."""

    order: "array[int]"
    ticked: bool
    before: tuple[set[int], ...]
    without: set[int]

    def blocks(self) -> tuple[set[int], ...]:
        """Disjoint sets which together hold the selection as it will be."""
        listed: set[int] = set()
        for chunk in _chunks(self.order):
            listed |= chunk
        blocks = [listed] if self.ticked else []
        for block in self.before:
            others: set[int] = set()
            for chunk in _chunks(block):
                others |= chunk - listed - self.without
            blocks.append(others)
        return tuple(block for block in blocks if block)


class Selection:
    """A set of row ids which survives filter, sort and refresh."""

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._blocks: tuple[set[int], ...] = (set(ids),)
        self._plus: set[int] = set()
        self._minus: set[int] = set()
        self._pending: Ticking | None = None
        self.version = 0
        """Changes with every change, for those who worked something out from the selection."""
        self.hidden = 0
        """How many of the ids are not in the order now shown; kept by the table."""

    def __contains__(self, row_id: int) -> bool:
        if self._pending is not None:
            # Until it is settled, asked only about rows on screen, hence of the order being ticked.
            return self._pending.ticked
        return row_id in self._plus or (row_id not in self._minus and self._in_blocks(row_id))

    def __len__(self) -> int:
        if self._pending is not None:
            return self.hidden + (len(self._pending.order) if self._pending.ticked else 0)
        return len(self._plus) + sum(map(len, self._blocks)) - len(self._minus)

    def ids(self) -> set[int]:
        """A copy of all the ids."""
        self.settle()
        return self._plus.union(*self._blocks) - self._minus

    def tick(self, row_id: int, ticked: bool = True) -> None:
        """Tick or un-tick one id."""
        self.settle()
        self.version += 1
        if self._in_blocks(row_id):
            (self._minus.discard if ticked else self._minus.add)(row_id)
        else:
            (self._plus.add if ticked else self._plus.discard)(row_id)

    def replace(self, ids: Iterable[int]) -> None:
        """Have exactly these ids ticked."""
        self._lay((set(ids),))
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
        self._pending = Ticking(order, ticked, (*self._blocks, self._plus.copy()), self._minus.copy())
        return self._pending

    def finish(self, ticking: Ticking, blocks: tuple[set[int], ...]) -> None:
        """Lay down what `ticking.blocks()` gave, unless it has been settled or forgotten since."""
        if self._pending is ticking:
            self._lay(blocks)

    def settle(self) -> None:
        """Work out now what `begin` left to a worker."""
        if self._pending is not None:
            self._lay(self._pending.blocks())

    def count_hidden(self, order: "array[int]") -> int:
        """How many ids are not in the order; reads all of it, so in a worker when it is long."""
        blocks, plus, minus = self._blocks, self._plus.copy(), self._minus.copy()
        hidden = len(plus) + sum(map(len, blocks)) - len(minus)
        for chunk in _chunks(order):
            hidden -= len(chunk & plus) + sum(len(chunk & block) for block in blocks) - len(chunk & minus)
        return hidden

    def _in_blocks(self, row_id: int) -> bool:
        return any(row_id in block for block in self._blocks)

    def _lay(self, blocks: tuple[set[int], ...]) -> None:
        self.version += 1
        self._pending = None
        self._blocks = blocks
        self._plus = set()
        self._minus = set()
