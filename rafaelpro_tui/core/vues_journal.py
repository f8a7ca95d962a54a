"""What the desk shows of the journal: frozen rows, and the walk along the chains."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLigne:
    """`sequence` counts per structure, from 1; the order is by sequence, never by date."""

    sequence: int
    date: datetime
    utilisateur: str
    structure: str
    type: str
    cible: str
    issue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The walk along every chain. `defaut`: a French sentence for the first broken line, None when whole."""

    lignes: int
    chaines: int
    structure: str | None = None
    sequence: int | None = None
    defaut: str | None = field(default=None)

    @property
    def intacte(self) -> bool:
        return self.defaut is None
