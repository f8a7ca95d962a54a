"""What the home screen, « Mes structures » and the journal show: frozen rows, as in `core/vues.py`. No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rafaelpro_tui.core.model import Droit, Structure
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.vues_candidatures import LigneTableau


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionATraiter:
    """A session on which candidatures wait. `jours` before its échéance (ECH-5), `attente` since the oldest came."""

    reference: str
    intitule: str
    en_attente: int
    deposee_le: date
    attente: int
    echeance: date
    jours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remplissage:
    """How full a coming session is: candidatures retenues against effectif visé and capacité d'accueil."""

    reference: str
    intitule: str
    debut: date
    retenues: int
    en_attente: int
    effectif_vise: int
    capacite: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlerteEcheance:
    """ECH-2: what passes in avis non transmis within a week, the first `jours` days from today, after `echeance`."""

    candidatures: int
    sessions: int
    echeance: date
    jours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccueilVue:
    """The home screen, as the base was at one instant.

    `echeances` and `attentes` hold the same kind of rows: the soonest échéances, and what waits most. They and `alerte`
    are for who handles candidatures: `interdit` says why there are none (DRT-9).
    """

    tableau: tuple[LigneTableau, ...]
    alerte: AlerteEcheance | None
    echeances: tuple[SessionATraiter, ...]
    attentes: tuple[SessionATraiter, ...]
    remplissage: tuple[Remplissage, ...]
    interdit: Refus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membre:
    """A member of a structure (DRT-6); `soi`: the user who asks."""

    utilisateur: str
    nom: str
    prenom: str
    courriel: str
    droit: Droit
    referent: bool
    soi: bool


DECISIONS: Final[Mapping[str, str]] = {
    "convoquer": "Convocation",
    "deplacer_convocation": "Convocation déplacée",
    "noter_resultat": "Présence / absence",
    "rendre_avis": "Avis",
    "retenir_liste_attente": "Retenue depuis la liste d’attente",
    "completer_retenue": "Retenue complétée",
    "lot_convoquer": "Convocation par lot",
    "lot_noter_resultat": "Présence / absence par lot",
    "lot_rendre_avis": "Avis par lot",
    "lot_retenir_liste_attente": "Retenue par lot depuis la liste d’attente",
    "modifier_action": "Formulaire action",
    "modifier_session": "Formulaire session",
    "modifier_contacts": "Contacts du Positionneur",
    "modifier_droit": "Droit d’un membre",
    "annuler": "Saisie annulée",
    "deposer": "Dépôt de candidature",
    "annuler_session": "Session annulée",
    "passer_avis_non_transmis": "Passage en avis non transmis",
    "effacer": "Données de personnes effacées",
}
"""What each type of command is called in the journal."""
ISSUES: Final[Mapping[str, str]] = {"fait": "Fait", "refus": "Refusé"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLigne:
    """A line of the journal as it is shown. `par` is a name, « RafaelPro » for what time alone did.

    `sur` is what it is about: `cible`, but for a member its name. `candidature`: whether `cible` is a candidature that
    this user may open (DRT-5, DRT-9).
    """

    n: int
    date: datetime
    par: str
    type: str
    cible: str
    sur: str
    issue: str
    candidature: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureVue:
    """One of the user's structures, in the switcher. `en_attente`: candidatures waiting on its sessions."""

    structure: Structure
    droit: Droit
    referent: bool
    en_attente: int
