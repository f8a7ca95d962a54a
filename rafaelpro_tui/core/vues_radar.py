"""What the radar shows: sessions on which candidatures wait, by their clocks, and the RDV to come. No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rafaelpro_tui.core.model import Etape


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarLigne:
    """A session on which candidatures wait.

    Its clocks are days: `quinze_jours` (ECH-3: 15 days are left), `alerte` (ECH-2: a week is left) and `echeance`
    (ECH-1, the last day); `jours` are left before the last, negative after it.
    """

    session: str
    intitule: str
    positionneur: str
    fin: date
    quinze_jours: date
    alerte: date
    echeance: date
    jours: int
    en_attente: int
    etapes: Mapping[Etape, int]
    """Of those that wait; every étape is there, 0 included."""
    charge: str = ""
    """By person: the colleague in charge of those counted, by name; "" where it is nobody (SUI-3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezVous:
    """A convocation whose answer is not noted yet (CNV-4)."""

    candidature: str
    candidat: str
    rang: int
    date: date
    session: str
    intitule: str
    commune: str
