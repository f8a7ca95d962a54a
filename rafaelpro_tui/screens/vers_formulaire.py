"""`m`: from wherever a session is shown to its form."""

from typing import Final

from textual.app import App
from textual.binding import Binding

MODIFIER_SESSION: Final = Binding(
    "m",
    "modifier_session",
    "Modifier la session",
    tooltip="Ouvrir le formulaire de la session\u00a0: coefficient, dates limites, contacts",
    id="modifier_session",
)


def ouvrir_formulaire(app: App[None], reference: str | None) -> None:
    """Show the form of a session, if there is one."""
    from rafaelpro_tui.screens.formulaire_session import FormulaireSessionScreen

    if reference is not None:
        app.push_screen(FormulaireSessionScreen(reference))
