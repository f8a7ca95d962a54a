"""What the pilotage shows: for a session or a formation, the funnel, motifs, delays and fill. No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rafaelpro_tui.core.model import Motif, MotifHsp


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilote:
    """`cle` is the condition of a filter that keeps its candidatures: « session:00235491 » or « formation:A1 »;
    `action` the id of its formation.

    Delays are mean days from the dépôt, over those that have been convened, or have an avis of a known date; None when
    there is none. `hsp`: no convocation there (HSP-1).
    """

    cle: str
    action: str
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
            ("Convoquées", self.convoquees, self._convoquees),
            ("Présentes", self.presentes, f"{self.cle} reponse:presence"),
        )
        return (
            ("Déposées", self.deposees, self.cle),
            *(() if self.hsp else milieu),
            ("Retenues", self.retenues, self.filtre_retenues),
        )

    @property
    def delais(self) -> tuple[tuple[str, float, str], ...]:
        """From the dépôt: to what, mean days, and the filter of those over which it is the mean."""
        delais = (
            ("jusqu’à la première convocation", self.delai_convocation, self._convoquees),
            ("jusqu’à l’avis", self.delai_avis, f"{self.cle} avis>01/01/1900"),
        )
        return tuple((nom, jours, filtre) for nom, jours, filtre in delais if jours is not None)

    @property
    def refusees(self) -> tuple[tuple[Motif | MotifHsp, int, str], ...]:
        """By motif, the most frequent first: number, and the filter of the list behind it."""
        return tuple((motif, nombre, f"{self.cle} motif:{motif}") for motif, nombre in self.motifs.items())

    @property
    def filtre_retenues(self) -> str:
        return f"{self.cle} etat:retenue"

    @property
    def _convoquees(self) -> str:
        return f"{self.cle} convocations>0"
