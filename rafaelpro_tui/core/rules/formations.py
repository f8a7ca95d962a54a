"""FOR — formations conventionnées: the action form and the session form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.model import Contact, EtatSession, Session
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Avertissement, Changement, Decision, Dossier, Modification, Refus
from rafaelpro_tui.core.rules.droits import (
    SessionVisible,
    editer_action,
    editer_contacts,
    editer_session,
    introuvable,
    rattache,
    session_visible,
)
from rafaelpro_tui.core.rules.phrases import accorde, guillemets, jour, nombre
from rafaelpro_tui.core.rules.sessions import etat_session, maximum, roles
from rafaelpro_tui.core.rules.textes import avertissements_texte, caractere_de_controle, propre

if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import ModifierAction, ModifierContacts, ModifierSession, ValeursSession

_CENTIEME: Final = Decimal("0.01")
_LIEN: Final = re.compile(r"https?://[^\s/?#@\\][^\s\\]*", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"(?:\+|00)?\d(?:[ .\-()\u00a0\u202f]*\d){3,14}")
_COURRIEL: Final = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(?:\.[^\s@<>,;\".]+)+")


def modifier_action(command: ModifierAction, dossier: Dossier, context: Context) -> Decision:
    """FOR-2: only the « plus » and the lien web are the OF's."""
    if refus := rattache(context):
        return refus
    action = dossier.action
    tenus = () if action is None else (*roles(context.structure, None, action), *dossier.roles_action)
    if action is None or not tenus:
        return introuvable("Formation", command.action)
    if refus := editer_action(tenus, context) or next(_refus_action(command), None):
        return refus
    apres = replace(
        action,
        plus=action.plus if command.plus is None else propre(command.plus),
        lien_web=action.lien_web if command.lien_web is None else propre(command.lien_web),
    )
    return Accord(
        changements=() if apres == action else (Changement(action, apres),),
        avertissements=tuple(avertissements_texte("Le « plus » de la formation", command.plus or "")),
    )


def _refus_action(command: ModifierAction) -> Iterator[Refus]:
    if command.plus is not None and (fautif := caractere_de_controle(command.plus)) is not None:
        yield Refus(
            "FOR-2",
            f"Le « plus » de la formation contient le caractère de contrôle U+{ord(fautif):04X}.",
            "Effacez ce caractère ; seuls les retours à la ligne sont admis.",
        )
    lien = propre(command.lien_web or "")
    if lien and (not _LIEN.fullmatch(lien) or caractere_de_controle(lien)):
        yield Refus(
            "FOR-2",
            f"Le lien web {guillemets(lien)} n’est pas une adresse http ou https.",
            "Donnez une adresse complète, comme https://www.exemple.fr, ou laissez le champ vide.",
        )


def modifiable(sur: SessionVisible, context: Context) -> Refus | None:
    """FOR-8: the parameters of a session annulée or terminée cannot be edited."""
    etat = etat_session(sur.session, context.aujourdhui)
    if etat not in (EtatSession.ANNULEE, EtatSession.TERMINEE):
        return None
    return Refus(
        "FOR-8",
        f"La session {sur.session.reference} est {etat.libelle.lower()} : ses paramètres ne sont plus modifiables.",
        "Modifiez une session à venir ou en cours.",
    )


def modifier_session(command: ModifierSession, dossier: Dossier, context: Context) -> Decision:
    """FOR-3 to FOR-7: coefficient and date limits."""
    sur = session_visible(dossier, context, command.session)
    if isinstance(sur, Refus):
        return sur
    refus = (
        editer_session(sur, context)
        or modifiable(sur, context)
        or _perime(command.avant, sur.session, dossier.modification)
        or next(_refus_session(command, sur), None)
    )
    if refus:
        return refus
    apres = _session_apres(command, sur.session)
    alertes = []
    if command.coefficient is not None and maximum(apres) < sur.compte.inscrits:
        inscrits = accorde(sur.compte.inscrits, "inscrit", "inscrits")
        alertes.append(
            Avertissement(
                "FOR-5",
                f"Le maximum passe à {maximum(apres)} pour {inscrits} : "
                "la session ne prendra plus de nouvelle candidature.",
            )
        )
    return Accord(
        changements=() if apres == sur.session else (Changement(sur.session, apres),),
        avertissements=tuple(alertes),
    )


