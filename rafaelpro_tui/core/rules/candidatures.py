"""CAN — candidatures: étape, finality, arrival."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rafaelpro_tui.core.commands import Deposer
from rafaelpro_tui.core.model import Candidat, Candidature, Etape, Etat, Resultat
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Changement, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.droits import Pieces, introuvable
from rafaelpro_tui.core.rules.phrases import accorde, guillemets, jour
from rafaelpro_tui.core.rules.sessions import maximum

EN_COURS_MAX: Final = 3
EN_COURS_HSP_MAX: Final = 1

VIVANTES: Final = frozenset({Etat.EN_ATTENTE, Etat.RETENUE})
"""The states that hold a seat: inscrits, FOR-5, CAN-5."""


def etape(candidature: Candidature, hsp: bool) -> Etape | None:
    """CAN-1: always derived, never stored; None when the candidature is not `en_attente`."""
    if candidature.etat is not Etat.EN_ATTENTE:
        return None
    if hsp:
        return Etape.CONFORMITE_A_RENDRE
    derniere = candidature.derniere
    if derniere is None or derniere.resultat is Resultat.ABSENCE_JUSTIFIEE:
        return Etape.A_CONVOQUER
    if derniere.resultat is None:
        return Etape.PRESENCE_A_RENSEIGNER
    return Etape.AVIS_A_RENDRE


def non_finale(pieces: Pieces, context: Context) -> Refus | None:
    """CAN-3: only `en_attente` can be handled; the one way back is AVI-10."""
    etat = pieces.candidature.etat
    if etat is Etat.EN_ATTENTE:
        return None
    if etat is Etat.REFUS_SESSION_COMPLETE:
        remede = "Cette candidature est en liste d’attente : elle peut seulement être retenue (AVI-10)."
    elif etat is Etat.REFUS_SESSION_ANNULEE:
        remede = "Le financeur a annulé la session : orientez la personne vers une autre."
    elif etat is Etat.RETENUE:
        remede = "Retenue par erreur : notez-le directement dans EOS."
    else:
        remede = "Pour la passer en « retenu », faites-en la demande à offre@cap-metiers.pro."
    # The guide says what an avis non transmis is worth (ECH-1).
    vaut = ", équivalant à un « non retenu »" if etat is Etat.AVIS_NON_TRANSMIS else ""
    return Refus(
        "CAN-3",
        f"La candidature {pieces.candidature.reference} est {guillemets(etat.libelle)}{vaut}, "
        "elle n’est plus à traiter.",
        remede,
    )


def deposer(command: Deposer, dossier: Dossier, context: Context) -> Decision:
    """CAN-4 and CAN-5: a candidature arrives from the flow."""
    refus = next(_refus_depot(command, dossier, context), None)
    if refus is not None:
        return refus
    arrivant = command.candidat if isinstance(command.candidat, Candidat) else dossier.candidat
    assert arrivant is not None  # _refus_depot has answered otherwise
    nouvelle = Candidature(
        reference=command.reference,
        session=command.session,
        candidat=arrivant.id,
        prescripteur=command.prescripteur,
        prescripteur_france_travail=command.prescripteur_france_travail,
        deposee_le=command.deposee_le or context.aujourdhui,
    )
    personne = () if arrivant == dossier.candidat else (Changement(dossier.candidat, arrivant),)
    return Accord(changements=(*personne, Changement(None, nouvelle)))


def _refus_depot(command: Deposer, dossier: Dossier, context: Context) -> Iterator[Refus]:
    session, dispositif = dossier.session, dossier.dispositif
    if session is None or dispositif is None:
        yield introuvable("Session", command.session)
        return
    if isinstance(command.candidat, str) and dossier.candidat is None:
        yield introuvable("Candidat", command.candidat)
    if dossier.en_cours.total >= EN_COURS_MAX:
        yield Refus(
            "CAN-4",
            f"Le candidat a déjà {dossier.en_cours.total} candidatures en cours, pour {EN_COURS_MAX} au plus.",
            "Attendez qu’une de ses candidatures reçoive un avis.",
        )
    if dispositif.hsp and dossier.en_cours.hsp >= EN_COURS_HSP_MAX:
        yield Refus(
            "CAN-4",
            "Le candidat a déjà une candidature en cours sur l’habilitation service public.",
            "Attendez que sa candidature HSP reçoive un avis.",
        )
    if dossier.reference_prise:
        yield Refus(
            "CAN-5",
            f"La référence {guillemets(command.reference)} est déjà celle d’une candidature.",
            "Donnez une autre référence.",
        )
    if session.annulee:
        yield Refus("CAN-5", f"La session {session.reference} est annulée.", "Choisissez une autre session.")
    if context.aujourdhui > session.date_limite_inscription:
        yield Refus(
            "CAN-5",
            f"La date limite d’inscription de la session {session.reference}, le "
            f"{jour(session.date_limite_inscription)}, est passée.",
            "Le Responsable ou le Formateur peut repousser cette date.",
        )
    if command.deposee_le is not None and command.deposee_le > context.aujourdhui:
        yield Refus(
            "CAN-5",
            f"La date de candidature {jour(command.deposee_le)} est dans le futur.",
            f"Donnez une date jusqu’au {jour(context.aujourdhui)}.",
        )
    if dossier.compte.inscrits >= maximum(session):
        yield Refus(
            "CAN-5",
            f"La session {session.reference} est complète : "
            f"{accorde(dossier.compte.inscrits, 'inscrit', 'inscrits')} pour {maximum(session)} au maximum.",
            "Le Responsable ou le Formateur peut relever le coefficient.",
        )
    if dossier.deja_candidat:
        yield Refus(
            "CAN-5",
            f"Le candidat a déjà une candidature sur la session {session.reference}.",
            "Traitez la candidature existante.",
        )
