"""What waits until nobody types: reading the screens not shown yet, and Python's full garbage collection.

Each takes the time of several frames (some 50 ms once a few screens have been open), which would show amid keys.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path
from typing import Final

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from rafaelpro_tui import screens
from rafaelpro_tui.clavier import ClavierApp

REPIT: Final = 0.5
"""Seconds without a key after which one may well be reading."""
PLEINE: Final = 10
"""Collections of the middle generation after which a full one is worth it: Python's own figure."""
AU_PLUS: Final = 200
"""As many, and the full one waits no longer: memory stays bounded under somebody who never stops."""
JAMAIS: Final = 1_000_000_000


class RepitApp(ClavierApp, inherit_bindings=False):
    """The part of the app that uses the moments in which one reads."""

    def __init__(self) -> None:
        super().__init__()
        self._seuils = gc.get_threshold()
        self._importes = False

    def on_mount(self) -> None:
        self._seuils = gc.get_threshold()
        gc.set_threshold(*self._seuils[:2], JAMAIS)
        self.set_interval(REPIT, self.souffler)

    def on_unmount(self) -> None:
        gc.set_threshold(*self._seuils)

    def souffler(self) -> None:
        """Asked often; at work only when nobody types, or when it has waited for too long."""
        if not gc.isenabled():  # see `commandes.application`
            gc.freeze()  # What was made while starting stays until the end: never look at it again.
            gc.enable()
        au_repos = Message().time - self.touche_a >= REPIT
        if gc.get_count()[2] >= (PLEINE if au_repos else AU_PLUS):
            gc.collect()
        if au_repos and not self._importes:
            self._importes = True
            self._importer()

    @work(thread=True, exit_on_error=False, group="repit")
    def _importer(self) -> None:
        """Import every screen, so that none is slow to open the first time."""
        import pkgutil

        travail = get_current_worker()
        for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
            if travail.is_cancelled:
                return
            import_module(module.name)
        self.call_later(self._styler)

    def _styler(self) -> None:
        """Read the styles of all screens at once: one by one, each would have all the others parsed again."""
        for dossier in screens.__path__:
            for feuille in sorted(Path(dossier).glob("*.tcss")):
                if not self.stylesheet.has_source(str(feuille)):
                    self.stylesheet.read(feuille)
        self.stylesheet.reparse()
