"""Where a refused command is taken up again: the form whose fields are filled with it (« À régler », SYNC)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rafaelpro_tui.core.commands import AnyCommand, ModifierAction, ModifierContacts, ModifierSession, Tenir
from rafaelpro_tui.core.reponses import cible

if TYPE_CHECKING:
    from rafaelpro_tui.screens.base_screen import BaseScreen


def lieu(command: AnyCommand) -> str:
    """Its name, as in « reprendre la mienne dans la fiche »; "" when no form holds such a command."""
    match command:
        case ModifierAction():
            return "le formulaire de la formation"
        case ModifierSession() | ModifierContacts():
            return "le formulaire de la session"
        case Tenir():
            return ""
        case _:
            return "la fiche" if hasattr(command, "candidature") else ""


def ecran(command: AnyCommand) -> BaseScreen:
    """The form itself, of a command that has one."""
    match command:
        case ModifierAction():
            from rafaelpro_tui.screens.formulaire_action import FormulaireActionScreen

            return FormulaireActionScreen(command.action, reprise=command)
        case ModifierSession() | ModifierContacts():
            from rafaelpro_tui.screens.formulaire_session import FormulaireSessionScreen

            return FormulaireSessionScreen(command.session, reprise=command)
        case _:
            from rafaelpro_tui.screens.candidature import CandidatureScreen

            return CandidatureScreen(cible(command), reprise=command)
