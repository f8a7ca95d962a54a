"""CNV — convocations and their results (not for HSP)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from rafaelpro_tui.core.commands import Convoquer, DeplacerConvocation, NoterResultat
from rafaelpro_tui.core.model import (
    AvisRendu,
    Convocation,
    Etat,
    Motif,
    RecrutementNon,
    Resultat,
)
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Avertissement, Changement, Decision, Refus
from rafaelpro_tui.core.rules.droits import Pieces
from rafaelpro_tui.core.rules.phrases import guillemets, jour
from rafaelpro_tui.core.rules.sessions import echeance
from rafaelpro_tui.core.rules.textes import COMMENTAIRE_MAX, avertissements_texte, propre, refus_texte

CONVOCATIONS_MAX: Final = 3

_CHAMP_COMMENTAIRE: Final = "Commentaires et précisions sur l’avis de recrutement"


def reconvocable(pieces: Pieces, context: Context) -> Refus | None:
    """CNV-2: a new convocation only when there is none, or when the last is `absence_justifiee`."""
    derniere = pieces.candidature.derniere
    if derniere is None or derniere.resultat is Resultat.ABSENCE_JUSTIFIEE:
        return None
    if derniere.resultat is None:
        return Refus(
            "CNV-2",
            f"La convocation {derniere.rang}, du {jour(derniere.date)}, attend encore sa réponse.",
            "Notez la présence ou l’absence, ou changez la date de cette convocation.",
        )
    return Refus(
        "CNV-2",
        f"La convocation {derniere.rang}, du {jour(derniere.date)}, a pour réponse "
        f"{guillemets(derniere.resultat.libelle)}.",
        "On ne reconvoque qu’après une absence justifiée ; rendez l’avis.",
    )


def encore_une(pieces: Pieces, context: Context) -> Refus | None:
    """CNV-1: three convocations at most."""
    if len(pieces.candidature.convocations) < CONVOCATIONS_MAX:
        return None
    return Refus(
        "CNV-1",
        f"La candidature {pieces.candidature.reference} a déjà {CONVOCATIONS_MAX} convocations, le maximum.",
        "Aucune nouvelle convocation n’est possible.",
    )


def a_renseigner(pieces: Pieces, context: Context) -> Refus | None:
    """CNV-4: there must be a convocation that waits for its result."""
    derniere = pieces.candidature.derniere
    if derniere is None:
        return Refus(
            "CNV-4",
            f"La candidature {pieces.candidature.reference} n’a aucune convocation.",
            "Convoquez d’abord la personne.",
        )
    if derniere.resultat is not None:
        return Refus(
            "CNV-4",
            f"La réponse à la convocation {derniere.rang} est déjà notée : {guillemets(derniere.resultat.libelle)}.",
            "Rendez l’avis, ou convoquez à nouveau après une absence justifiée.",
        )
    return None


def jour_venu(pieces: Pieces, context: Context) -> Refus | None:
    """CNV-4: a result is noted on or after the convocation's date, not before."""
    derniere = pieces.candidature.derniere
    if derniere is None or derniere.date <= context.aujourdhui:
        return None
    return Refus(
        "CNV-4",
        f"La convocation {derniere.rang} est le {jour(derniere.date)} : sa réponse ne peut pas être notée avant.",
        f"Attendez le {jour(derniere.date)}, ou changez la date de la convocation.",
    )


def convoquer(command: Convoquer, pieces: Pieces, context: Context) -> Decision:
    """CNV-3, once the guards have passed."""
    candidature = pieces.candidature
    if refus := next(_refus_date(command.date, candidature.derniere, pieces), None):
        return refus
    nouvelle = Convocation(rang=len(candidature.convocations) + 1, date=command.date)
    return Accord(changements=(Changement(candidature, candidature.avec_convocation(nouvelle)),))


def refus_deplacement(command: DeplacerConvocation, pieces: Pieces) -> Refus | None:
    """CNV-3 for a convocation that moves: the one before it is what counts."""
    avant = [c for c in pieces.candidature.convocations if c.rang < command.rang]
    return next(_refus_date(command.date, avant[-1] if avant else None, pieces), None)


