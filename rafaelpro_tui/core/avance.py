"""What the queue will show next, read before it is asked for (ECRANS §8). No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field

from rafaelpro_tui.core.vues_fiches import CandidatureVue


@dataclass(frozen=True, slots=True)
class Lue:
    """The candidature at `position`, with what waits for it applied; `mises` in words."""

    position: int
    vue: CandidatureVue
    mises: tuple[str, ...]


@dataclass(slots=True)
class Avance:
    """By position, and whether the presence is taken as noted: the avis then comes next on the same candidature.

    A reading serves once. All are dropped when the base or the basket changes; those under way too, by their `edition`.
    """

    edition: int = 0
    _lues: dict[tuple[int, bool], Lue] = field(default_factory=dict)

    def oublier(self) -> None:
        self.edition += 1
        self._lues.clear()

    def garder(self, lue: Lue, *, presente: bool, edition: int) -> None:
        if edition == self.edition:
            self._lues[lue.position, presente] = lue

    def prendre(self, position: int, *, presente: bool = False) -> Lue | None:
        return self._lues.pop((position, presente), None)
