"""What nobody foresaw goes to the technical log, never on screen (STYLE.md, rule 8)."""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rafaelpro_tui import settings


def journaliser(erreur: BaseException) -> Path:
    """Write an exception, with its traceback, at the end of the log; gives the log's path."""
    return journaliser_texte("".join(traceback.format_exception(erreur)))


def journaliser_texte(texte: str) -> Path:
    """Write a text at the end of the log, dated; gives the log's path, even when it cannot be written."""
    chemin = settings.chemin_journal()
    # A log that cannot be written must not hide what it is about.
    with suppress(OSError):
        chemin.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError), chemin.open("a", encoding="utf-8", errors="backslashreplace") as journal:
        journal.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{texte.rstrip()}\n\n")
    return chemin
