"""The nouns of the guide: frozen, slotted dataclasses and enums (glossary of REGLES.md).

No I/O, no Textual, no SQL. Dates are calendar dates in Europe/Paris, hours and coefficients are `Decimal`.
Each enum member is its public identifier (JSON, CSV, filters) and carries its French label in `libelle`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self

FORBID_EXTRA = {"extra": "forbid"}  # pydantic, at the borders, refuses unknown keys


class Vocable(StrEnum):
    """An identifier of the public vocabulary together with its French label."""

    libelle: str

    def __new__(cls, identifiant: str, libelle: str = "") -> Self:  # the default lets `Etat("retenue")` type-check
        membre = str.__new__(cls, identifiant)
        membre._value_ = identifiant
        membre.libelle = libelle
        return membre


class Droit(Vocable):
    """The profile of a user in a structure (guide: Les droits utilisateurs)."""

    CATALOGUE = "catalogue", "Gestionnaire OF catalogue formation"
    PREINSCRIPTION = "preinscription", "Gestionnaire OF préinscription"
    GENERAL = "general", "Gestionnaire OF général"
    AUCUN = "aucun", "Sans profil"


class Role(Vocable):
    """What a structure is on a formation (guide: Les rôles des organismes sur une formation)."""

    RESPONSABLE = "responsable", "Responsable"
    FORMATEUR = "formateur", "Formateur"
    POSITIONNEUR = "positionneur", "Positionneur"


class TypeEntrees(Vocable):
    DATES_FIXES = "dates_fixes", "Entrées et sorties à dates fixes"
    SEQUENCEES = "sequencees", "Entrées et sorties séquencées"
    PERMANENTES = "permanentes", "Entrées et sorties permanentes"


class EtatSession(Vocable):
    """ECH-4; `annulee` first."""

    ANNULEE = "annulee", "Annulée"
    A_VENIR = "a_venir", "À venir"
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An organisme de formation."""

    id: str
    siret: str
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilisateur:
    id: str
    nom: str
    prenom: str
    courriel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rattachement:
    """The link of a user to a structure: profile and référent star (DRT-6, DRT-7)."""

    utilisateur: str
    structure: str
    droit: Droit
    referent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispositif:
    """A funding scheme. `hsp`: habilitation de service public; `finance_region`: TRX-1."""

    code: str
    libelle: str
    coefficient_min: Decimal
    coefficient_max: Decimal
    hsp: bool = False
    finance_region: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A formation (action de formation). Only `plus` and `lien_web` are the OF's (FOR-2)."""

    id: str
    intitule: str
    dispositif: str
    responsable: str
    publiee: bool = True
    archivee: bool = False
    plus: str = ""
    lien_web: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to reach the Positionneur (FOR-10)."""

    nom: str
    telephone: str = ""
    courriel: str = ""
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of an action. `coefficient` × `effectif_vise` gives the maximum (FOR-4)."""

    reference: str
    action: str
    formateur: str
    positionneur: str
    commune: str
    code_postal: str
    debut: date
    fin: date
    type_entrees: TypeEntrees
    effectif_minimal: int
    effectif_vise: int
    capacite_accueil: int
    coefficient: Decimal
    date_limite_inscription: date
    date_limite_entree_tardive: date
    annulee: bool = False
    intensite_hebdomadaire: Decimal | None = None
    contacts: tuple[Contact, ...] = ()


if TYPE_CHECKING:
    from rafaelpro_tui.core.candidature import (
        Avis,
        AvisRendu,
        Candidat,
        Candidature,
        Comptes,
        ConformiteNon,
        ConformiteOui,
        Convocation,
        Drapeau,
        Effectif,
        Etape,
        Etat,
        Motif,
        MotifHsp,
        Note,
        Objet,
        RecrutementACompleter,
        RecrutementNon,
        RecrutementOui,
        Resultat,
        Signature,
        Suivi,
    )

__all__ = [
    "Avis",
    "AvisRendu",
    "Candidat",
    "Candidature",
    "Comptes",
    "ConformiteNon",
    "ConformiteOui",
    "Convocation",
    "Drapeau",
    "Effectif",
    "Etape",
    "Etat",
    "Motif",
    "MotifHsp",
    "Note",
    "Objet",
    "RecrutementACompleter",
    "RecrutementNon",
    "RecrutementOui",
    "Resultat",
    "Signature",
    "Suivi",
]


def __getattr__(nom: str) -> object:
    # The first list shows no candidature: the first paint must not pay for what one is made of.
    if nom not in __all__:
        raise AttributeError(nom)
    from rafaelpro_tui.core import candidature

    return globals().setdefault(nom, getattr(candidature, nom))
