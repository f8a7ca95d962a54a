"""The feed as it is written: numbers, what a structure knows, the sums that a reader checks (SYNC, step f)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.server.store import tables
from rafaelpro_tui.server.store.dialecte import inserer_absent, ranger

_MODULO: Final = 2**64

# Of every command, so made once: to put a query together takes SQLAlchemy longer than to run it.
_COMPTEUR_TENU: Final = (
    select(tables.compteur.c.seq).where(tables.compteur.c.structure == bindparam("structure")).with_for_update()
)
_AVANCER: Final = update(tables.compteur).where(tables.compteur.c.structure == bindparam("de"))
_CONNUES: Final = select(tables.fil.c.genre, tables.fil.c.cle, tables.fil.c.resume, tables.fil.c.version).where(
    tables.fil.c.structure == bindparam("structure"),
    tables.fil.c.genre.in_(bindparam("genres", expanding=True)),
    tables.fil.c.cle.in_(bindparam("cles", expanding=True)),
    tables.fil.c.retire.is_(False),
)
_CUMULS: Final = select(tables.cumul.c.genre, tables.cumul.c.n, tables.cumul.c.somme).where(
    tables.cumul.c.structure == bindparam("structure")
)


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """An object as a structure is to be told of it; `corps` None: it no longer sees it."""

    structure: str
    genre: str
    cle: str
    version: int = 0
    corps: dict[str, Any] | None = None


def dire(conn: Connection, nouvelles: Iterable[Nouvelle]) -> None:
    """Write lines of the feed. Counters are locked in the order of structures, and until the commit: no number is seen
    before one that is smaller.

    What a structure knows already is not told again.
    """
    par_structure: dict[str, dict[tuple[str, str], Nouvelle]] = defaultdict(dict)
    for nouvelle in nouvelles:
        par_structure[nouvelle.structure][nouvelle.genre, nouvelle.cle] = nouvelle
    for structure in sorted(par_structure):
        _dire_a(conn, structure, list(par_structure[structure].values()))


def _dire_a(conn: Connection, structure: str, nouvelles: list[Nouvelle]) -> None:
    seq = conn.execute(_COMPTEUR_TENU, {"structure": structure}).scalar_one_or_none()
    if seq is None:
        inserer_absent(conn, tables.compteur, {"structure": structure, "seq": 0})
        seq = conn.execute(_COMPTEUR_TENU, {"structure": structure}).scalar_one()
    connues = _connues(conn, structure, nouvelles)
    lignes: list[dict[str, Any]] = []
    deltas: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for nouvelle in sorted(nouvelles, key=lambda n: (fil.GENRES.index(n.genre), n.cle)):
        avant = connues.get((nouvelle.genre, nouvelle.cle))
        if nouvelle.corps is None:
            if avant is None:
                continue
            resume, corps, version = 0, "", avant[1]
        else:
            version = nouvelle.version
            if avant is not None and version < avant[1]:  # read before somebody else's change, told meanwhile
                continue
            resume = fil.resume(nouvelle.genre, nouvelle.cle, version, nouvelle.corps)
            if avant is not None and _non_signe(avant[0]) == resume:
                continue
            corps = dumps(nouvelle.corps)
        seq += 1
        lignes.append(
            {
                "structure": structure,
                "genre": nouvelle.genre,
                "cle": nouvelle.cle,
                "seq": seq,
                "version": version,
                "retire": nouvelle.corps is None,
                "resume": _signe(resume),
                "corps": corps,
            }
        )
        n, somme = deltas[nouvelle.genre]
        if avant is not None:
            n, somme = n - 1, somme - _non_signe(avant[0])
        if nouvelle.corps is not None:
            n, somme = n + 1, somme + resume
        deltas[nouvelle.genre] = n, somme
    if lignes:
        ranger(conn, tables.fil, lignes)
        conn.execute(_AVANCER, {"de": structure, "seq": seq})
        _cumuler(conn, structure, deltas)


def _connues(conn: Connection, structure: str, nouvelles: list[Nouvelle]) -> dict[tuple[str, str], tuple[int, int]]:
    """By genre and key, the résumé and the version of what the structure is told of now."""
    connues = {}
    for rang in range(0, len(nouvelles), 500):
        ici = nouvelles[rang : rang + 500]
        # A key of one genre is seldom one of another too: what is read for nothing is left aside by who asks.
        cles = {"genres": sorted({n.genre for n in ici}), "cles": sorted({n.cle for n in ici})}
        for genre, cle, resume, version in conn.execute(_CONNUES, {"structure": structure} | cles):
            connues[genre, cle] = resume, version
    return connues


def _cumuler(conn: Connection, structure: str, deltas: dict[str, tuple[int, int]]) -> None:
    tenus = {genre: (n, _non_signe(somme)) for genre, n, somme in conn.execute(_CUMULS, {"structure": structure})}
    lignes = []
    for genre, (dn, dsomme) in deltas.items():
        n, somme = tenus.get(genre, (0, 0))
        lignes.append(
            {"structure": structure, "genre": genre, "n": n + dn, "somme": _signe((somme + dsomme) % _MODULO)}
        )
    ranger(conn, tables.cumul, lignes)


def _signe(valeur: int) -> int:
    """64 bits as a base keeps them."""
    return valeur - _MODULO if valeur >= _MODULO // 2 else valeur


def _non_signe(valeur: int) -> int:
    return valeur % _MODULO
