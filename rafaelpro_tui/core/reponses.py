"""From a decision to what the user, the journal and the list of undoable commands say of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.model import Candidat, Candidature, Etape, Etat
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.decision import Accord, Changement, Decision, Dossier, Refus
from rafaelpro_tui.core.texte import date_fr, pluriel


@dataclass(frozen=True, slots=True)
class Inscription:
    """What the journal keeps of a command: one line, one for each row of a lot."""

    cible: str
    issue: str
    candidat: str | None


def repondre(command: AnyCommand, dossier: Dossier, decision: Decision) -> Resultat:
    """The result of CONTRATS §2, with the state of the candidature as it is after the command."""
    hsp = dossier.dispositif is not None and dossier.dispositif.hsp
    if isinstance(decision, Refus):
        etat, ensuite = _suite(_montrable(dossier.candidature, decision), hsp)
        return Resultat(id=command.id, type=command.type, issue="refus", refus=decision, etat=etat, etape=ensuite)
    if decision.lignes is not None:
        lignes = tuple(_lignes(dossier, decision, hsp))
        fait = any(ligne.refus is None for ligne in lignes)
        return Resultat(
            id=command.id,
            type=command.type,
            issue="fait" if fait else "refus",
            avertissements=decision.avertissements,
            lignes=lignes,
        )
    seule = _apres(decision.changements) or dossier.candidature
    etat, ensuite = _suite(None if isinstance(command, commands.AnnulerSession) else seule, hsp)
    return Resultat(
        id=command.id,
        type=command.type,
        issue="fait",
        avertissements=decision.avertissements,
        etat=etat,
        etape=ensuite,
    )


def _lignes(dossier: Dossier, accord: Accord, hsp: bool) -> Iterator[ResultatLigne]:
    courantes = dict(dossier.lignes)
    for ligne in accord.lignes or ():
        decision = ligne.decision
        avant = courantes[ligne.candidature]
        if isinstance(decision, Refus):
            etat, ensuite = _suite(_montrable(avant, decision), hsp)
            yield ResultatLigne(candidature=ligne.candidature, refus=decision, etat=etat, etape=ensuite)
            continue
        apres = courantes[ligne.candidature] = _apres(decision.changements) or avant
        etat, ensuite = _suite(apres, hsp)
        yield ResultatLigne(
            candidature=ligne.candidature,
            avertissements=decision.avertissements,
            etat=etat,
            etape=ensuite,
        )


def _apres(changements: tuple[Changement, ...]) -> Candidature | None:
    return next((c.apres for c in reversed(changements) if isinstance(c.apres, Candidature)), None)


def _montrable(candidature: Candidature | None, refus: Refus) -> Candidature | None:
    """Who is refused by their rights learns nothing of the state; nor of another session's by a lot (LOT-1)."""
    return None if refus.regle.startswith("DRT-") or refus.regle == "LOT-1" else candidature


def _suite(candidature: Candidature | None, hsp: bool) -> tuple[Etat | None, Etape | None]:
    return (None, None) if candidature is None else (candidature.etat, etape(candidature, hsp))


def cible(command: AnyCommand) -> str:
    """The public key of what a command is about."""
    match command:
        case commands.Lot() | commands.ModifierSession() | commands.ModifierContacts():
            return command.session
        case commands.AnnulerSession():
            return command.session
        case commands.ModifierAction():
            return command.action
        case commands.ModifierDroit():
            return command.membre
        case commands.Deposer():
            return command.reference
        case commands.Annuler():
            return str(command.commande)
        case _:
            return command.candidature


def inscriptions(command: AnyCommand, dossier: Dossier, resultat: Resultat) -> Iterator[Inscription]:
    """One line; for a lot one per row, unless it was refused as a whole."""
    if resultat.lignes:
        candidatures = dict(dossier.lignes)
        for ligne in resultat.lignes:
            candidature = candidatures[ligne.candidature]
            yield Inscription(ligne.candidature, ligne.issue, None if candidature is None else candidature.candidat)
        return
    candidat = None
    if dossier.candidature is not None:
        candidat = dossier.candidature.candidat
    elif isinstance(command, commands.Deposer):
        candidat = command.candidat.id if isinstance(command.candidat, Candidat) else command.candidat
    yield Inscription(cible(command), resultat.issue, candidat)


