"""A base on disk: made, opened, brought up to date; one writer, and readers for the workers.

Whatever goes wrong is a typed `Erreur` with a sentence: the driver's exceptions do not leave `core.store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Final, Self

from rafaelpro_tui.core.erreurs import (
    BaseEnLectureSeule,
    BaseFermee,
)
from rafaelpro_tui.core.store import driver, fichier, migrations, pannes
from rafaelpro_tui.core.store.driver import Connection

if TYPE_CHECKING:
    from rafaelpro_tui.core.store.cle import Cle

LECTEURS: Final = 4
"""Read connections kept open between two readings."""
NORMAL: Final = 1
"""`PRAGMA synchronous`: no sync at each commit."""
CACHE_GROUPE: Final = 64_000
"""KiB of pages kept during a bulk load."""


class Ecriture:
    """The one connection that writes; a thread that writes makes the others wait."""

    def __init__(self, base: Base, connexion: Connection) -> None:
        self._base = base
        self._verrou = RLock()
        self._niveau = 0
        self.conn = connexion
        """To be used inside `transaction()` or `essai()` only."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing, durable once left; inside another one, all or nothing of its own part (savepoint).

        Raises:
            BaseEnLectureSeule, BaseOccupee (another process wrote for more than `driver.ATTENTE` seconds), BaseAbimee,
            DisquePlein, BaseFermee.
        """
        with self._bloc(garder=True) as conn:
            yield conn

    @contextmanager
    def essai(self) -> Iterator[Connection]:
        """As `transaction()`, but everything is taken back when it is left (`simuler`)."""
        with self._bloc(garder=False) as conn:
            yield conn

    @contextmanager
    def groupee(self) -> Iterator[Connection]:
        """A `transaction()` for a bulk load, quicker: a power cut may lose it whole, never by half."""
        with self._verrou:
            self._exiger_modifiable()
            if self._niveau:  # already inside a transaction, whose durability is settled
                with self.transaction() as conn:
                    yield conn
                return
            ((reglage,),) = self.conn.execute("PRAGMA synchronous").fetchall()
            self.conn.execute(f"PRAGMA synchronous = {min(reglage, NORMAL)}")
            self.conn.execute(f"PRAGMA cache_size = -{CACHE_GROUPE}")
            try:
                with self.transaction() as conn:
                    yield conn
            finally:
                if not self._base.fermee:
                    self.conn.execute(f"PRAGMA synchronous = {reglage}")
                    self.conn.execute("PRAGMA cache_size = -8000")

    def compacter(self) -> None:
        """Write the file again with what it holds now and nothing else: of what was deleted no byte is left.

        Raises:
            BaseOccupee (another program is at work in the base), DisquePlein (it needs room for a second copy).
        """
        with self._verrou, pannes.traduites(self._base.chemin):
            self._exiger_modifiable()
            self.conn.execute("VACUUM")
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def version(self) -> int:
        """A number that changes when another program has written in the base; our own writings leave it as it is."""
        with self._verrou, pannes.traduites(self._base.chemin):
            if self._base.fermee:
                raise BaseFermee(f"La base « {self._base.chemin} » a été fermée.")
            ((numero,),) = self.conn.execute("PRAGMA data_version").fetchall()
        return int(numero)

    @contextmanager
    def _bloc(self, *, garder: bool) -> Iterator[Connection]:
        with self._verrou, pannes.traduites(self._base.chemin):
            self._exiger_modifiable()
            point = f"niveau_{self._niveau}"
            self.conn.execute(f"SAVEPOINT {point}" if self._niveau else "BEGIN IMMEDIATE")
            self._niveau += 1
            try:
                yield self.conn
            except BaseException:
                self._reprendre(point)
                raise
            else:
                if not garder:
                    self._reprendre(point)
                    return
                self._niveau -= 1
                try:
                    self.conn.execute(f"RELEASE {point}" if self._niveau else "COMMIT")
                except BaseException:
                    self._niveau += 1
                    self._reprendre(point)
                    raise

    def _reprendre(self, point: str) -> None:
        self._niveau -= 1
        if not self.conn.in_transaction:  # SQLite has rolled back by itself (disk full, I/O error)
            return
        if self._niveau:
            self.conn.execute(f"ROLLBACK TO {point}")
            self.conn.execute(f"RELEASE {point}")
        else:
            self.conn.execute("ROLLBACK")

    def _exiger_modifiable(self) -> None:
        if self._base.fermee:
            raise BaseFermee(f"La base « {self._base.chemin} » a été fermée.")
        if self._base.lecture_seule:
            raise BaseEnLectureSeule(f"La base « {self._base.chemin} » ne peut être que lue.")


class Base:
    """An open base. Each of its methods may be called from any thread.

    `lecture_seule` tells that the file or its folder cannot be written: everything can be read, a write raises
    `BaseEnLectureSeule`.
    """

    def __init__(
        self,
        chemin: Path,
        connexion: Connection,
        *,
        lecture_seule: bool = False,
        immuable: bool = False,
        provisoire: Path | None = None,
        cle: Cle | None = None,
    ) -> None:
        self.chemin = chemin
        """What the user calls it; while it is being built, its file is still `provisoire`."""
        self._fichier = provisoire or chemin
        self.lecture_seule = lecture_seule
        self.fermee = False
        self.write = Ecriture(self, connexion)
        self._immuable = immuable
        self._cle = cle
        self._verrou = Lock()
        self._libres: list[Connection] = []
        self._prises: set[Connection] = set()

    @classmethod
    def create(cls, chemin: Path) -> None:
        """Make an empty base, readable by its owner alone. The file appears whole or not at all.

        Raises:
            BaseExistante, FichierInaccessible, DisquePlein.
        """
        with cls.chantier(chemin):
            pass

    @classmethod
    @contextmanager
    def chantier(cls, chemin: Path, *, remplacer: bool = False, cle: Cle | None = None) -> Iterator[Base]:
        """Build a base under a temporary name; it takes its name once the block is left without error.

        Quick: nothing is synced before the end. With `remplacer`, an existing base is replaced at that moment; with
        `cle`, it is encrypted.

        Raises:
            BaseExistante, FichierInaccessible, DisquePlein; whatever the block raises, and then no file is left.
        """
        with fichier.en_chantier(chemin, remplacer=remplacer) as provisoire, pannes.traduites(chemin):
            conn = driver.connect(provisoire, cle=cle)
            base = cls(chemin, conn, provisoire=provisoire, cle=cle)
            try:
                conn.execute("PRAGMA journal_mode = MEMORY")
                conn.execute("PRAGMA synchronous = OFF")
                migrations.installer(conn)
                yield base
                conn.execute("PRAGMA journal_mode = WAL")
            finally:
                base.close()

    @classmethod
    def open(cls, chemin: Path) -> Self:
        """Open an existing base, bringing its schema up to date.

        Raises:
            BaseIntrouvable, PasUneBase, BaseTropRecente, BaseAbimee, BaseOccupee, BaseEnLectureSeule (its schema is
            old and it cannot be written), FichierInaccessible, DisquePlein.
        """
        cle = fichier.verifier(chemin)
        lecture_seule = not fichier.modifiable(chemin)
        with pannes.traduites(chemin):
            conn, immuable = connecter(chemin, cle, lecture_seule=lecture_seule)
            try:
                migrations.verifier(conn, chemin)
                if migrations.en_retard(conn):
                    if lecture_seule:
                        raise BaseEnLectureSeule(
                            f"La base « {chemin} » vient d’une version plus ancienne et ne peut être que lue.",
                            "Rendez le fichier et son dossier modifiables, pour qu’elle soit mise à niveau.",
                        )
                    migrations.appliquer(conn, chemin)
                if not lecture_seule:
                    conn.execute("PRAGMA journal_mode = WAL")
            except BaseException:
                conn.close()
                raise
        return cls(chemin, conn, lecture_seule=lecture_seule, immuable=immuable, cle=cle)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with, at one instant of the base: nothing changes under the block.

        Blocks of several threads run side by side. It does not see what an open `transaction()` has written: to read
        that, use the connection of the transaction.

        Raises:
            BaseFermee, BaseAbimee, BaseOccupee.
        """
        with pannes.traduites(self.chemin):
            conn = self._prendre()
            try:
                conn.execute("BEGIN")
                try:
                    yield conn
                finally:
                    if conn.in_transaction:
                        conn.execute("ROLLBACK")
            finally:
                self._rendre(conn)

    def lire_meta(self, cle: str) -> str | None:
        """The value kept under `cle` in the base itself."""
        with self.read() as conn:
            ligne = conn.execute("SELECT valeur FROM meta WHERE cle = ?", (cle,)).fetchone()
        return ligne[0] if ligne else None

    @property
    def chiffree(self) -> bool:
        return self._cle is not None

    @cached_property
    def genre(self) -> str | None:
        """« demo », « replique »; None for a base of one's own."""
        return self.lire_meta("genre")

    @property
    def replique(self) -> bool:
        """Whether a server has the authority over what is here (SYNC)."""
        return self.genre == "replique"

    def ecrire_meta(self, cle: str, valeur: str | None) -> None:
        """Keep `valeur` under `cle`; None forgets it."""
        with self.write.transaction() as conn:
            if valeur is None:
                conn.execute("DELETE FROM meta WHERE cle = ?", (cle,))
            else:
                conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (cle, valeur))

    def close(self) -> None:
        """Close every connection; readings under way are cut short with `BaseFermee`. May be called twice."""
        with self._verrou:
            if self.fermee:
                return
            self.fermee = True
            libres, self._libres = self._libres, []
            for conn in self._prises:
                conn.interrupt()
        for conn in libres:
            conn.close()
        with self.write._verrou:
            self.write.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prendre(self) -> Connection:
        with self._verrou:
            if self.fermee:
                raise BaseFermee(f"La base « {self.chemin} » a été fermée.")
            conn = self._libres.pop() if self._libres else None
            if conn is None:
                # A reader never writes, but may have to finish another process's recovery: hence not `readonly`.
                conn = driver.connect(
                    self._fichier, readonly=self.lecture_seule, immutable=self._immuable, cle=self._cle
                )
                conn.execute("PRAGMA query_only = ON")
            self._prises.add(conn)
            return conn

    def _rendre(self, conn: Connection) -> None:
        with self._verrou:
            self._prises.discard(conn)
            if not self.fermee and len(self._libres) < LECTEURS:
                self._libres.append(conn)
                return
        conn.close()


def connecter(chemin: Path, cle: Cle | None, *, lecture_seule: bool) -> tuple[Connection, bool]:
    """A connection that has read the schema's version, and whether the file had to be taken as immutable."""
    if not lecture_seule:
        return driver.connect(chemin, cle=cle), False
    conn = driver.connect(chemin, readonly=True, cle=cle)
    try:
        conn.execute("PRAGMA user_version").fetchone()
        return conn, False
    except driver.Error as erreur:
        conn.close()
        # In a folder that takes no lock file, a base can be read only if no change waits beside it.
        if driver.code(erreur) not in (driver.CANTOPEN, driver.READONLY) or fichier.en_suspens(chemin):
            raise
        return driver.connect(chemin, readonly=True, immutable=True, cle=cle), True
