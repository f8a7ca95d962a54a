"""What long work on a lot shows: a bar past 200 rows, or past one second; the screen itself never waits."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ProgressBar
from textual.worker import Worker, WorkerState

from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Dialogue

BEAUCOUP: Final = 200
"""Rows from which the bar is shown at once."""
LONGTEMPS: Final = 1.0
"""Seconds after which it is shown whatever their number."""
RYTHME: Final = 0.05
"""Seconds between two moves of the bar."""


@dataclass
class Avance(Message, bubble=False):
    """Steps done, of how many."""

    faits: int
    total: int


class ProgressionScreen(Dialogue[None]):
    """Cannot be left: what is under way is one transaction, whole or not at all."""

    def __init__(self, titre: Content) -> None:
        super().__init__()
        self._titre = titre
        self._fini = False

    @property
    def titre(self) -> Content:
        return self._titre

    def corps(self) -> Iterable[Widget]:
        yield ProgressBar(show_eta=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "fermer"

    def avancer(self, faits: int, total: int) -> None:
        if self.is_mounted:
            self.query_one(ProgressBar).update(total=total, progress=faits)

    def finir(self) -> None:
        """Close, now or as soon as nothing is above any more."""
        self._fini = True
        if self.is_current:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        if self._fini:
            self.dismiss(None)


class TravailScreen(BaseScreen):
    """A screen with at most one piece of long work under way."""

    def __init__(self) -> None:
        super().__init__()
        self._barre: ProgressionScreen | None = None
        self._patience: Timer | None = None
        self._dit_a = 0.0

    @property
    def au_travail(self) -> bool:
        return self._barre is not None

    def commencer(self, titre: Content, lignes: int) -> None:
        """Say what is going on, when it is going to last or does."""
        self._barre = ProgressionScreen(titre)
        if lignes > BEAUCOUP:
            self.app.push_screen(self._barre)
        else:
            self._patience = self.set_timer(LONGTEMPS, lambda: self._barre and self.app.push_screen(self._barre))

    def avancer(self, faits: int, total: int) -> None:
        """From the worker."""
        if (maintenant := time.monotonic()) - self._dit_a >= RYTHME:
            self._dit_a = maintenant
            self.post_message(Avance(faits, total))

    def on_avance(self, message: Avance) -> None:
        if self._barre is not None:
            self._barre.avancer(message.faits, message.total)

    def terminer(self) -> None:
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        barre, self._barre = self._barre, None
        if barre is not None and barre in self.app.screen_stack:
            barre.finir()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Beside `BaseScreen.on_worker_state_changed`, which Textual runs too."""
        if event.state is WorkerState.ERROR:
            self.terminer()
