"""The screen locked: nothing of what was shown, a code to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.safe_text import plain

if TYPE_CHECKING:
    from rafaelpro_tui.verrou import VerrouApp

LIBRES = 3
"""Tries before one waits, twice as long each time."""
ATTENTE_MAX = 300


class CodeVu(Annonce):
    """Whether it was the code; or why that could not be known."""

    juste: bool
    faute: str = ""


class VerrouScreen(Screen[None], inherit_bindings=False):
    """Over everything until the code is given; the app goes on under it."""

    DEFAULT_CSS = """
    VerrouScreen {
        align: center middle;
        & > Vertical { width: 60; max-width: 100%; height: auto; border: round $border; padding: 1 2; }
        & Input { margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "app.quit", "Quitter", show=False, priority=True, tooltip="Quitter", id="verrou.quitter"),
    ]

    essais = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(plain("RafaelPro est verrouillé."))
            yield LigneSure(password=True, compact=True)
            yield Static(plain("Tapez votre code, puis ⏎. Ctrl+Q quitte."), id="verrou-note")

    def on_mount(self) -> None:
        self.query_one(LigneSure).focus()

    def on_screen_resume(self) -> None:
        if not cast("VerrouApp", self.app).verrouillee:  # unlocked from another one, which was over it
            self.dismiss()

    @on(Input.Submitted)
    def _essaye(self, message: Input.Submitted) -> None:
        champ = self.query_one(LigneSure)
        champ.disabled = True
        self._verifier(message.value)
        champ.value = ""

    @work(thread=True, exclusive=True, exit_on_error=False, group="verrou")
    def _verifier(self, code: str) -> None:
        from rafaelpro_tui.core import code_verrou

        try:
            self.post_message(CodeVu(code_verrou.est(code)))
        except Erreur as erreur:
            self.post_message(CodeVu(False, f"{erreur.message} {erreur.que_faire}"))

    def on_code_vu(self, message: CodeVu) -> None:
        if message.juste:
            cast("VerrouApp", self.app).deverrouiller()
            self.dismiss()
            return
        self.essais += 1
        attente = 0 if self.essais < LIBRES else min(ATTENTE_MAX, 2 ** (self.essais - LIBRES))
        suite = f" Nouvel essai dans {attente} s." if attente else ""
        self.query_one("#verrou-note", Static).update(plain(message.faute or f"Ce n’est pas le code.{suite}"))
        self.set_timer(attente or 0.01, self._rendre)

    def _rendre(self) -> None:
        champ = self.query_one(LigneSure)
        champ.disabled = False
        champ.focus()
