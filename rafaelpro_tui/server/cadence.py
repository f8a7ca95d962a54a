"""When the server's clocks look again, and when what failed is tried again. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

PAS: Final = 30.0
"""Seconds between two rounds."""
BAIL: Final = 300.0
"""Seconds during which what a server has taken is its own; past them it is thought dead, and another takes over."""
BASE: Final = 30.0
PLAFOND: Final = 6 * 3600.0
"""Seconds before the second try, and at most."""


def attente(maintenant: datetime) -> float:
    """Seconds until the next round, at midnight at the latest: passages are due then (ECH-1).

    `maintenant` is Europe/Paris, naive. No clock changes within `PAS` of midnight, so a plain difference is right.
    """
    minuit = datetime.combine(maintenant.date() + timedelta(days=1), time())
    return min(PAS, (minuit - maintenant).total_seconds())


def repousser(essais: int, alea: float, demande: float | None = None) -> float:
    """Seconds before the next try: doubled at each, jittered between one half and the whole; `alea` from 0 to 1.

    `demande` is what the other side asked for, heeded up to `PLAFOND`.
    """
    entier = min(PLAFOND, BASE * 2.0 ** min(essais - 1, 30))
    return max(entier * (0.5 + alea / 2), min(demande or 0.0, PLAFOND))
