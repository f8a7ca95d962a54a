"""What nobody foresaw goes to the technical log, never on screen (STYLE.md, rule 8)."""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rafaelpro_tui import settings
from rafaelpro_tui.core.texte_sur import safe

if TYPE_CHECKING:
    from textual.app import App

TAILLE: Final = 1_000_000
"""Bytes from which the log is set aside and a new one begun."""


def journaliser(erreur: BaseException) -> Path:
    """Write an exception, with its traceback, at the end of the log; gives the log's path.

    No local variable is written: they hold names of candidats. What a message quotes is made safe: a log is read in a
    terminal too.
    """
    chemin = settings.chemin_journal()
    # A log that cannot be written must not hide what it is about.
    with suppress(OSError):
        chemin.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if chemin.exists() and chemin.stat().st_size > TAILLE:
            chemin.replace(chemin.with_suffix(".log.1"))
        with chemin.open("a", encoding="utf-8", errors="backslashreplace") as journal:
            journal.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n")
            journal.write(safe("".join(traceback.format_exception(erreur)), multiline=True))
            journal.write("\n")
    return chemin


def panne_fatale(app: App[Any]) -> BaseException | None:
    """What ended an app without anybody wanting it.

    Not what happens to a screen that was being opened when the app was told to end: Textual mounts nothing more, and
    who looks for the parts of the screen, or adds to them, finds none. The one place that reads private attributes of
    Textual: what it would print itself shows local variables.
    """
    from textual.css.query import NoMatches
    from textual.widget import MountError

    return None if app._exit and isinstance(app._exception, NoMatches | MountError) else app._exception
