"""All that a base holds on a person, as a structure may see it (DRT-5, DRT-9). No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rafaelpro_tui.core.model import Candidat
from rafaelpro_tui.core.rules.decision import EnCours
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.core.vues_journal import JournalLigne


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezVousRetenu:
    """The slot of information collective in which the structure has put a candidature. `heure` HH:MM or ""."""

    date: date
    heure: str
    lieu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatureTenue:
    """A candidature whole, with what the structure keeps beside it. `transmissions`: (to whom, when), of the server."""

    vue: CandidatureVue
    creneau: RendezVousRetenu | None
    rang_attente: int | None
    transmissions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieTenue:
    """A command about the person. `contenu` is None for what several share: a lot names other persons too."""

    id: str
    type: str
    le: datetime
    par: str
    structure: str
    statut: str
    contenu: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MiseTenue:
    """A decision about the person that waits in somebody's basket (ECRANS §8)."""

    par: str
    contenu: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonneVue:
    """`en_cours` counts over all organismes (CAN-4); the rest is of the candidatures that may be seen, latest first."""

    candidat: Candidat
    en_cours: EnCours
    candidatures: tuple[CandidatureTenue, ...]
    saisies: tuple[SaisieTenue, ...]
    panier: tuple[MiseTenue, ...]
    journal: tuple[JournalLigne, ...]
