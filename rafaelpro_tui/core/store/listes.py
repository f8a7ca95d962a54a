"""What a list is: a page at once, the whole order as ids, rows by windows; never all the rows.

See `listes_sessions` and `listes_candidatures`. What a user types reaches SQL as a parameter only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from rafaelpro_tui.core.erreurs import LectureAbandonnee
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.store import driver
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection, Valeur
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.core.vues import Tri

L = TypeVar("L")
T = TypeVar("T")
L_co = TypeVar("L_co", covariant=True)

PAQUET: Final = 10_000
"""Ids taken from SQLite at once."""
_ABANDON: Final = "Cette liste n’est plus attendue."
PUBLIEE: Final = "a.publiee AND NOT a.archivee"
"""SQL: the actions whose sessions are in lists (FOR-1)."""


class RowSource(Protocol[L_co]):
    """A list as the tables and the command line read it. Called from worker threads."""

    def count(self) -> int: ...
    def first(self, limit: int) -> Sequence[tuple[int, L_co]]: ...
    def order(self) -> array[int]: ...
    def rows(self, ids: Sequence[int]) -> Mapping[int, L_co]: ...


class Requete(NamedTuple):
    """The FROM, WHERE and ORDER BY of a list; `n` is the column of its row id."""

    n: str
    depuis: str
    ou: str
    ordre: str

    @property
    def ids(self) -> str:
        return f"SELECT {self.n} FROM {self.depuis} WHERE {self.ou} ORDER BY {self.ordre}"


def _mots(texte: str) -> str | None:
    from rafaelpro_tui.core.store.recherche import requete  # not for the first screen

    return requete(texte)


class Liste(ABC, Generic[L]):
    """What both lists have in common: a query for ids, in an order, and a way to read rows by their ids."""

    def __init__(self, base: Base, context: Context, texte: str) -> None:
        self._base = base
        self._context = context
        self._mots = _mots(texte) if texte else None
        self._parametres: dict[str, Valeur] = {
            "structure": context.structure,
            "jour": context.aujourdhui.isoformat(),
        }
        if self._mots is not None:
            self._parametres["mots"] = self._mots
        self._verrou = Lock()
        self._lectures: set[Connection] = set()
        self._abandonnee = False

    def abandonner(self) -> None:
        """Nobody waits for this list any more: what is being read of it stops at once, with `LectureAbandonnee`."""
        with self._verrou:
            self._abandonnee = True
            for conn in self._lectures:
                conn.interrupt()

    def count(self) -> int:
        """Number of rows; from `compte` unless there is a text filter."""
        with self._lecture() as conn:
            return self._compter(conn)

    def first(self, limit: int) -> list[tuple[int, L]]:
        """The first `limit` rows with their ids, without waiting for the order."""
        with self._lecture() as conn:
            ids = self._premiers_ids(conn, limit)
            trouvees = self._lire(conn, ids)
        return [(n, trouvees[n]) for n in ids if n in trouvees]

    def order(self) -> array[int]:
        """The row ids of the whole list, in order."""
        ordre = array("q")
        with self._lecture() as conn:
            requete = self._requete_entiere(conn)
            lignes = conn.execute(requete.ids, self._parametres)
            while paquet := lignes.fetchmany(PAQUET):
                ordre.fromlist([n for (n,) in paquet])
        return ordre

    def rows(self, ids: Sequence[int]) -> dict[int, L]:
        """Rows by id; what is no longer there, or may not be seen, is left out."""
        with self._lecture() as conn:
            return self._lire(conn, ids)

    @contextmanager
    def _lecture(self) -> Iterator[Connection]:
        """A connection that `abandonner` may interrupt; it is ours for as long as it is among `_lectures`."""
        with self._base.read() as conn:
            with self._verrou:
                if self._abandonnee:
                    raise LectureAbandonnee(_ABANDON)
                self._lectures.add(conn)
            try:
                yield conn
            except driver.Error as erreur:
                if driver.code(erreur) == driver.INTERRUPT and not self._base.fermee:
                    raise LectureAbandonnee(_ABANDON) from erreur
                raise
            finally:
                with self._verrou:
                    self._lectures.discard(conn)

    def _premiers_ids(self, conn: Connection, limite: int) -> list[int]:
        requete = self._requete(conn)
        page = conn.execute(f"{requete.ids} LIMIT :limite", self._parametres | {"limite": limite})
        return [n for (n,) in page]

    def _compter(self, conn: Connection) -> int:
        requete = self._requete_entiere(conn)
        ((combien,),) = conn.execute(
            f"SELECT count(*) FROM {requete.depuis} WHERE {requete.ou}", self._parametres
        ).fetchall()
        return int(combien)

    @abstractmethod
    def _requete(self, conn: Connection) -> Requete:
        """The quickest way to the first rows."""

    def _requete_entiere(self, conn: Connection) -> Requete:
        """The quickest way to all the rows."""
        return self._requete(conn)

    @abstractmethod
    def _lire(self, conn: Connection, ids: Sequence[int]) -> dict[int, L]: ...


def rang(colonne: str, vocabulaire: Iterable[str]) -> str:
    """SQL: the rank of a word of a vocabulary, in the order in which the guide gives it."""
    return f"CASE {colonne} " + " ".join(f"WHEN '{mot}' THEN {rang}" for rang, mot in enumerate(vocabulaire)) + " END"


def sens(expression: str, tri: Tri) -> str:
    """SQL: what to sort by, and in which direction."""
    return f"{expression} {'DESC' if tri.decroissant else 'ASC'}"


def colonne(tris: Mapping[str, T], tri: Tri) -> T:
    if tri.colonne not in tris:
        raise ValueError(f"tri{NBSP}: colonne «{NBSP}{tri.colonne}{NBSP}» inconnue")
    return tris[tri.colonne]
