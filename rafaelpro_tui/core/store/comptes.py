"""`compte` on a replica: kept by triggers where candidatures are held; elsewhere it is what the server says (DRT-9)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rafaelpro_tui.core.model import Comptes
from rafaelpro_tui.core.store.driver import Connection


def sessions_de(conn: Connection, candidatures: Sequence[str]) -> set[str]:
    """The sessions of those of these candidatures that are here."""
    return {
        session
        for (session,) in conn.execute(
            "SELECT DISTINCT s.reference FROM candidature c JOIN session s ON s.n = c.session"
            " WHERE c.reference IN (SELECT value FROM json_each(?))",
            (json.dumps(candidatures),),
        )
    }


def recompter(conn: Connection, session: str, dits: Comptes | None) -> None:
    """The figures of a session from its candidatures; where none is held, `dits`. Nothing when it is no longer here.

    Raises:
        driver.IntegrityError: `dits` counts the same ones twice, or less than none.
    """
    for (n,) in conn.execute("SELECT n FROM session WHERE reference = ?", (session,)).fetchall():
        conn.execute("DELETE FROM compte WHERE session = ?", (n,))
        tenues = conn.execute(
            "INSERT INTO compte SELECT session, etat, etape, count(*) FROM candidature WHERE session = ?"
            " GROUP BY 1, 2, 3",
            (n,),
        ).rowcount
        conn.execute("DELETE FROM compte_efface WHERE session = ?", (n,))
        if tenues and dits is not None:
            _compter_les_effacees(conn, n, dits)
        if not tenues and dits is not None:
            conn.executemany(
                "INSERT INTO compte VALUES (?, ?, ?, ?)",
                [(n, e.etat.value, e.etape.value if e.etape else "", e.n) for e in dits.effectifs],
            )


def _compter_les_effacees(conn: Connection, n: int, dits: Comptes) -> None:
    """DON-2: those that the server counts and no longer shows; nobody who waits is erased."""
    tenus = dict(conn.execute("SELECT etat, sum(n) FROM compte WHERE session = ? GROUP BY 1", (n,)).fetchall())
    for effectif in dits.effectifs:
        if effectif.etape is None and (reste := effectif.n - tenus.get(effectif.etat.value, 0)) > 0:
            conn.execute("INSERT INTO compte_efface VALUES (?, ?, ?)", (n, effectif.etat.value, reste))
