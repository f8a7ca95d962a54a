"""A copy of a base at one instant, made while it is in use (SQLite's online backup), and put back in its place.

A copy is read whole before it takes its name: what is damaged is neither kept as a backup nor put back. That of an
encrypted base opens with the same key, of the same keyring.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.erreurs import BaseAbimee, FichierInaccessible, PasUneBase
from rafaelpro_tui.core.store import driver, fichier, migrations, pannes
from rafaelpro_tui.core.store.base import Base, connecter
from rafaelpro_tui.core.store.cle import Cle
from rafaelpro_tui.core.store.driver import Connection

PAGES: Final = 2_500
"""Copied at once, between two calls of `progress`."""

Progression = Callable[[int, int], None]
"""Pages done, pages in all."""


def sauvegarder(chemin: Path, sortie: Path, *, remplacer: bool = False, progress: Progression = lambda *_: None) -> int:
    """Copy the base `chemin` into the new file `sortie`, of mode 0600; the bytes of it. Others may write meanwhile.

    Raises:
        BaseExistante (without `remplacer`), BaseAbimee (and then an older copy stays), DisquePlein,
        FichierInaccessible, TrousseauAbsent, and what `Base.open` raises.
    """
    _distincts(chemin, sortie)
    with Base.open(chemin) as base, fichier.en_chantier(sortie, remplacer=remplacer) as provisoire:
        cle = fichier.verifier(chemin)
        if cle is not None:
            cle.retenir()
        with base.read() as conn:
            _copier(conn, provisoire, cle, sortie, progress)
        if (defaut := _defaut(provisoire, cle, sortie)) is not None:
            raise BaseAbimee(f"La base « {chemin} » est abîmée ({defaut}) : elle n’a pas été sauvegardée.")
        octets = provisoire.stat().st_size
    return octets


def restaurer(copie: Path, chemin: Path, *, progress: Progression = lambda *_: None) -> Path | None:
    """Put `copie` in the place of the base `chemin`; where what was there is now, None when there was nothing.

    Raises:
        BaseAbimee, BaseTropRecente (of the copy), BaseOccupee (another program has the base open), DisquePlein,
        FichierInaccessible, and what `Base.open` raises, of the copy. The base is then as it was.
    """
    _distincts(copie, chemin)
    chemin, cle = Path(os.path.realpath(chemin)), fichier.verifier(copie)
    with fichier.en_chantier(chemin, remplacer=True) as provisoire:
        with pannes.traduites(copie):
            conn, _ = connecter(copie, cle, lecture_seule=not fichier.modifiable(copie))
            try:
                migrations.verifier(conn, copie)
                _copier(conn, provisoire, cle, chemin, progress)
            finally:
                conn.close()
        if (defaut := _defaut(provisoire, cle, chemin)) is not None:
            raise BaseAbimee(
                f"La sauvegarde « {copie} » est abîmée ({defaut}) : rien n’a été remis.",
                "Choisissez une autre sauvegarde ; la base est restée comme elle était.",
            )
        with fichier.acces(chemin), _seul(chemin):
            return _mettre_de_cote(chemin)


def _distincts(de: Path, vers: Path) -> None:
    with suppress(OSError):
        if de.samefile(vers):
            raise FichierInaccessible(f"« {vers} » est le même fichier que « {de} ».", "Choisissez un autre nom.")


def _copier(conn: Connection, vers: Path, cle: Cle | None, nom: Path, progress: Progression) -> None:
    """What `conn` reads, at one instant, into the empty file `vers`, which is to be called `nom`."""
    cible = driver.connect(vers, cle=cle)
    try:
        cible.execute("PRAGMA journal_mode = MEMORY")
        cible.execute("PRAGMA synchronous = OFF")  # it is synced once, before it takes its name
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # fixes the instant, when in a transaction
        conn.backup(cible, pages=PAGES, progress=lambda _, reste, total: progress(total - reste, total))
    except driver.Error as erreur:
        if driver.code(erreur) in (driver.CORRUPT, driver.NOTADB):  # what is read; the rest is about what is written
            raise
        with pannes.traduites(nom):
            raise
    finally:
        cible.close()


def _defaut(chemin: Path, cle: Cle | None, nom: Path) -> str | None:
    """What is wrong with the file just made, None when it is sound."""
    with pannes.traduites(nom):
        conn = driver.connect(chemin, cle=cle)
        try:
            (dit,) = conn.execute("PRAGMA integrity_check (1)").fetchone()
        finally:
            conn.close()
    return None if dit == "ok" else str(dit)


@contextmanager
def _seul(chemin: Path) -> Iterator[None]:
    """Alone in the base that is to go, its journal taken in; one that cannot be read is nobody's.

    Raises:
        BaseOccupee.
    """
    conn = None
    try:
        with suppress(PasUneBase, BaseAbimee), pannes.traduites(chemin):
            if chemin.exists():
                conn = driver.connect(chemin, cle=fichier.verifier(chemin))
                conn.execute("PRAGMA locking_mode = EXCLUSIVE")
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                conn.execute("BEGIN EXCLUSIVE")
                conn.execute("COMMIT")
        yield
    finally:
        if conn is not None:
            conn.close()


def _mettre_de_cote(chemin: Path) -> Path | None:
    """A second name for the file and for what waits beside it, when nobody could take it in."""
    if not chemin.exists():
        return None
    cote = next(nom for nom in _noms_a_cote(chemin) if not os.path.lexists(nom))
    for annexe in ("", "-wal", "-journal"):
        de, vers = Path(f"{chemin}{annexe}"), Path(f"{cote}{annexe}")
        if not annexe or (de.exists() and de.stat().st_size):
            try:
                os.link(de, vers)
            except OSError:  # a file system without links
                de.rename(vers)
    return cote


def _noms_a_cote(chemin: Path) -> Iterator[Path]:
    """« centre.avant-restauration.sqlite », « centre.avant-restauration-2.sqlite », …"""
    for rang in count(1):
        yield chemin.with_name(f"{chemin.stem}.avant-restauration{f'-{rang}' if rang > 1 else ''}{chemin.suffix}")
