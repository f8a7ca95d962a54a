"""SUI — what a structure keeps for itself on a candidature: notes, drapeau, who is in charge. Ours: no guide.

SUI-1 a note: what it may hold, who may change it. SUI-2 one drapeau at a time. SUI-3 in charge: a colleague who may
handle candidatures. SUI-4 none of it is told to another structure, nor transmitted. Whoever may act on the candidature
(DRT-1) writes, whatever its state: a note is useful after the avis too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rafaelpro_tui.core.commands import (
    Affecter,
    EcrireNote,
    EffacerNote,
    ModifierNote,
    PoserDrapeau,
    SurSuivi,
)
from rafaelpro_tui.core.model import Droit, Note, Signature, Suivi
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Changement, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.droits import CANDIDATURES, agir, pieces
from rafaelpro_tui.core.rules.perime import perime
from rafaelpro_tui.core.rules.phrases import accorde, guillemets
from rafaelpro_tui.core.rules.textes import avertissements_texte, caractere_de_controle, propre

NOTE_MAX: Final = 1_000
"""Characters of a note, counted as AVI-8 counts."""
NOTES_MAX: Final = 50
"""Notes on a candidature."""


def tenir(command: SurSuivi, dossier: Dossier, context: Context) -> Decision:
    """DRT-7, DRT-5, DRT-1, then the rules of SUI."""
    ouvert = pieces(dossier, context, command.candidature)
    if isinstance(ouvert, Refus):
        return ouvert
    if refus := agir(ouvert.sur, context):
        return refus
    avant = dossier.suivi or Suivi(structure=context.structure, candidature=command.candidature)
    match command:
        case EcrireNote() | ModifierNote():
            apres = _ecrire(command, avant, context)
        case EffacerNote():
            apres = _effacer(command, avant, context)
        case PoserDrapeau():
            apres = _poser(command, avant, dossier, context)
        case Affecter():
            apres = _affecter(command, avant, dossier, context)
    if isinstance(apres, Refus):
        return apres
    texte = command.texte if isinstance(command, EcrireNote | ModifierNote) else ""
    return Accord(
        changements=() if apres == avant else (Changement(dossier.suivi, apres),),
        avertissements=tuple(avertissements_texte("Note", texte)),
    )


def assignable(droit: Droit) -> bool:
    """SUI-3: who may be in charge of candidatures may handle them (DRT-1)."""
    return droit in CANDIDATURES


def _ecrire(command: EcrireNote | ModifierNote, avant: Suivi, context: Context) -> Suivi | Refus:
    if isinstance(command, ModifierNote):
        note = _note(command.note, avant)
        if isinstance(note, Refus):
            return note
        if note.ecrite.par != context.utilisateur:
            return Refus("SUI-1", "Cette note est d’une autre personne.", "Écrivez la vôtre à la suite.")
    elif len(avant.notes) >= NOTES_MAX:
        return Refus(
            "SUI-1",
            f"La candidature {avant.candidature} porte déjà {NOTES_MAX} notes.",
            "Effacez celles qui ne servent plus.",
        )
    if refus := next(_refus_texte(command.texte), None):
        return refus
    texte = propre(command.texte)
    if isinstance(command, EcrireNote):
        ecrite = Note(id=str(command.id), texte=texte, ecrite=_signature(context))
        return replace(avant, notes=(*avant.notes, ecrite))
    return replace(
        avant,
        notes=tuple(
            replace(une, texte=texte, modifiee_le=context.maintenant)
            if une.id == command.note and une.texte != texte
            else une
            for une in avant.notes
        ),
    )


def _effacer(command: EffacerNote, avant: Suivi, context: Context) -> Suivi | Refus:
    """By who wrote it, or by a référent."""
    note = _note(command.note, avant)
    if isinstance(note, Refus):
        return note
    referent = context.rattachement is not None and context.rattachement.referent
    if note.ecrite.par != context.utilisateur and not referent:
        return Refus(
            "SUI-1",
            "Cette note est d’une autre personne.",
            "Qui l’a écrite, ou un·e référent·e de la structure, peut l’effacer.",
        )
    return replace(avant, notes=tuple(une for une in avant.notes if une.id != command.note))


def _note(id: str, suivi: Suivi) -> Note | Refus:
    trouvee = next((une for une in suivi.notes if une.id == id), None)
    return trouvee or Refus(
        "SUI-1",
        f"La note {guillemets(id)} n’est plus sur la candidature {suivi.candidature}.",
        "Relisez les notes : elle a été effacée, ou n’y a jamais été.",
    )


def _refus_texte(texte: str) -> Iterator[Refus]:
    net = propre(texte)
    if not net:
        yield Refus("SUI-1", "La note est vide.", "Écrivez-la, ou effacez-la.")
    if len(net) > NOTE_MAX:
        yield Refus(
            "SUI-1",
            f"La note compte {len(net)} caractères, pour {NOTE_MAX} au plus.",
            f"Raccourcissez-la de {accorde(len(net) - NOTE_MAX, 'caractère', 'caractères')}.",
        )
    if (fautif := caractere_de_controle(texte)) is not None:
        yield Refus(
            "SUI-1",
            f"La note contient le caractère de contrôle U+{ord(fautif):04X}.",
            "Effacez ce caractère ; seuls les retours à la ligne sont admis.",
        )


def _poser(command: PoserDrapeau, avant: Suivi, dossier: Dossier, context: Context) -> Suivi | Refus:
    if command.avant not in (None, avant.drapeau):
        return _perime(f"Le drapeau de {avant.candidature}", dossier, context)
    if command.drapeau is avant.drapeau:
        return avant
    return replace(avant, drapeau=command.drapeau, drapeau_pose=_signature(context))


def _affecter(command: Affecter, avant: Suivi, dossier: Dossier, context: Context) -> Suivi | Refus:
    if command.avant not in (None, avant.charge):
        return _perime(f"La personne en charge de {avant.candidature}", dossier, context)
    if command.a == avant.charge:
        return avant
    if command.a and (dossier.membre is None or not assignable(dossier.membre.droit)):
        return Refus(
            "SUI-3",
            f"{guillemets(command.a)} ne peut pas être en charge d’une candidature ici.",
            "Choisissez un membre de votre structure au profil préinscription ou général.",
        )
    return replace(avant, charge=command.a, affectee=_signature(context))


def _perime(quoi: str, dossier: Dossier, context: Context) -> Refus:
    """SYN-1, with who and when where it is known."""
    change = dossier.modification
    return perime(quoi, change.par if change else "un·e collègue", change.le if change else context.maintenant)


def _signature(context: Context) -> Signature:
    return Signature(par=context.utilisateur, le=context.maintenant)
