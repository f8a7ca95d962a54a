"""What the two forms let edit, and why not the rest: a form asks before anything is typed (FOR-1, FOR-3, FOR-6)."""

from __future__ import annotations

from datetime import date

from rafaelpro_tui.core.model import Role, Session
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Dossier, Refus
from rafaelpro_tui.core.rules.droits import (
    editer_action,
    editer_contacts,
    editer_session,
    rattache,
    session_visible,
)
from rafaelpro_tui.core.rules.formations import modifiable
from rafaelpro_tui.core.rules.sessions import maximum

CHAMPS_SESSION = ("coefficient", "date_limite_inscription", "date_limite_entree_tardive")
"""The keys of `modifier_session`, in the form's order."""
CONTACTS = "contacts"


def verrou_action(tenus: tuple[Role, ...], context: Context) -> Refus | None:
    """DRT-3: why the « plus » and the lien web cannot be edited; None when they can."""
    return rattache(context) or editer_action(tenus, context)


def verrous_session(dossier: Dossier, context: Context, reference: str) -> dict[str, Refus | None]:
    """By field of the session form, why it cannot be edited: rights first, then the session, then HSP."""
    sur = session_visible(dossier, context, reference)
    if isinstance(sur, Refus):
        partout: dict[str, Refus | None] = dict.fromkeys((*CHAMPS_SESSION, CONTACTS), sur)
        return partout
    close = modifiable(sur, context)
    verrous: dict[str, Refus | None] = dict.fromkeys(CHAMPS_SESSION, editer_session(sur, context) or close)
    verrous[CONTACTS] = editer_contacts(sur, context) or close
    if sur.dispositif.hsp:
        # A coefficient that the flow left at another value may still be put back to 1.
        if sur.session.coefficient == 1:
            verrous["coefficient"] = verrous["coefficient"] or Refus(
                "FOR-3", "Pour les formations HSP, ce coefficient doit rester à 1.", "Il n’y a rien à y changer."
            )
        verrous["date_limite_inscription"] = verrous["date_limite_inscription"] or Refus(
            "FOR-6",
            "Pour l’HSP, cette date correspond au prochain point d’entrée et ne peut pas être modifiée.",
            "Elle vient du flux EOS.",
        )
    return verrous


def ouverte_au_recrutement(session: Session, inscrits: int, aujourdhui: date) -> bool:
    """FOR-6, FOR-9: whether a candidature can still arrive, for all that is said of the session (CAN-5)."""
    return not session.annulee and aujourdhui <= session.date_limite_inscription and inscrits < maximum(session)
