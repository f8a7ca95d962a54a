"""The one module that chooses the SQLite driver: `sqlcipher3` (ARCHITECTURE.md).

The driver publishes no types: `Connection` and `Cursor` say what of it the store uses. Rows are tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from sqlcipher3 import dbapi2

from rafaelpro_tui.core.texte import porte_les_mots

if TYPE_CHECKING:
    from rafaelpro_tui.core.store.cle import Cle

Error = dbapi2.Error
"""Base of the driver's exceptions. `sqlite_errorcode` holds the extended result code when SQLite gave one."""
IntegrityError = dbapi2.IntegrityError

MINIMUM: Final = (3, 51, 3)
"""Before it two connections on one WAL can corrupt a base (WAL-reset bug)."""
PAGE: Final = 4096
"""Bytes of a page, of SQLite and of SQLCipher: a base is a whole number of them."""
ATTENTE: Final = 5.0
"""Seconds we wait for another process's lock."""

ERROR, BUSY, LOCKED, READONLY, INTERRUPT, IOERR, CORRUPT = 1, 5, 6, 8, 9, 10, 11
FULL, CANTOPEN, NOTADB, PERM, CONSTRAINT = 13, 14, 26, 3, 19
"""Primary result codes of SQLite."""
_DITS: Final = {
    "database or disk is full": FULL,
    "disk I/O error": IOERR,
    "attempt to write a readonly database": READONLY,
    "unable to open database file": CANTOPEN,
    "database disk image is malformed": CORRUPT,
    "file is not a database": NOTADB,
}
"""What the driver says of a backup that fails: the sentence of the code, without the code."""

VERSION: Final[tuple[int, int, int]] = dbapi2.sqlite_version_info
if VERSION < MINIMUM:
    raise ImportError(
        f"SQLite {dbapi2.sqlite_version} est trop ancien : il faut {'.'.join(map(str, MINIMUM))} ou plus récent."
    )

Valeur = str | int | float | bytes | None
Parametres = Sequence[Valeur] | Mapping[str, Valeur]


class Cursor(Protocol):
    """What we use of a DB-API cursor."""

    rowcount: int
    lastrowid: int
    arraysize: int

    def execute(self, sql: str, parameters: Parametres = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Parametres], /) -> Cursor: ...
    def fetchone(self) -> Any: ...
    def fetchmany(self, size: int = ..., /) -> list[Any]: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...
    def close(self) -> None: ...


class Connection(Protocol):
    """What we use of a DB-API connection, in autocommit: transactions are begun and ended by `base`."""

    in_transaction: bool
    total_changes: int

    def execute(self, sql: str, parameters: Parametres = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Parametres], /) -> Cursor: ...
    def cursor(self) -> Cursor: ...
    def backup(self, target: Connection, *, pages: int, progress: Callable[[int, int, int], None]) -> None: ...
    def interrupt(self) -> None: ...
    def close(self) -> None: ...


def connect(
    path: Path,
    *,
    readonly: bool = False,
    immutable: bool = False,
    attente: float = ATTENTE,
    cle: Cle | None = None,
) -> Connection:
    """Open the existing file `path`; `cle` when it is encrypted, or, for one that is still empty, is to be.

    `immutable` is for a file that nobody can change and whose folder takes no lock file. `attente` is how long, in
    seconds, to wait for another process's lock. Threads must not share a connection at the same time: the caller locks.
    SQL has the function `porte_les_mots` of core/texte.py.

    Raises:
        Error: as SQLite says; read-only, a file which is not a base is only noticed at the first statement.
    """
    mode = "ro" if readonly else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    brute = dbapi2.connect(
        uri,
        uri=True,
        timeout=attente,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    brute.create_function("porte_les_mots", 2, porte_les_mots, deterministic=True)
    connection = cast(Connection, brute)
    if cle is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes on stderr, over the screen
        connection.execute(f'PRAGMA key = "{cle.pragma}"')
    connection.execute("PRAGMA foreign_keys = ON")
    if not readonly:
        try:
            connection.execute("PRAGMA synchronous = FULL")  # the first to read the file
        except Error:
            connection.close()
            raise
    return connection


def code(error: Exception) -> int:
    """The primary result code of SQLite behind a driver's exception, 0 if there is none."""
    return int(getattr(error, "sqlite_errorcode", 0) or _DITS.get(str(error), 0)) & 0xFF


def instructions(script: str) -> Iterator[str]:
    """The statements of an SQL script one by one, so that they can run inside a transaction."""
    instruction = ""
    for ligne in script.splitlines(keepends=True):
        instruction += ligne
        if dbapi2.complete_statement(instruction):
            yield instruction
            instruction = ""