def _session_apres(command: ModifierSession, session: Session) -> Session:
    return replace(
        session,
        coefficient=session.coefficient if command.coefficient is None else command.coefficient,
        date_limite_inscription=command.date_limite_inscription or session.date_limite_inscription,
        date_limite_entree_tardive=command.date_limite_entree_tardive or session.date_limite_entree_tardive,
    )


def _perime(avant: ValeursSession | None, session: Session, modification: Modification | None) -> Refus | None:
    """SYN-1: a change based on values that are no longer current is refused, with the current ones, who and when."""
    if avant is None:
        return None
    for champ, vu, actuel in (
        ("coefficient", avant.coefficient, session.coefficient),
        ("date limite d’inscription", avant.date_limite_inscription, session.date_limite_inscription),
        (
            "date limite d’entrée tardive",
            avant.date_limite_entree_tardive,
            session.date_limite_entree_tardive,
        ),
    ):
        if vu is not None and vu != actuel:
            dit_vu, dit_actuel = (nombre(v) if isinstance(v, Decimal) else jour(v) for v in (vu, actuel))
            return Refus(
                "SYN-1",
                f"La valeur de {guillemets(champ)} a changé entre-temps : {dit_vu} chez vous, "
                f"{dit_actuel} désormais{_par_qui(modification)}.",
                "Relisez la session, puis recommencez à partir des valeurs actuelles.",
            )
    return None


def _par_qui(modification: Modification | None) -> str:
    """« (par Léa Martin, le 15/07/2024 à 10:30) », when it is known."""
    if modification is None:
        return ""
    return f" (par {modification.par}, le {jour(modification.le)} à {modification.le:%H:%M})"


def _refus_session(command: ModifierSession, sur: SessionVisible) -> Iterator[Refus]:
    session, dispositif = sur.session, sur.dispositif
    coefficient = command.coefficient
    if coefficient is not None:
        if dispositif.hsp and coefficient != 1:
            yield Refus(
                "FOR-3",
                f"Le coefficient {nombre(coefficient)} : pour l’HSP, il doit rester à 1.",
                "Laissez 1.",
            )
        if not coefficient.is_finite() or not dispositif.coefficient_min <= coefficient <= dispositif.coefficient_max:
            yield Refus(
                "FOR-3",
                f"Le coefficient {nombre(coefficient)} est hors des bornes du dispositif {dispositif.code}.",
                f"Choisissez-le entre {nombre(dispositif.coefficient_min)} et {nombre(dispositif.coefficient_max)}.",
            )
        elif coefficient != coefficient.quantize(_CENTIEME):
            yield Refus(
                "FOR-3",
                f"Le coefficient {nombre(coefficient)} a plus de deux décimales.",
                "Arrondissez-le à deux décimales.",
            )
    apres = _session_apres(command, session)
    if dispositif.hsp and apres.date_limite_inscription != session.date_limite_inscription:
        yield Refus(
            "FOR-6",
            f"La date limite d’inscription {jour(apres.date_limite_inscription)} : pour l’HSP, c’est le prochain point "
            "d’entrée, elle ne peut pas être modifiée.",
            f"Laissez {jour(session.date_limite_inscription)} ; cette date vient du flux EOS.",
        )
    yield from _refus_ordre(apres, session)


