"""The commands of a replica on their way to the server, its answers, and what the user has yet to settle (SYNC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rafaelpro_tui.core.store import temoin
from rafaelpro_tui.core.store.driver import Connection

_A_REGLER: Final = "(statut = 'refusee' OR partielle) AND repondue_le IS NOT NULL AND reglee_le IS NULL"
"""Refused by the server, whole or some rows of a lot, and not settled by the user."""

_GARDEE: Final = "statut = 'acceptee' AND type <> 'annuler' AND corps <> '{}'"
"""Accepted by the server, and what was typed is still here (DON-2)."""


def sans_effet_en_base(conn: Connection) -> list[int]:
    """The commands whose effects are not, or not yet, in what the server said, in order: a rebase runs them again."""
    return [
        seq
        for (seq,) in conn.execute(
            "SELECT seq FROM depart WHERE statut IN ('en_grace', 'a_envoyer', 'envoyee')"
            " UNION SELECT seq FROM depart WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND NOT confirmee"
            " ORDER BY seq"
        )
    ]


def acceptees(conn: Connection) -> set[int]:
    """Those that the server has accepted and whose effects it has not told yet."""
    return {
        seq
        for (seq,) in conn.execute(
            "SELECT seq FROM depart WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND NOT confirmee"
        )
    }


def confirmer(conn: Connection, seqs: Iterable[int]) -> None:
    conn.executemany("UPDATE depart SET confirmee = 1 WHERE seq = ?", ((seq,) for seq in seqs))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnRoute:
    """A command that is to be sent, or was without an answer yet."""

    seq: int
    id: str
    corps: str
    structure: str
    saisi_le: datetime
    vu: int | None


def en_route(conn: Connection) -> Iterator[EnRoute]:
    """In the order in which they were decided."""
    for seq, id, corps_, structure, saisi_le, vu in conn.execute(
        "SELECT seq, id, corps, structure, saisi_le, vu FROM depart WHERE statut IN ('a_envoyer', 'envoyee')"
        " ORDER BY seq"
    ):
        yield EnRoute(
            seq=seq,
            id=id,
            corps=corps_,
            structure=structure,
            saisi_le=datetime.fromisoformat(saisi_le),
            vu=vu,
        )


def a_regler(conn: Connection) -> list[tuple[int, str]]:
    """The commands that the server has refused and that the user has not settled: `seq` and content, oldest first."""
    return conn.execute(f"SELECT seq, corps FROM depart WHERE {_A_REGLER} ORDER BY seq").fetchall()


def repondre(
    conn: Connection, seq: int, statut: str, reponse: str, actuel: str | None, le: datetime, *, partielle: bool
) -> None:
    """The server's answer to a command, in JSON, by its clock. `partielle`: rows done here are not done there."""
    conn.execute(
        "UPDATE depart SET statut = ?, reponse = ?, actuel = ?, repondue_le = ?, partielle = ? WHERE seq = ?",
        (statut, temoin.avec(reponse), actuel, le.isoformat(), int(partielle), seq),
    )


def partielle(conn: Connection, seq: int) -> bool:
    """Whether the server had already left out rows of this lot, before it was restored."""
    return bool(conn.execute("SELECT partielle FROM depart WHERE seq = ?", (seq,)).fetchone()[0])


def noter_enregistrement(conn: Connection, seq: int, candidatures: Iterable[str]) -> None:
    """The server has recorded a command for these candidatures."""
    conn.executemany("INSERT OR IGNORE INTO acte VALUES (?, ?)", ((reference, seq) for reference in candidatures))


def regler(conn: Connection, seq: int, le: datetime) -> None:
    """The user has settled a refus of the server."""
    conn.execute("UPDATE depart SET reglee_le = ? WHERE seq = ?", (le.isoformat(), seq))


