"""What a session is by itself: its échéance, its state on a day (ECH), its maximum (FOR-4), whose it is (DRT-5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rafaelpro_tui.core.model import Action, EtatSession, Role, Session

DELAI_ECHEANCE: Final = timedelta(days=21)
DELAI_ALERTE: Final = timedelta(days=14)
ALERTE_TABLEAU: Final = timedelta(days=15)


def plus_tard(depart: date, delai: timedelta) -> date:
    """`depart` + `delai`, or the last day of the calendar: 31/12/9999 is how some catalogues say « no end »."""
    return depart + delai if delai <= date.max - depart else date.max


def echeance(session: Session) -> date:
    """ECH-1: the last day, included, on which an `en_attente` candidature can be handled."""
    return plus_tard(session.fin, DELAI_ECHEANCE)


def alerte(session: Session) -> date:
    """ECH-2: one week before the passage."""
    return plus_tard(session.fin, DELAI_ALERTE)


def etat_session(session: Session, aujourdhui: date) -> EtatSession:
    """ECH-4; annulée first."""
    if session.annulee:
        return EtatSession.ANNULEE
    if session.fin < aujourdhui:
        return EtatSession.TERMINEE
    return EtatSession.EN_COURS if session.debut <= aujourdhui else EtatSession.A_VENIR


def jours_restants(session: Session, aujourdhui: date) -> int:
    """ECH-5: « Il vous reste N jours »; negative once the échéance has passed."""
    return (echeance(session) - aujourdhui).days


def maximum(session: Session) -> int:
    """FOR-4: the most candidatures a session takes, ⌊coefficient × effectif visé⌋."""
    return int(session.coefficient * session.effectif_vise)


def roles(structure: str, session: Session | None, action: Action) -> tuple[Role, ...]:
    """What a structure is on a session and its action, in the guide's order; () when it is nothing (DRT-5)."""
    trouves = [Role.RESPONSABLE] if action.responsable == structure else []
    if session is not None:
        if session.formateur == structure:
            trouves.append(Role.FORMATEUR)
        if session.positionneur == structure:
            trouves.append(Role.POSITIONNEUR)
    return tuple(trouves)
