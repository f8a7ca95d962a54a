"""The app locks when it has been left alone (setting `verrou`, off by default): a blank screen until the code is given.

It hides the screen from who passes by. It does not protect the base from who is in the session: that is the session's
own lock, and the encryption of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual import events, work
from textual.app import App

from rafaelpro_tui.core.erreurs import Erreur

if TYPE_CHECKING:
    from rafaelpro_tui.core.horloge import Horloge

REGARD: Final = 5.0
"""Seconds between two looks at how long nothing has been done."""
_PRESENCE: Final = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
PERMISES: Final = frozenset({"quit", "help_quit"})
"""Actions of the app while it is locked."""


class VerrouApp(App[None], inherit_bindings=False):
    """The part of the app that locks it."""

    verrouillee = False
    minutes_du_verrou = 0
    _vue_a = 0.0

    horloge: Horloge

    @work(thread=True, exit_on_error=False, group="verrou")
    def armer_le_verrou(self, minutes: int) -> None:
        """From now on, lock after so many minutes in which nothing is typed nor clicked; not without a code."""
        from rafaelpro_tui.core import code_verrou

        try:
            pret = code_verrou.existe()
        except Erreur:
            pret = False
        self.call_from_thread(self._arme, minutes if pret else 0)

    def _arme(self, minutes: int) -> None:
        if not minutes:
            self.notify(
                "L’écran ne se verrouillera pas, faute de code : « rafaelpro-tui verrou » en choisit un.",
                severity="warning",
                markup=False,
            )
            return
        self.minutes_du_verrou = minutes
        self._vue_a = self.horloge.secondes()
        self.set_interval(REGARD, self.verrouiller_si_oisive)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, _PRESENCE):
            self._vue_a = self.horloge.secondes()
        await super().on_event(event)

    def verrouiller_si_oisive(self) -> None:
        passees = self.horloge.secondes() - self._vue_a
        if passees < 0:  # the clock was put back
            self._vue_a = self.horloge.secondes()
        elif self.minutes_du_verrou and not self.verrouillee and passees >= 60 * self.minutes_du_verrou:
            self.verrouiller()

    def verrouiller(self) -> None:
        """Hide everything, what is said in passing too."""
        self.verrouillee = True
        self.clear_notifications()
        self._couvrir()

    def deverrouiller(self) -> None:
        self.verrouillee = False

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """What a worker shows meanwhile goes under the lock, before anything of it is painted."""
        montree = super().push_screen(*arguments, **options)
        if self.verrouillee:
            self._couvrir()
        return montree

    def _couvrir(self) -> None:
        from rafaelpro_tui.screens.verrou import VerrouScreen  # off by default: not for the first paint to read

        super().push_screen(VerrouScreen())

    def notify(self, *arguments: Any, **options: Any) -> None:
        """Nothing is said over the lock: it may name somebody."""
        if not self.verrouillee:
            super().notify(*arguments, **options)
