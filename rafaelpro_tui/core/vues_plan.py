"""What the plan des convocations shows: slots of information collective and who is in them. No I/O, no rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rafaelpro_tui.core.model import Candidat
from rafaelpro_tui.core.texte import date_fr

LIEU_MAX = 120
PLACES_MAX = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Creneau:
    """`id` 0: not kept yet. `heure` is HH:MM or "". `candidatures` are references, by date de candidature."""

    id: int = 0
    date: date
    heure: str = ""
    lieu: str = ""
    places: int
    candidatures: tuple[str, ...] = ()

    @property
    def libres(self) -> int:
        """Negative when there are more people than seats."""
        return self.places - len(self.candidatures)

    @property
    def nom(self) -> str:
        """« 15/07/2024 à 09:00, Bordeaux »."""
        heure = f" à {self.heure}" if self.heure else ""
        return f"{date_fr(self.date)}{heure}" + (f", {self.lieu}" if self.lieu else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Somebody in a slot, as the sheets name them."""

    reference: str
    candidat: Candidat
    prescripteur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repartition:
    """Who went where: references by id of slot; `sans_place` those for whom there is no seat left."""

    placees: dict[int, tuple[str, ...]]
    sans_place: tuple[str, ...]
