"""The base is opened before the first frame, which has its rows; one is told when it takes long, or a demo is old."""

from __future__ import annotations

from abc import abstractmethod
from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from textual import work
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from rafaelpro_tui.core.erreurs import ENTREE_SORTIE, Erreur
from rafaelpro_tui.core.vues import Onglet, SessionLigne
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.row_window import WINDOW, Beginning

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.core.horloge import Horloge

D_EMBLEE = 0.25
"""Seconds that the first frame waits for the base: nearly all are open, and their first rows read, in a tenth of it."""
PATIENCE = 1.0
"""Seconds before one is told that the base is being opened."""
JOURS: Final = 7
"""A demo this old is offered to be started afresh."""


class DeskOuvert(Annonce):
    """The base is open, and the sessions that home shows read, if they could be."""

    desk: Desk
    debut: Beginning[SessionLigne] | None
    demo: bool


class DemoAgee(Annonce):
    """The base is a demo about a day long past."""

    jours: int


class OuvertureApp(App[None], inherit_bindings=False):
    """The part of the app that opens the base, and closes it."""

    ouvrir: Callable[[], Desk]
    base: Path | None
    horloge: Horloge
    etat_base: str

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self.echec: BaseException | None = None
        """Why the base could not be opened."""

    @abstractmethod
    def accueil(self, debut: Beginning[SessionLigne] | None) -> Screen[Any]:
        """Home; `debut` when its first rows are read."""

    @abstractmethod
    def commencer(self) -> None:
        """Home is on screen: what goes on by itself starts."""

    @property
    def desk(self) -> Desk:
        assert self._desk is not None, "no screen is shown before the base is open"
        return self._desk

    @property
    def ouverte(self) -> bool:
        """Whether there is a base to talk to."""
        return self._desk is not None

    def get_default_screen(self) -> Screen[Any]:
        """Home, when the base opens at once; else an empty screen, over which home comes later."""
        ouverture: Future[DeskOuvert | DemoAgee] = Future()
        # Not in a worker: the loop that would start it waits here.
        Thread(target=self._ouvrir, args=(ouverture,), name="ouverture").start()
        wait([ouverture], D_EMBLEE)
        if ouverture.done() and ouverture.exception() is None and isinstance(pret := ouverture.result(), DeskOuvert):
            self._recevoir(pret)
            self.call_after_refresh(self.commencer)
            return self.accueil(pret.debut)
        self._attendre_la_base(ouverture)
        self.set_timer(PATIENCE, self._faire_patienter)
        return super().get_default_screen()

    def _faire_patienter(self) -> None:
        """A base which takes long to open (clocks to catch up with, another program at work) says so."""
        if self._desk is None and self.echec is None and len(self.screen_stack) == 1:
            self.screen.mount(Static("Ouverture de la base…", id="ouverture"))

    # In a thread

    def _ouvrir(self, ouverture: Future[DeskOuvert | DemoAgee]) -> None:
        ouverture.set_running_or_notify_cancel()
        try:
            ouverture.set_result(self._ouvrir_la_base())
        except BaseException as erreur:
            ouverture.set_exception(erreur)

    def _ouvrir_la_base(self, *, meme_agee: bool = False) -> DeskOuvert | DemoAgee:
        desk = self.ouvrir()
        try:
            age = desk.age_demo
            if self.base is not None:
                if age is not None and age >= JOURS and not meme_agee:
                    desk.close()
                    return DemoAgee(age)
                if desk.tient_les_horloges:
                    desk.passages()
        except BaseException:
            desk.close()
            raise
        try:
            sessions = desk.sessions(Onglet.EN_COURS_ET_A_VENIR)
            debut = Beginning(sessions, sessions.first(WINDOW), sessions.count())
        except Erreur:  # Home will meet it again, and tell it.
            debut = None
        return DeskOuvert(desk, debut, demo=age is not None)

    @work(exit_on_error=False, group="ouverture")
    async def _attendre_la_base(self, ouverture: Future[DeskOuvert | DemoAgee]) -> None:
        reponse = await wrap_future(ouverture)
        self.post_message(reponse)

    @work(thread=True, exit_on_error=False, group="ouverture")
    def _ouvrir_la_demo(self, *, remise: bool) -> None:
        assert self.base is not None, "only a demo is asked about"
        if remise:
            from rafaelpro_tui.core.demo import remettre

            remettre(self.base, self.horloge.maintenant().date())
        self.post_message(self._ouvrir_la_base(meme_agee=True))

    # What comes of it

    def base_inaccessible(self, erreur: BaseException) -> None:
        """The app cannot be: `lancement` tells why."""
        self.echec = erreur
        self.exit(return_code=ENTREE_SORTIE)

    def on_demo_agee(self, message: DemoAgee) -> None:
        from rafaelpro_tui.screens.demo_agee import question

        def repondu(oui: bool | None) -> None:
            self._ouvrir_la_demo(remise=bool(oui))

        self.push_screen(question(message.jours), repondu)

    def on_desk_ouvert(self, message: DeskOuvert) -> None:
        self._recevoir(message)
        self.push_screen(self.accueil(message.debut))
        self.call_after_refresh(self.commencer)

    def _recevoir(self, pret: DeskOuvert) -> None:
        self._desk = pret.desk
        if pret.demo:
            self.etat_base = "démo"

    def on_unmount(self) -> None:
        if self._desk is not None:
            self._desk.close()
