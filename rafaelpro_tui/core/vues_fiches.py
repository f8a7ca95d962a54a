"""The sheets of a session and of a candidature, whole. Names of structures are raisons sociales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.vues_suivi import SuiviVue

if TYPE_CHECKING:
    from rafaelpro_tui.core.model import (
        Action,
        Candidat,
        Candidature,
        Dispositif,
        Etape,
        EtatSession,
        Role,
        Session,
        Structure,
    )
    from rafaelpro_tui.core.rules import Possibilite
    from rafaelpro_tui.core.rules.decision import EnCours, Refus


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionVue:
    session: Session
    action: Action
    dispositif: Dispositif
    responsable: Structure
    formateur: Structure
    positionneur: Structure
    roles: tuple[Role, ...]
    etat: EtatSession
    comptes: Mapping[Etat, int]
    """Every state is there, 0 included."""
    etapes: Mapping[Etape, int]
    """Every étape is there, 0 included (CAN-2)."""
    maximum: int
    echeance: date
    jours_restants: int
    consultation: Refus | None = None
    """DRT-9: why this user does not see the candidats behind the counts; None when they do."""

    @property
    def inscrits(self) -> int:
        """Seats taken: en attente + retenues (glossary)."""
        return self.comptes[Etat.EN_ATTENTE] + self.comptes[Etat.RETENUE]


@dataclass(frozen=True, slots=True, kw_only=True)
class AutreCandidature:
    """Another candidature of the same candidat that this user may see (CAN-4, DRT-5, DRT-9)."""

    reference: str
    session: str
    intitule: str
    dispositif: str
    hsp: bool
    etat: Etat
    etape: Etape | None
    deposee_le: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenement:
    """One line of « Détail et suivi ». `par` is a name, "" when it is not known (a dataset's past)."""

    date: date | None
    texte: str
    par: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatureVue:
    """`en_cours` counts over all organismes (CAN-4); `autres` and `passees` hold those that may be seen."""

    candidature: Candidature
    candidat: Candidat
    session: Session
    action: Action
    dispositif: Dispositif
    etape: Etape | None
    echeance: date
    jours_restants: int
    a_completer: bool
    en_cours: EnCours
    autres: tuple[AutreCandidature, ...] = ()
    passees: tuple[AutreCandidature, ...] = ()
    historique: tuple[Evenement, ...] = ()
    possibilites: tuple[Possibilite, ...] = ()
    suivi: SuiviVue = field(default_factory=SuiviVue)
