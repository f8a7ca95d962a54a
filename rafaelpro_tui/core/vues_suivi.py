"""What a structure keeps for itself on a candidature, as its screens show it: names instead of ids. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.texte import NBSP, date_fr


@dataclass(frozen=True, slots=True, kw_only=True)
class Signe:
    """Who, by name, and when."""

    par: str
    le: datetime

    def __str__(self) -> str:
        return f"{self.par}, le {date_fr(self.le.date())} à {self.le:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVue:
    """`de_moi`: of the user who looks, who may change it (SUI-1)."""

    id: str
    texte: str
    signe: Signe
    modifiee_le: datetime | None
    de_moi: bool

    @property
    def origine(self) -> str:
        """« Léa Martin, le 15/07/2024 à 10:30, modifiée le 16/07/2024 »."""
        suite = f", modifiée le {date_fr(self.modifiee_le.date())}" if self.modifiee_le else ""
        return f"{self.signe}{suite}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiviVue:
    """`charge` is an id, "" for nobody; `nom` the name of who it is."""

    drapeau: Drapeau = Drapeau.AUCUN
    drapeau_pose: Signe | None = None
    charge: str = ""
    nom: str = ""
    affectee: Signe | None = None
    notes: tuple[NoteVue, ...] = ()

    @property
    def vide(self) -> bool:
        return self.drapeau is Drapeau.AUCUN and not self.charge and not self.notes

    @property
    def resume(self) -> str:
        """« ⚑ Urgent · confiée à Léa Martin · 2 notes », "" when nothing is kept."""
        notes = f"{len(self.notes)}{NBSP}note{'s' if len(self.notes) > 1 else ''}" if self.notes else ""
        drapeau = f"⚑ {self.drapeau.libelle}" if self.drapeau is not Drapeau.AUCUN else ""
        return " · ".join(dit for dit in (drapeau, f"confiée à {self.nom}" if self.charge else "", notes) if dit)


@dataclass(frozen=True, slots=True, kw_only=True)
class MesDossiers:
    """Candidatures en attente that the user is in charge of; `pressees`: of them, those of ECH-3 (0 to 15 days)."""

    en_attente: int
    pressees: int