def renvoyer_depuis(conn: Connection, le: datetime) -> int:
    """Send again what was accepted since `le`: the server has been restored to an earlier day (SYNC, « epoch »)."""
    return conn.execute(
        "UPDATE depart SET statut = 'a_envoyer', repondue_le = NULL, confirmee = 0"
        f" WHERE {_GARDEE} AND repondue_le >= ?",
        (le.isoformat(),),
    ).rowcount


def acceptees_avant(conn: Connection, le: datetime) -> list[tuple[int, str, str]]:
    """`seq`, id and date of the answer of what was accepted before `le`, the latest first."""
    return conn.execute(
        f"SELECT seq, id, repondue_le FROM depart WHERE {_GARDEE} AND repondue_le < ?"
        " ORDER BY repondue_le DESC, seq DESC",
        (le.isoformat(),),
    ).fetchall()


def perdre(conn: Connection, seq: int, reponse: str, le: datetime) -> None:
    """A restored server no longer knows a command that it had accepted: it is to be settled, with this answer."""
    conn.execute("DELETE FROM acte WHERE seq = ?", (seq,))
    conn.execute(
        "UPDATE depart SET statut = 'refusee', reponse = ?, actuel = NULL, repondue_le = ?, reglee_le = NULL,"
        " partielle = 0 WHERE seq = ?",
        (reponse, le.isoformat(), seq),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusee:
    """A command that the server has refused, with its answer, in JSON. `partielle`: a lot, of which rows were done."""

    seq: int
    corps: str
    reponse: str
    actuel: str | None
    saisi_le: str
    partielle: bool


def refusees(conn: Connection) -> list[Refusee]:
    """Those that the user has not settled, oldest first."""
    return [
        Refusee(seq=seq, corps=corps_, reponse=reponse, actuel=actuel, saisi_le=saisi_le, partielle=statut != "refusee")
        for seq, corps_, reponse, actuel, saisi_le, statut in conn.execute(
            f"SELECT seq, corps, reponse, actuel, saisi_le, statut FROM depart WHERE {_A_REGLER} ORDER BY seq"
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivie:
    """A command of this laptop, and where it is. `a_regler`: refused by the server, and not settled by the user."""

    seq: int
    corps: str
    reponse: str
    saisi_le: str
    statut: str
    repondue_le: str | None
    a_regler: bool


def suivies(conn: Connection, limite: int) -> list[Suivie]:
    """Latest first: those that are not settled, and `limite` of the others. Not what never was to be sent."""
    return [
        Suivie(
            seq=seq,
            corps=corps_,
            reponse=reponse,
            saisi_le=saisi_le,
            statut=statut,
            repondue_le=repondue_le,
            a_regler=bool(a_regler),
        )
        for seq, corps_, reponse, saisi_le, statut, repondue_le, a_regler in conn.execute(
            f"SELECT seq, corps, reponse, saisi_le, statut, repondue_le, {_A_REGLER} FROM depart"
            f" WHERE statut IN ('en_grace', 'a_envoyer', 'envoyee') OR {_A_REGLER} OR seq IN"
            " (SELECT seq FROM depart WHERE repondue_le IS NOT NULL ORDER BY seq DESC LIMIT ?)"
            " ORDER BY seq DESC",
            (limite,),
        )
    ]


def enregistrement(conn: Connection, candidature: str) -> tuple[bool, datetime | None]:
    """Whether a command on a candidature waits for the server; and when the server recorded the last one."""
    attend, le = conn.execute(
        "SELECT EXISTS (SELECT 1 FROM touche t JOIN depart d USING (seq) WHERE t.genre = 'candidature' AND t.cle = ?1"
        " AND d.statut IN ('en_grace', 'a_envoyer', 'envoyee')),"
        " (SELECT max(d.repondue_le) FROM acte a JOIN depart d USING (seq) WHERE a.candidature = ?1)",
        (candidature,),
    ).fetchone()
    return bool(attend), None if le is None else datetime.fromisoformat(le)
