"""DRT — rights (guide: Accès et gestion des droits)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.model import (
    Action,
    Candidature,
    Dispositif,
    Droit,
    Rattachement,
    Role,
    Session,
)
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Changement, Compte, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.phrases import guillemets
from rafaelpro_tui.core.rules.sessions import roles

if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import ModifierDroit

CANDIDATURES: Final = frozenset({Droit.PREINSCRIPTION, Droit.GENERAL})
"""The droits of those who handle candidatures (DRT-1)."""
_CATALOGUE = frozenset({Droit.CATALOGUE, Droit.GENERAL})
_REFERENT = "Adressez-vous à la ou au référent·e de votre structure (étoile ★ dans la liste des membres)."


@dataclass(frozen=True, slots=True)
class SessionVisible:
    """A session that the active structure has a role on (DRT-5)."""

    session: Session
    action: Action
    dispositif: Dispositif
    roles: tuple[Role, ...]
    compte: Compte


@dataclass(frozen=True, slots=True)
class Pieces:
    """A candidature that the active structure may know of, with its session."""

    candidature: Candidature
    sur: SessionVisible


def rattache(context: Context) -> Refus | None:
    """DRT-7: each command carries the structure it acts for; the user must be attached to it."""
    if context.rattachement is not None:
        return None
    return Refus(
        "DRT-7",
        f"L’utilisateur {guillemets(context.utilisateur)} n’est pas rattaché à la structure "
        f"{guillemets(context.structure)}.",
        "Choisissez une structure à laquelle vous êtes rattaché·e.",
    )


def introuvable(quoi: str, reference: str) -> Refus:
    """DRT-5: the same answer for what does not exist and for what the active structure has no role on."""
    return Refus(
        "DRT-5",
        f"{quoi} {guillemets(reference)} introuvable.",
        "Vérifiez la référence, ou changez de structure active.",
    )


def session_visible(dossier: Dossier, context: Context, reference: str) -> SessionVisible | Refus:
    """DRT-7, then DRT-5."""
    if refus := rattache(context):
        return refus
    if dossier.session and dossier.action and dossier.dispositif:
        tenus = roles(context.structure, dossier.session, dossier.action)
        if tenus:
            return SessionVisible(dossier.session, dossier.action, dossier.dispositif, tenus, dossier.compte)
    return introuvable("Session", reference)


def pieces(dossier: Dossier, context: Context, reference: str) -> Pieces | Refus:
    """DRT-7, then DRT-5, for a candidature."""
    sur = session_visible(dossier, context, reference)
    if isinstance(sur, Refus):
        return sur if sur.regle == "DRT-7" else introuvable("Candidature", reference)
    if dossier.candidature is None:
        return introuvable("Candidature", reference)
    return Pieces(dossier.candidature, sur)


def agir(sur: SessionVisible, context: Context) -> Refus | None:
    """DRT-1: Responsable or Positionneur, and `preinscription` or `general`."""
    if not _peut(sur.roles, {Role.RESPONSABLE, Role.POSITIONNEUR}):
        return Refus(
            "DRT-1",
            f"Votre organisme est seulement {_liste(sur.roles)} sur cette session : il ne traite pas les candidatures.",
            "Le Responsable ou le Positionneur de la session peut le faire.",
        )
    return _profil("DRT-1", context, CANDIDATURES, "de traiter les candidatures")


def editer_session(sur: SessionVisible, context: Context) -> Refus | None:
    """DRT-2: Responsable or Formateur, and `catalogue` or `general`."""
    if not _peut(sur.roles, {Role.RESPONSABLE, Role.FORMATEUR}):
        return Refus(
            "DRT-2",
            f"Votre organisme est seulement {_liste(sur.roles)} : il ne modifie pas les données de la session.",
            "Le Responsable ou le Formateur de la session peut le faire.",
        )
    return _profil("DRT-2", context, _CATALOGUE, "de modifier les données de session")


def editer_action(tenus: tuple[Role, ...], context: Context) -> Refus | None:
    """DRT-3: Responsable only, and `catalogue` or `general`."""
    if Role.RESPONSABLE not in tenus:
        return Refus(
            "DRT-3",
            f"Votre organisme est {_liste(tenus)} : la gestion de l’action est réservée au Responsable.",
            "L’organisme Responsable peut le faire.",
        )
    return _profil("DRT-3", context, _CATALOGUE, "de modifier l’action")


def editer_contacts(sur: SessionVisible, context: Context) -> Refus | None:
    """DRT-4: Responsable only, and `catalogue` or `general`."""
    if Role.RESPONSABLE not in sur.roles:
        return Refus(
            "DRT-4",
            f"Votre organisme est {_liste(sur.roles)} : les contacts du Positionneur sont gérés par le Responsable.",
            "L’organisme Responsable peut le faire ; le Formateur, lui, se modifie dans EOS.",
        )
    return _profil("DRT-4", context, _CATALOGUE, "de modifier les contacts du Positionneur")


def peut_consulter_candidats(context: Context, tenus: tuple[Role, ...]) -> bool:
    """DRT-9: the persons behind the counts are for those who may act on them (DRT-1)."""
    return _peut(tenus, {Role.RESPONSABLE, Role.POSITIONNEUR}) and context.droit in CANDIDATURES


def refus_consultation(context: Context) -> Refus:
    """DRT-9, said: what a reader who only gets the counts is told."""
    return Refus(
        "DRT-9",
        f"Votre profil ({context.droit.libelle}) ou le rôle de votre organisme donne accès aux nombres, "
        "pas aux personnes.",
        f"Il faut être Responsable ou Positionneur, avec un profil préinscription ou général. {_REFERENT}",
    )


def modifier_droit(command: ModifierDroit, dossier: Dossier, context: Context) -> Decision:
    """DRT-6: a référent changes droits and names référents; a structure always keeps at least one."""
    if refus := rattache(context):
        return refus
    membre = dossier.membre
    if membre is None:
        return introuvable("Membre", command.membre)
    assert context.rattachement is not None  # rattache() has answered otherwise
    if not context.rattachement.referent:
        return Refus("DRT-6", "Seul·e un·e référent·e de la structure modifie les droits des membres.", _REFERENT)
    apres: Rattachement = replace(
        membre,
        droit=membre.droit if command.droit is None else command.droit,
        referent=membre.referent if command.referent is None else command.referent,
    )
    if membre.referent and not apres.referent and dossier.referents <= 1:
        return Refus(
            "DRT-6",
            "Une structure garde toujours au moins un·e référent·e, et ce membre est le dernier.",
            "Nommez d’abord un·e autre référent·e.",
        )
    return Accord(changements=() if apres == membre else (Changement(membre, apres),))


def _peut(tenus: Iterable[Role], voulus: set[Role]) -> bool:
    return not voulus.isdisjoint(tenus)


def _profil(regle: str, context: Context, voulus: frozenset[Droit], quoi: str) -> Refus | None:
    if context.droit in voulus:
        return None
    return Refus(regle, f"Votre profil {guillemets(context.droit.libelle)} ne permet pas {quoi}.", _REFERENT)


def _liste(tenus: Iterable[Role]) -> str:
    return " et ".join(role.libelle for role in tenus)
