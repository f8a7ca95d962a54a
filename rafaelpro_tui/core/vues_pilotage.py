"""What the pilotage shows: for a session or a formation, the funnel, motifs, delays and fill. No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rafaelpro_tui.core.model import Motif, MotifHsp


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilote:
    """`cle` is the condition of a filter that keeps its candidatures: « session:00235491 » or « formation:A1 ».

    Delays are mean days from the dépôt, over those that have been convened, or have an avis of a known date; None when
    there is none. `hsp`: no convocation there (HSP-1).
    """

    cle: str
    nom: str
    intitule: str
    sessions: int
    hsp: bool
    deposees: int
    convoquees: int
    presentes: int
    retenues: int
    en_attente: int
    motifs: Mapping[Motif | MotifHsp, int]
    delai_convocation: float | None
    delai_avis: float | None
    effectif_vise: int
    capacite: int

    @property
    def refus(self) -> int:
        return sum(self.motifs.values())

    @property
    def etapes(self) -> tuple[tuple[str, int, str], ...]:
        """The funnel: name, number, and the filter of the list behind it."""
        milieu = (
            ("Convoquées", self.convoquees, f"{self.cle} convocations>0"),
            ("Présentes", self.presentes, f"{self.cle} reponse:presence"),
        )
        return (
            ("Déposées", self.deposees, self.cle),
            *(() if self.hsp else milieu),
            ("Retenues", self.retenues, f"{self.cle} etat:retenue"),
        )
