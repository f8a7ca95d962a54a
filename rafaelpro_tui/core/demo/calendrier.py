"""Days counted from the demo's own today, given as dates without making one twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

PASSE, AVENIR = 900, 700
"""How far the demo goes, in days before and after its today."""

HEURES: Final = tuple(time(heure, minute) for heure in range(9, 18) for minute in range(2, 60, 7))


class Calendrier:
    """Offsets in days (0 is today) → dates.

    `ouvre` brings a Saturday or a Sunday back to the Friday: nobody convenes on a Sunday. It never changes the order of
    two days, so what is coherent in offsets stays coherent in dates. `core.store.decalage` does the same in SQL.
    """

    def __init__(self, jour: date) -> None:
        self.jour = jour
        self._jours = [jour + timedelta(days=n) for n in range(-PASSE, AVENIR + 1)]
        self._ouvres = [d - timedelta(days=max(0, d.weekday() - 4)) for d in self._jours]

    def exact(self, n: int) -> date:
        """That very day: échéances and limits."""
        return self._jours[n + PASSE]

    def ouvre(self, n: int) -> date:
        """That day, or the Friday before it."""
        return self._ouvres[n + PASSE]

    def instant(self, n: int, hasard: float) -> datetime:
        """A moment of office hours on `ouvre(n)`; `hasard` is in [0, 1[."""
        return datetime.combine(self._ouvres[n + PASSE], HEURES[int(hasard * len(HEURES))])

    def minuit(self, n: int) -> datetime:
        """When that very day begins: the clocks' hour (ECH-1)."""
        return datetime.combine(self._jours[n + PASSE], time.min)
