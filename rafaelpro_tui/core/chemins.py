"""Where the program keeps its files: data, cache, logs (platformdirs, XDG), and which base was opened last.

`RAFAELPRO_HOME`, when set, holds them all. Folders are made, readable by their owner alone, when asked for.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_APPLICATION: Final = "rafaelpro-tui"
_DERNIERE: Final = "derniere-base"


def donnees() -> Path:
    """The bases that the program makes: the demo's, the profiles'."""
    return _dossier("data", "donnees")


def cache() -> Path:
    """What can be made again."""
    return _dossier("cache", "cache")


def journaux() -> Path:
    """The technical log."""
    return _dossier("log", "journaux")


def base_du_profil(nom: str) -> Path:
    """The base of a profile, which may not exist yet. `nom` is a plain file name, checked by the caller."""
    return donnees() / "profils" / f"{nom}.sqlite"


def derniere_base() -> Path | None:
    """The base that the app opened last, if it is still there."""
    with suppress(OSError, ValueError):
        chemin = Path((donnees() / _DERNIERE).read_text(encoding="utf-8").rstrip("\n"))
        if chemin.is_file():
            return chemin
    return None


def retenir_base(chemin: Path) -> None:
    """Remember `chemin` as the base opened last; a data folder that cannot be written is no reason to stop."""
    with suppress(OSError, ValueError):
        provisoire = donnees() / f".{_DERNIERE}.{os.getpid()}"
        provisoire.write_text(f"{chemin.absolute()}\n", encoding="utf-8")
        provisoire.replace(donnees() / _DERNIERE)


def _dossier(genre: str, nom: str) -> Path:
    maison = os.environ.get("RAFAELPRO_HOME")
    if maison:
        chemin = Path(maison).expanduser() / nom
    else:
        import platformdirs

        trouver = getattr(platformdirs, f"user_{genre}_path")
        chemin = Path(trouver(_APPLICATION, appauthor=False))
    chemin.mkdir(mode=0o700, parents=True, exist_ok=True)
    return chemin
