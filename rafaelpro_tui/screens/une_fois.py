"""A screen that opens is styled, laid out and painted once; by itself, Textual does each two or three times."""

from __future__ import annotations

from typing import TypeVar

from textual import events, on
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

Reponse = TypeVar("Reponse")


class UneFois(Screen[Reponse], inherit_bindings=False):
    """What screens and dialogs have in common: they know from the start how large they are."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The two widgets that the focus leaves and finds paint themselves: Textual would paint the whole screen again."""
    _deja_vue = False

    def se_styler(self) -> None:
        """To be called before anything is composed: at the first resize, all would be styled anew.

        From Python 3.12 on, a screen is composed before Textual reads its sheet: tasks begin at once there.
        """
        styles = self.app.stylesheet
        if a_lire := [feuille for feuille in self.css_path if not styles.has_source(str(feuille))]:
            styles.read_all(a_lire)
            styles.reparse()
        self.add_class(*self._seuils(self.app.size), update=False)
        styles.apply(self)

    @on(events.ScreenResume)
    def _deja_stylee(self, event: events.ScreenResume) -> None:
        """The first time, all was styled when it was made, a moment ago."""
        if not self._deja_vue:
            self._deja_vue = True
            event.refresh_styles = False

    @on(events.Resize)
    def _deja_en_page(self, event: events.Resize) -> None:
        """Of its own layout a screen hears too, and would begin again."""
        if event.size == self.outer_size and self.classes.issuperset(self._seuils(event.size)):
            event.prevent_default()

    def _seuils(self, taille: Size) -> list[str]:
        """The classes of that size."""
        cotes = ((taille.width, self.HORIZONTAL_BREAKPOINTS), (taille.height, self.VERTICAL_BREAKPOINTS))
        return [max(seuil for seuil in seuils if seuil[0] <= cote)[1] for cote, seuils in cotes if seuils]
