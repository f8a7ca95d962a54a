"""Keys are handled one after the other, each on the screen that the one before it has made.

Textual gives a key to the widget that has the focus when the key *arrives*, and each widget has a queue of its own.
Keys that come faster than the screen follows (a slow line, a fast typist, a paste and Entrée) would hence reach the
field that is being left, or act on a draft that has not heard of what was typed. Here a key waits until the one before
it has had all its effects: messages, focus, fields being built, what is being written or read for it.

Nothing is done that the user has not seen: a question takes no key that was pressed before it was on screen.
"""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

from textual import events, work
from textual.app import App
from textual.driver import Driver
from textual.widget import Widget
from textual.worker import Worker

from rafaelpro_tui.collage import LecteurDeTouches
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.repos import REGARD, au_travail, calmer

if TYPE_CHECKING:
    from rafaelpro_tui.screens.dialogue import Dialogue

ATTENDUS: Final = frozenset(
    {
        "annuler",
        "ecriture",
        "first",
        "formulaire",
        "grace",
        "lecture",
        "lot",
        "recherche",
        "rows",
        "session",
        "structures",
        "suivi",
        "tick_all",
        "valeurs",
    }
)
"""Groups of the workers whose answer a key may be about: what was asked for, written or found."""
PATIENCE: Final = 5.0
"""Seconds that a key waits; then it is dropped, for what it was meant for is not there."""
REPETEES: Final = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "backspace", "delete"})
"""Keys that one holds down: their order in the widget's queue is enough."""

Touche = events.Key | events.Paste


class ClavierApp(App[None], inherit_bindings=False):
    """The part of the app that receives keys."""

    def __init__(self) -> None:
        super().__init__()
        self._retenues: deque[Touche] = deque()
        self._en_file = False
        """Whether keys wait for the one before them."""
        self._au_repos = True
        """Whether all that was pressed has had its effects."""
        self._suite: tuple[object, Widget | None] = (None, None)
        """What sort of key came last, and where it went."""
        self._lents: WeakSet[Worker[Any]] = WeakSet()
        """Those that were waited for in vain."""
        self._sourde: Dialogue[Any] | None = None
        """The question which has let keys drop."""
        self._touche_a = 0.0

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, which reads pastes as `collage` says."""
        pilote = super().get_driver_class()
        module = vars(sys.modules[pilote.__module__])
        if "XTermParser" in module:
            module["XTermParser"] = LecteurDeTouches
        return pilote

    @property
    def touche_a(self) -> float:
        """When the key, or the click, being handled was given: the clock is that of `Message.time`."""
        return self._touche_a

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, Touche) or event.is_forwarded:
            if isinstance(event, events.MouseUp):
                self._touche_a = event.time
            await super().on_event(event)
        elif self._en_file:
            self._retenues.append(event)
        elif self._prete(event):
            await self._donner(event)
            self._au_repos = False
            if self._suite[0] is None:
                self._suivre()
        else:
            self._retenues.append(event)
            self._suivre()

    def _prete(self, event: Touche) -> bool:
        """Whether a key can be handled at once: all is at rest, or it goes on with what the last one did."""
        sorte = self._sorte(event)
        if sorte is not None and self._suite == (sorte, self.focused):
            return True
        return self._au_repos and not self._en_attente()

    def _sorte(self, event: Touche) -> object:
        """« text » typed in a field, a key which is held down; None for one that may do anything."""
        if isinstance(event, events.Paste):
            return "text" if isinstance(self.focused, Widget) else None
        if self.focused is not None and self.focused.check_consume_key(event.key, event.character):
            return "text"
        return event.key if event.key in REPETEES else None

    async def _donner(self, event: Touche) -> None:
        """Let Textual handle a key, now."""
        from rafaelpro_tui.screens.dialogue import Dialogue  # not for the first frame

        if isinstance(self.screen, Dialogue) and event.time < self.screen.lisible_depuis:
            if self._sourde is not self.screen:  # Said once.
                self._sourde = self.screen
                self._oublier("elles ont été tapées avant que la question soit affichée")
            return
        self._suite = (self._sorte(event), self.focused)
        self._touche_a = event.time
        await super().on_event(event)

    def _oublier(self, pourquoi: str) -> None:
        self._retenues.clear()
        self.notify(f"Touches ignorées{NBSP}: {pourquoi}.", severity="warning", markup=False)

    def _suivre(self) -> None:
        self._en_file = True
        self._vider()

    @work(exit_on_error=False, group="clavier", description="clavier")
    async def _vider(self) -> None:
        """Give the keys that wait, each once the one before it has had its effects."""
        try:
            while True:
                if not await self._reposer():
                    if self._retenues:
                        self._oublier("ce qui était demandé avant n’est pas fini")
                    break
                if not self._retenues:
                    break
                self.call_later(self._donner, self._retenues.popleft())
        finally:
            self._retenues.clear()
            self._en_file, self._au_repos = False, True

    # At rest

    async def _reposer(self) -> bool:
        """Wait until nothing that was started is under way; False when it lasts too long."""
        try:
            async with asyncio.timeout(PATIENCE):
                await calmer(self)
                while self._en_attente():
                    while self._en_attente():
                        await asyncio.sleep(REGARD)
                    await calmer(self)
        except TimeoutError:
            self._lents.update(self._en_attente())
            return False
        return True

    def _en_attente(self) -> list[Worker[Any]]:
        return [worker for worker in au_travail(self) if worker.group in ATTENDUS and worker not in self._lents]
