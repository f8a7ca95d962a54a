"""`decide()`: which chapter answers which command."""

from __future__ import annotations

from rafaelpro_tui.core.commands import (
    Annuler,
    AnnulerSession,
    AnyCommand,
    Deposer,
    Lot,
    ModifierAction,
    ModifierContacts,
    ModifierDroit,
    ModifierSession,
    PasserAvisNonTransmis,
    Tenir,
)
from rafaelpro_tui.core.rules import annulation, candidatures, droits, echeances, formations, suivi
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Decision, Dossier
from rafaelpro_tui.core.rules.individuel import decider
from rafaelpro_tui.core.rules.lot import lot


def decide(command: AnyCommand, dossier: Dossier, context: Context) -> Decision:
    """What a command does to a dossier: `Accord(changements, avertissements)` or `Refus(regle, message, remede)`."""
    match command:
        case Lot():
            return lot(command, dossier, context)
        case ModifierSession():
            return formations.modifier_session(command, dossier, context)
        case ModifierContacts():
            return formations.modifier_contacts(command, dossier, context)
        case ModifierAction():
            return formations.modifier_action(command, dossier, context)
        case ModifierDroit():
            return droits.modifier_droit(command, dossier, context)
        case Annuler():
            return annulation.annuler(command, dossier, context)
        case Deposer():
            return candidatures.deposer(command, dossier, context)
        case AnnulerSession():
            return echeances.annuler_session(command, dossier, context)
        case PasserAvisNonTransmis():
            return echeances.passer_avis_non_transmis(command, dossier, context)
        case Tenir():
            return suivi.tenir(command, dossier, context)
        case _:
            return decider(command, dossier, context)
