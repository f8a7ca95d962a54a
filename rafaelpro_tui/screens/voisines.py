"""Where a candidature stands in the list it was opened from, for `>` and `<`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Voisines:
    """`ids` are the row ids in the order of the list, as it was then; `position` counts from 0."""

    ids: Sequence[int]
    position: int

    @property
    def place(self) -> tuple[int, int]:
        """« 3 / 41 »."""
        return self.position + 1, len(self.ids)

    @property
    def id(self) -> int:
        return self.ids[self.position]

    def a_cote(self, pas: int) -> Voisines | None:
        """The next (1) or the previous (-1); None at the ends."""
        position = self.position + pas
        return replace(self, position=position) if 0 <= position < len(self.ids) else None
