"""The engine of the server's base, and the two ways in: `lire` (one snapshot) and `ecrire` (one transaction, retried).

On SQLite a transaction that writes begins as such (BEGIN IMMEDIATE), lest two readers wait for each other to write; on
PostgreSQL what is decided upon is locked (FOR UPDATE), always in the same order: see `store.objets`.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from rafaelpro_tui.core.erreurs import Erreur

T = TypeVar("T")

ESSAIS: Final = 12
"""Times that a transaction is tried before its failure is told: nothing is left of one that failed."""
_ATTENTE: Final = 0.01
_ATTENTE_MAX: Final = 0.5
_OCCUPEE: Final = 30_000
"""Milliseconds that SQLite waits for its one writer."""
_A_REESSAYER: Final = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATE: serialisation failure, deadlock, lock not available."""


class BaseServeurInaccessible(Erreur):
    """The base cannot be reached, or its address means nothing."""

    titre = "Base du serveur inaccessible"
    remede = "Vérifiez l’adresse donnée à « --donnees », et que la base est démarrée et accessible."


def adresse(donnees: str | Path) -> URL:
    """`sqlite:///FICHIER`, `postgresql://…` (by psycopg 3), or the path of an SQLite file.

    Raises:
        BaseServeurInaccessible.
    """
    if isinstance(donnees, Path):
        return URL.create("sqlite", database=str(donnees))
    try:
        url = make_url(donnees)
    except ArgumentError:
        raise BaseServeurInaccessible(f"«\u00a0{donnees}\u00a0» n’est pas l’adresse d’une base.") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise BaseServeurInaccessible(
            f"La base «\u00a0{url.drivername}\u00a0» n’est pas connue.",
            "Donnez une adresse «\u00a0sqlite:///FICHIER\u00a0» ou «\u00a0postgresql://…\u00a0».",
        )
    return url


class Moteur:
    """One base. Its methods are called from any thread."""

    def __init__(self, url: URL, *, connexions: int = 10) -> None:
        self.url = url
        self.engine: Engine = _sqlite(url) if url.drivername == "sqlite" else _postgresql(url, connexions)

    @classmethod
    def de(cls, donnees: str | Path) -> Moteur:
        return cls(adresse(donnees))

    @property
    def embarque(self) -> bool:
        """SQLite, in this process."""
        return self.engine.dialect.name == "sqlite"

    def compacter(self) -> None:
        """Write an embedded base again with what it holds and nothing else; on PostgreSQL, autovacuum does.

        Raises:
            BaseServeurInaccessible: another program is at work in it.
        """
        if not self.embarque:
            return
        brute = self.engine.raw_connection()
        try:
            curseur = brute.cursor()
            curseur.execute("VACUUM")
            curseur.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            curseur.close()
        except self.engine.dialect.loaded_dbapi.OperationalError as erreur:
            raise BaseServeurInaccessible("La base du serveur est occupée : elle garde des traces.") from erreur
        finally:
            brute.close()

    def fermer(self) -> None:
        self.engine.dispose()

    @contextmanager
    def lecture(self) -> Iterator[Connection]:
        """One snapshot: every query sees the base at the same instant."""
        with self.engine.connect() as conn:
            conn = conn.execution_options(**({} if self.embarque else {"isolation_level": "REPEATABLE READ"}))
            with conn.begin():
                yield conn

    def lire(self, demander: Callable[[Connection], T]) -> T:
        """In one snapshot; again after a passing failure: a connection may have been lost since it last served.

        Raises:
            BaseServeurInaccessible: the base does not answer.
        """
        return self._essayer(self.lecture, demander)

    def ecrire(self, faire: Callable[[Connection], T]) -> T:
        """Run `faire` in one transaction, committed when this returns; again, from nothing, after a passing failure.

        `faire` touches nothing but its connection, since it may run several times.

        Raises:
            BaseServeurInaccessible: the base does not answer, or stayed locked.
        """
        return self._essayer(self._ecriture, faire)

    @contextmanager
    def _ecriture(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(ecriture=True) as conn, conn.begin():
            yield conn

    def _essayer(
        self, transaction: Callable[[], AbstractContextManager[Connection]], faire: Callable[[Connection], T]
    ) -> T:
        for essai in range(1, ESSAIS + 1):
            try:
                with transaction() as conn:
                    return faire(conn)
            except DBAPIError as erreur:
                if essai == ESSAIS or not _passagere(erreur):
                    if isinstance(erreur, OperationalError):
                        raise BaseServeurInaccessible("La base du serveur ne répond pas.") from erreur
                    raise
            # Not two at the same pace again: each waits for a time of its own.
            time.sleep(min(_ATTENTE * 2**essai, _ATTENTE_MAX) * random.random())
        raise AssertionError("unreachable")


def _passagere(erreur: DBAPIError) -> bool:
    if erreur.connection_invalidated:
        return True
    origine: Any = erreur.orig
    if getattr(origine, "sqlstate", None) in _A_REESSAYER:
        return True
    return "database is locked" in str(origine)


def _sqlite(url: URL) -> Engine:
    # The standard library's SQLite corrupts a WAL shared by two connections before 3.51.3 (ARCHITECTURE.md).
    from sqlcipher3 import dbapi2

    en_memoire = url.database in (None, "", ":memory:")
    if not en_memoire:
        _creer(str(url.database))
    options: dict[str, Any] = {"poolclass": StaticPool} if en_memoire else {}
    engine = create_engine(url, module=dbapi2, connect_args={"check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def _regler(connexion: Any, _: Any) -> None:
        connexion.isolation_level = None  # transactions begin below, and not when the driver likes
        curseur = connexion.cursor()
        curseur.execute(f"PRAGMA busy_timeout = {_OCCUPEE}")
        curseur.execute("PRAGMA journal_mode = WAL")
        curseur.execute("PRAGMA synchronous = FULL")  # « Enregistré » survives a power cut
        curseur.execute("PRAGMA foreign_keys = ON")
        curseur.close()

    @event.listens_for(engine, "begin")
    def _commencer(conn: Connection) -> None:
        ecriture = conn.get_execution_options().get("ecriture", False)
        conn.exec_driver_sql("BEGIN IMMEDIATE" if ecriture else "BEGIN")

    return engine


def _creer(chemin: str) -> None:
    """A new base is for its owner alone, wherever it is (as are the files that SQLite puts beside it)."""
    with suppress(OSError):  # there already, or not to be made: SQLite says so when it opens it
        os.close(os.open(chemin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _postgresql(url: URL, connexions: int) -> Engine:
    # Connections are not tried before they serve: one that was lost is a passing failure, tried again.
    return create_engine(url, pool_size=connexions, max_overflow=connexions)