def sans_refusees(command: AnyCommand, reponse: Resultat) -> AnyCommand:
    """A lot without the rows that were refused: told so, they stay so when it is run again (SYNC « rebase »)."""
    if not isinstance(command, commands.Lot) or reponse.lignes is None:
        return command
    faites = tuple(ligne.candidature for ligne in reponse.lignes if ligne.refus is None)
    return replace(command, candidatures=faites)


def avec_refusees(resultat: Resultat, premiere: Resultat) -> Resultat:
    """The answer of a lot run again, with the rows that had been refused back in their places."""
    if resultat.lignes is None or premiere.lignes is None:
        return resultat
    rejouees = iter(resultat.lignes)
    return replace(resultat, lignes=tuple(ligne if ligne.refus else next(rejouees) for ligne in premiere.lignes))


def libelle(command: AnyCommand, resultat: Resultat) -> str:
    """What an undoable command is called: « Avis sur C1 : retenue »."""
    match command:
        case commands.Convoquer():
            return f"Convocation de {command.candidature} le {date_fr(command.date)}"
        case commands.DeplacerConvocation():
            return f"Convocation {command.rang} de {command.candidature} déplacée au {date_fr(command.date)}"
        case commands.NoterResultat():
            return f"Réponse de {command.candidature}\u00a0: {command.resultat.libelle.lower()}"
        case commands.RendreAvis():
            return f"Avis sur {command.candidature}\u00a0: {_etat(resultat)}"
        case commands.RetenirListeAttente():
            return f"Liste d’attente, {command.candidature}\u00a0: {_etat(resultat)}"
        case commands.CompleterRetenue():
            return f"Retenue de {command.candidature} complétée"
        case commands.LotConvoquer():
            return f"Lot\u00a0: {pluriel(faites(resultat), 'convocation')}"
        case commands.LotNoterResultat():
            return f"Lot\u00a0: {pluriel(faites(resultat), 'réponse')}, {command.resultat.libelle.lower()}"
        case commands.LotRendreAvis() | commands.LotRetenirListeAttente():
            return f"Lot\u00a0: {faites(resultat)} avis"
        case commands.EcrireNote():
            return f"Note sur {command.candidature}"
        case commands.ModifierNote():
            return f"Note modifiée sur {command.candidature}"
        case commands.EffacerNote():
            return f"Note effacée sur {command.candidature}"
        case commands.PoserDrapeau():
            return f"Drapeau de {command.candidature}\u00a0: {command.drapeau.libelle.lower()}"
        case commands.Affecter():
            return f"Personne en charge de {command.candidature}"
        case commands.ModifierAction():
            return f"Formation {command.action} modifiée"
        case commands.ModifierSession():
            return f"Session {command.session} modifiée"
        case commands.ModifierContacts():
            return f"Contacts de la session {command.session} modifiés"
        case commands.ModifierDroit():
            return f"Droits de {command.membre} modifiés"
        case commands.Deposer():
            return f"Dépôt de la candidature {command.reference}"
        case commands.AnnulerSession():
            return f"Annulation de la session {command.session}"
        case commands.PasserAvisNonTransmis():
            return f"Passage de {command.candidature} en avis non transmis"
        case commands.Annuler():
            return "Annulation d’une saisie"


def _etat(resultat: Resultat) -> str:
    return "" if resultat.etat is None else resultat.etat.libelle[0].lower() + resultat.etat.libelle[1:]


def lignes_refusees(resultat: Resultat) -> tuple[ResultatLigne, ...]:
    """The rows of a lot that it was not done for."""
    return tuple(ligne for ligne in resultat.lignes or () if ligne.refus is not None)


def faites(resultat: Resultat) -> int:
    """How many candidatures, or whatever the command is about, it was done for."""
    if resultat.lignes is None:
        return int(resultat.fait)
    return sum(1 for ligne in resultat.lignes if ligne.refus is None)
