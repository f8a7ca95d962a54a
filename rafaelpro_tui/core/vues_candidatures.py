"""Rows of the lists of candidatures: of a session, of all, by role, by échéance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rafaelpro_tui.core.model import Drapeau, Etape, Etat, Motif, MotifHsp, Role
    from rafaelpro_tui.core.model import Resultat as Reponse


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatureLigne:
    """`candidat` is « NOM Prénom », `reponse` and `convocation` (its date) the last convocation's.

    `jours` is before the échéance (ECH-5).
    """

    n: int
    reference: str
    candidat: str
    telephone: str
    courriel: str
    commune: str
    session: str
    intitule: str
    prescripteur: str
    deposee_le: date
    nb_convocations: int
    reponse: Reponse | None
    etat: Etat
    etape: Etape | None
    entree: date | None
    motif: Motif | MotifHsp | None
    a_completer: bool
    echeance: date
    jours: int
    convocation: date | None = None
    drapeau: Drapeau | None = None
    """What the active structure marks it with (SUI-2)."""
    charge: str = ""
    """The name of the colleague in charge, "" for nobody (SUI-3)."""
    notes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneTableau:
    """CAN-6, one role of the active structure; `passage_15_jours` is part of `en_attente` (ECH-3).

    `effacees`: of all of them, how many are but a figure, their personal data having been erased (DON-2).
    """

    role: Role
    en_attente: int = 0
    passage_15_jours: int = 0
    retenue: int = 0
    non_retenue: int = 0
    avis_non_transmis: int = 0
    refus_session_complete: int = 0
    refus_session_annulee: int = 0
    effacees: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EcheanceLigne:
    """A candidature that will pass in avis non transmis (ECH-1), soonest first."""

    candidature: str
    candidat: str
    session: str
    intitule: str
    etape: Etape | None
    echeance: date
    jours: int
