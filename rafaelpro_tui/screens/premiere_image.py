"""A screen is first painted with what it shows, rather than empty and then whole again a few frames later."""

from abc import abstractmethod
from typing import Final

from textual import events, on

from rafaelpro_tui.screens.base_screen import BaseScreen

ATTENTE: Final = 0.1
"""Seconds at most that the first painting waits for what is being read: nearly always it is there in a tenth of it."""


class PremiereImage(BaseScreen):
    """The half of a screen that waits for its data; what is behind stays on screen meanwhile."""

    _attend = False
    _peinte = False

    @property
    @abstractmethod
    def prete(self) -> bool:
        """Whether all that the screen shows at first is read."""

    @on(events.ScreenResume)
    def _retenir(self, event: events.ScreenResume) -> None:
        """Before Textual's, which lays out and paints."""
        if self._peinte or self._attend or self.prete:  # If it was waiting, a dialog has come and gone over it.
            self._peinte = True
            return
        event.prevent_default()
        self._attend = True
        self.set_timer(ATTENTE, self.peindre)

    def peindre_si_prete(self) -> None:
        """To be called once something that the screen shows at first is read."""
        if self.prete:
            self.peindre()

    def peindre(self) -> None:
        """Wait no longer for what is not read."""
        if self._attend and not self._peinte:
            self._peinte = True
            self.post_message(events.ScreenResume(refresh_styles=False))
