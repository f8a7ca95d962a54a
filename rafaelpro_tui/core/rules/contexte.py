"""Who acts, for which structure, what day: what every rule is given."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from rafaelpro_tui.core.model import Droit, Rattachement


class Context(NamedTuple):
    """Who acts, for which structure, and when. Never a global, never the system clock.

    `rattachement` is None when the user is not attached to the structure (DRT-7). `maintenant` is Europe/Paris, naive.
    """

    utilisateur: str
    structure: str
    rattachement: Rattachement | None
    maintenant: datetime

    @property
    def aujourdhui(self) -> date:
        return self.maintenant.date()

    @property
    def droit(self) -> Droit:
        return self.rattachement.droit if self.rattachement else Droit.AUCUN
