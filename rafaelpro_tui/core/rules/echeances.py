"""ECH — clocks: what the calendar says of a session, and the passages that time alone makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.model import AvisRendu, Candidature, Etat, Motif, RecrutementNon, Session
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import SYSTEME, Accord, Changement, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.droits import Pieces, introuvable
from rafaelpro_tui.core.rules.phrases import jour
from rafaelpro_tui.core.rules.sessions import ALERTE_TABLEAU, echeance

if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import AnnulerSession, PasserAvisNonTransmis

_ANNULES: Final = frozenset({Etat.EN_ATTENTE, Etat.RETENUE, Etat.REFUS_SESSION_COMPLETE})


def passage_d_ici_15_jours(candidature: Candidature, session: Session, aujourdhui: date) -> bool:
    """ECH-3: `en_attente` whose échéance is 0 to 15 days away."""
    reste = echeance(session) - aujourdhui
    return candidature.etat is Etat.EN_ATTENTE and timedelta(0) <= reste <= ALERTE_TABLEAU


def dans_les_temps(pieces: Pieces, context: Context) -> Refus | None:
    """AVI-9: after the échéance nothing more can be done on an `en_attente` candidature."""
    limite = echeance(pieces.sur.session)
    if context.aujourdhui <= limite:
        return None
    return Refus(
        "AVI-9",
        f"L’échéance de la session était le {jour(limite)} : la candidature passe en « avis non transmis ».",
        "Plus rien n’est possible ici ; écrivez à offre@cap-metiers.pro.",
    )


def passer_avis_non_transmis(command: PasserAvisNonTransmis, dossier: Dossier, context: Context) -> Decision:
    """ECH-1: the day after the échéance, `en_attente` becomes `avis_non_transmis`."""
    candidature, session = dossier.candidature, dossier.session
    if candidature is None or session is None:
        return introuvable("Candidature", command.candidature)
    if candidature.etat is not Etat.EN_ATTENTE or context.aujourdhui <= echeance(session):
        return Refus(
            "ECH-1",
            f"La candidature {candidature.reference} n’est pas échue : échéance le {jour(echeance(session))}.",
            "Attendez le lendemain de l’échéance d’une candidature en attente.",
        )
    rendu = AvisRendu(
        rang=len(candidature.avis) + 1,
        avis=RecrutementNon(motif=Motif.AVIS_NON_TRANSMIS),
        par=SYSTEME,
        le=context.maintenant,
    )
    apres = replace(candidature, etat=Etat.AVIS_NON_TRANSMIS, avis=(*candidature.avis, rendu))
    return Accord(changements=(Changement(candidature, apres),))


def annuler_session(command: AnnulerSession, dossier: Dossier, context: Context) -> Decision:
    """ECH-6: the funder cancels; `en_attente`, `retenue` and `refus_session_complete` follow, the others stay."""
    session = dossier.session
    if session is None:
        return introuvable("Session", command.session)
    if session.annulee:
        return Accord()
    suites = tuple(
        Changement(c, replace(c, etat=Etat.REFUS_SESSION_ANNULEE))
        for _, c in dossier.lignes
        if c is not None and c.etat in _ANNULES
    )
    return Accord(changements=(Changement(session, replace(session, annulee=True)), *suites))
