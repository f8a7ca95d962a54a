"""Copies of the embedded base, by SQLite's own online backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rafaelpro_tui.core.erreurs import BaseAbimee, BaseIntrouvable
from rafaelpro_tui.server.store.moteur import Moteur


def copier(moteur: Moteur, vers: Path) -> None:
    """The base as it is at one instant; it may be written meanwhile."""
    from sqlcipher3 import dbapi2

    cible = dbapi2.connect(str(vers))
    try:
        _brute(moteur).backup(cible)
    finally:
        cible.close()


def remettre(moteur: Moteur, depuis: Path) -> None:
    """Put a copy back in the place of the base.

    Raises:
        BaseIntrouvable, BaseAbimee: the copy is none, or is damaged; the base is left as it was.
    """
    from sqlcipher3 import dbapi2

    if not depuis.is_file():
        raise BaseIntrouvable(f"La sauvegarde «\u00a0{depuis}\u00a0» n’existe pas.")
    source = dbapi2.connect(f"{depuis.absolute().as_uri()}?mode=ro", uri=True)
    try:
        if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BaseAbimee(f"La sauvegarde «\u00a0{depuis}\u00a0» est abîmée.")
        source.backup(_brute(moteur))
    except dbapi2.DatabaseError as erreur:
        raise BaseAbimee(f"«\u00a0{depuis}\u00a0» n’est pas une sauvegarde du serveur.") from erreur
    finally:
        source.close()


def _brute(moteur: Moteur) -> Any:
    return moteur.engine.raw_connection().driver_connection
