"""What the first list shows: frozen rows that screens and the command line read. No I/O, no rule.

Lists give a `…Ligne` (cheap, many), sheets a `…Vue` (whole, one): the others are in the modules `vues_…`, imported with
what shows them. Names of structures are raisons sociales.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rafaelpro_tui.core.model import Droit, EtatSession, Role, Structure, TypeEntrees, Utilisateur


class Onglet(Enum):
    """The tabs of the sessions: they follow the dates alone (glossary, session `etat`)."""

    EN_COURS_ET_A_VENIR = "Sessions en cours et à venir"
    TERMINEES = "Sessions terminées"
    TOUTES = "Toutes les sessions"

    @property
    def libelle(self) -> str:
        return self.value


class Tri(NamedTuple):
    """`colonne` is the name of a field of the list's Ligne."""

    colonne: str
    decroissant: bool = False


class Acteur(NamedTuple):
    """The user and the active structure (DRT-7). In a base without any structure `structure.id` is empty."""

    utilisateur: Utilisateur | None
    structure: Structure
    droit: Droit
    referent: bool


class SessionLigne(NamedTuple):
    """`n` is the row's id in the list. `jours_restants` before the échéance, negative after it (ECH-5)."""

    n: int
    reference: str
    intitule: str
    responsable: str
    positionneur: str
    formateur: str
    commune: str
    code_postal: str
    debut: date
    fin: date
    etat: EtatSession
    roles: tuple[Role, ...]
    inscrits: int
    en_attente: int
    maximum: int
    annulee: bool
    type_entrees: TypeEntrees
    jours_restants: int

    @property
    def occupation(self) -> str:
        """« 12/15 »: the inscrits over the maximum."""
        return f"{self.inscrits}/{self.maximum}"