def deplacer(command: DeplacerConvocation, pieces: Pieces, context: Context) -> Decision:
    """CNV-4: until the result is noted the date may be changed."""
    candidature, attendue = pieces.candidature, pieces.candidature.derniere
    assert attendue is not None  # a_renseigner() has answered otherwise
    if refus := refus_deplacement(command, pieces) or _refus_rang(command.rang, attendue):
        return refus
    apres = candidature.avec_convocation(Convocation(rang=command.rang, date=command.date))
    return Accord(changements=() if apres == candidature else (Changement(candidature, apres),))


def noter(command: NoterResultat, pieces: Pieces, context: Context) -> Decision:
    """CNV-4 to CNV-7: note the answer; two of them refuse by themselves."""
    candidature, attendue = pieces.candidature, pieces.candidature.derniere
    assert attendue is not None  # a_renseigner() has answered otherwise
    if refus := _refus_rang(command.rang, attendue):
        return refus
    if refus := next(refus_texte(_CHAMP_COMMENTAIRE, command.commentaire, COMMENTAIRE_MAX), None):
        return refus
    apres = candidature.avec_convocation(replace(attendue, resultat=command.resultat))
    automatique = refus_automatique(command.resultat, command.rang)
    if automatique is None:
        return Accord(changements=(Changement(candidature, apres),))
    motif, alerte = automatique
    rendu = AvisRendu(
        rang=len(candidature.avis) + 1,
        avis=RecrutementNon(motif=motif, commentaire=propre(command.commentaire)),
        par=context.utilisateur,
        le=context.maintenant,
    )
    return Accord(
        changements=(Changement(candidature, replace(apres, etat=Etat.NON_RETENUE, avis=(*candidature.avis, rendu))),),
        avertissements=(alerte, *avertissements_texte(_CHAMP_COMMENTAIRE, command.commentaire)),
    )


def refus_automatique(resultat: Resultat, rang: int) -> tuple[Motif, Avertissement] | None:
    """CNV-5 and CNV-6: the motif of the refusal that a result brings by itself, and what the screen announces."""
    if resultat is Resultat.ABSENCE_NON_JUSTIFIEE:
        return Motif.ABSENCE_NON_JUSTIFIEE, Avertissement(
            "CNV-5",
            "Absence non justifiée : la candidature passe automatiquement en « non retenue », c’est définitif.",
        )
    if resultat is Resultat.ABSENCE_JUSTIFIEE and rang >= CONVOCATIONS_MAX:
        return Motif.CANDIDAT_INDISPONIBLE, Avertissement(
            "CNV-6",
            "Troisième absence justifiée : la candidature passe automatiquement en « non retenue », c’est définitif.",
        )
    return None


def _refus_rang(rang: int, attendue: Convocation) -> Refus | None:
    if rang == attendue.rang:
        return None
    return Refus(
        "CNV-4",
        f"Le rang {rang} n’est pas celui de la convocation en cours.",
        f"Donnez le rang {attendue.rang}.",
    )


def _refus_date(choisie: date, precedente: Convocation | None, pieces: Pieces) -> Iterator[Refus]:
    """CNV-3."""
    candidature, limite = pieces.candidature, echeance(pieces.sur.session)
    if choisie < candidature.deposee_le:
        yield Refus(
            "CNV-3",
            f"La date de convocation {jour(choisie)} précède la date de candidature ({jour(candidature.deposee_le)}).",
            f"Choisissez une date à partir du {jour(candidature.deposee_le)}.",
        )
    if precedente is not None and choisie < precedente.date:
        yield Refus(
            "CNV-3",
            f"La date de convocation {jour(choisie)} précède la convocation {precedente.rang} "
            f"({jour(precedente.date)}).",
            f"Choisissez une date à partir du {jour(precedente.date)}.",
        )
    if choisie > limite:
        yield Refus(
            "CNV-3",
            f"La date de convocation {jour(choisie)} dépasse l’échéance de la session ({jour(limite)}).",
            f"Choisissez une date jusqu’au {jour(limite)}.",
        )