def _refus_ordre(apres: Session, avant: Session) -> Iterator[Refus]:
    """FOR-7: inscription ≤ entrée tardive ≤ fin; the other date to adjust is named.

    Only for a date that moves: a catalogue may hold others, and a change of coefficient is no place to mend them.
    """
    inscription, tardive, fin = apres.date_limite_inscription, apres.date_limite_entree_tardive, apres.fin
    inscription_change = inscription != avant.date_limite_inscription
    tardive_change = tardive != avant.date_limite_entree_tardive
    if tardive_change and tardive > fin:
        yield Refus(
            "FOR-7",
            f"La date limite d’entrée tardive {jour(tardive)} dépasse la fin de la session ({jour(fin)}).",
            f"Choisissez une date jusqu’au {jour(fin)}.",
        )
    if inscription_change and inscription > fin:
        yield Refus(
            "FOR-7",
            f"La date limite d’inscription {jour(inscription)} dépasse la fin de la session ({jour(fin)}).",
            f"Choisissez une date jusqu’au {jour(min(tardive, fin))}.",
        )
    if inscription_change and inscription > tardive:
        yield Refus(
            "FOR-7",
            f"La date limite d’inscription {jour(inscription)} dépasse la date limite d’entrée tardive "
            f"({jour(tardive)}).",
            f"Ajustez aussi la date limite d’entrée tardive, entre le {jour(inscription)} et le {jour(fin)}.",
        )
    if tardive_change and inscription > tardive:
        yield Refus(
            "FOR-7",
            f"La date limite d’entrée tardive {jour(tardive)} précède la date limite d’inscription "
            f"({jour(inscription)}).",
            f"Ajustez aussi la date limite d’inscription, au {jour(tardive)} ou avant.",
        )


def modifier_contacts(command: ModifierContacts, dossier: Dossier, context: Context) -> Decision:
    """FOR-10: who recruits, and how to reach them."""
    sur = session_visible(dossier, context, command.session)
    if isinstance(sur, Refus):
        return sur
    nets = tuple(
        Contact(nom=propre(c.nom), telephone=propre(c.telephone), courriel=propre(c.courriel)) for c in command.contacts
    )
    refus = editer_contacts(sur, context) or modifiable(sur, context) or next(_refus_contacts(nets), None)
    if refus:
        return refus
    apres = replace(sur.session, contacts=nets)
    return Accord(changements=() if apres == sur.session else (Changement(sur.session, apres),))


def _refus_contacts(contacts: tuple[Contact, ...]) -> Iterator[Refus]:
    if not contacts:
        yield Refus("FOR-10", "Aucun contact du Positionneur n’est donné.", "Donnez au moins un contact joignable.")
    for rang, contact in enumerate(contacts, start=1):
        if not contact.nom:
            yield Refus("FOR-10", f"Le nom du contact {rang} est vide.", "Donnez un nom, par exemple « Accueil ».")
        for champ, valeur in (
            ("nom", contact.nom),
            ("téléphone", contact.telephone),
            ("courriel", contact.courriel),
        ):
            if caractere_de_controle(valeur) or "\n" in valeur:
                yield Refus(
                    "FOR-10",
                    f"Le {champ} du contact {rang} contient un caractère de contrôle.",
                    "Effacez ce caractère.",
                )
        if contact.telephone and not _TELEPHONE.fullmatch(contact.telephone):
            yield Refus(
                "FOR-10",
                f"Le téléphone {guillemets(contact.telephone)} du contact {rang} n’est pas un numéro.",
                "Donnez par exemple 05 56 00 00 00.",
            )
        if contact.courriel and not _COURRIEL.fullmatch(contact.courriel):
            yield Refus(
                "FOR-10",
                f"Le courriel {guillemets(contact.courriel)} du contact {rang} n’est pas une adresse.",
                "Donnez par exemple accueil@exemple.fr.",
            )
        if not contact.telephone and not contact.courriel:
            yield Refus(
                "FOR-10",
                f"Le contact {rang} n’a ni téléphone ni courriel.",
                "Donnez au moins un moyen de le joindre.",
            )
