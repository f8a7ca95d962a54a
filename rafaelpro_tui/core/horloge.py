"""The clock, injected everywhere: the day that the rules see, and the real seconds of the grace (ANN-1)."""

from __future__ import annotations

import time
from datetime import date, datetime
from functools import cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo


class Horloge(Protocol):
    def maintenant(self) -> datetime:
        """Now in Europe/Paris, naive: what the rules call today comes from here."""
        ...

    def secondes(self) -> float:
        """Real epoch seconds, whatever the day of the run: the grace is counted in them."""
        ...


@cache
def _paris() -> ZoneInfo:
    return ZoneInfo("Europe/Paris")


class HorlogeSysteme:
    """The machine's clock."""

    def maintenant(self) -> datetime:
        return datetime.now(_paris()).replace(tzinfo=None)

    def secondes(self) -> float:
        return time.time()


class HorlogeFixe(NamedTuple):
    """`--aujourdhui`: the day given, for the whole run, with the real time of day."""

    jour: date

    def maintenant(self) -> datetime:
        return datetime.combine(self.jour, datetime.now(_paris()).time())

    def secondes(self) -> float:
        return time.time()
