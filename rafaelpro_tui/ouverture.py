"""The base is opened while the first screen is being painted; one is told when it takes long, or when a demo is old."""

from __future__ import annotations

import gc
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.message import Message
from textual.widgets import Static

from rafaelpro_tui import demo_agee
from rafaelpro_tui.core.erreurs import ENTREE_SORTIE
from rafaelpro_tui.demo_agee import DemoAgee, DemoLocale

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk

PATIENCE = 1.0
"""Seconds before one is told that the base is being opened."""
RAMASSAGE = 1.0
"""Seconds after which garbage is collected again: see `commandes.application`."""


@dataclass
class DeskOuvert(Message):
    """The base is open."""

    desk: Desk


class OuvertureApp(App[None], inherit_bindings=False):
    """The part of the app that opens the base, and closes it."""

    ouvrir: Callable[[], Desk]
    demo: DemoLocale | None

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self.echec: BaseException | None = None
        """Why the base could not be opened."""

    @abstractmethod
    def commencer(self) -> None:
        """The base is open: show home."""

    @property
    def desk(self) -> Desk:
        assert self._desk is not None, "no screen is shown before the base is open"
        return self._desk

    @property
    def ouverte(self) -> bool:
        """Whether there is a base to talk to."""
        return self._desk is not None

    def on_mount(self) -> None:
        self.set_timer(PATIENCE, self._faire_patienter)
        self._ouvrir_la_base()

    def _faire_patienter(self) -> None:
        """A base which takes long to open (clocks to catch up with, another program at work) says so."""
        if self._desk is None and self.echec is None and len(self.screen_stack) == 1:
            self.screen.mount(Static("Ouverture de la base…", id="ouverture"))

    @work(thread=True, exit_on_error=False, group="ouverture")
    def _ouvrir_la_base(self, *, telle_quelle: bool = False) -> None:
        if self.demo is not None and not telle_quelle and (jours := self.demo.age()) >= demo_agee.JOURS:
            self.post_message(DemoAgee(jours))
        else:
            self.post_message(DeskOuvert(self.ouvrir()))

    def base_inaccessible(self, erreur: BaseException) -> None:
        """The app cannot be: `lancement` tells why."""
        self.echec = erreur
        self.exit(return_code=ENTREE_SORTIE)

    def on_demo_agee(self, message: DemoAgee) -> None:
        def repondu(oui: bool | None) -> None:
            if oui:
                self._remettre_la_demo()
            else:
                self._ouvrir_la_base(telle_quelle=True)

        self.push_screen(demo_agee.question(message.jours), repondu)

    @work(thread=True, exit_on_error=False, group="ouverture")
    def _remettre_la_demo(self) -> None:
        assert self.demo is not None, "only a demo is asked about"
        self.demo.remettre()
        self.post_message(DeskOuvert(self.ouvrir()))

    def on_desk_ouvert(self, message: DeskOuvert) -> None:
        self._desk = message.desk
        self.commencer()
        self.set_timer(RAMASSAGE, _ramasser)

    def on_unmount(self) -> None:
        if self._desk is not None:
            self._desk.close()


def _ramasser() -> None:
    gc.freeze()  # What was made while starting stays until the end: never look at it again.
    gc.enable()
