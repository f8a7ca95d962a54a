"""The ranks that a structure gives by hand in a liste d'attente."""

from __future__ import annotations

from collections.abc import Sequence

from rafaelpro_tui.core.store.driver import Connection


def rangs(conn: Connection, structure: str, session: str) -> dict[str, int]:
    """By reference of candidature."""
    return dict(
        conn.execute(
            "SELECT r.candidature, r.rang FROM rang_attente r JOIN candidature c ON c.reference = r.candidature"
            " JOIN session s ON s.n = c.session WHERE r.structure = ? AND s.reference = ?",
            (structure, session),
        ).fetchall()
    )


def oublier(conn: Connection, structure: str, session: str) -> None:
    """No rank by hand any more on that session."""
    conn.execute(
        "DELETE FROM rang_attente WHERE structure = ? AND candidature IN (SELECT c.reference FROM candidature c"
        " JOIN session s ON s.n = c.session WHERE s.reference = ?)",
        (structure, session),
    )


def ranger(conn: Connection, structure: str, session: str, ordre: Sequence[str]) -> None:
    """The order given, from the first rank."""
    oublier(conn, structure, session)
    conn.executemany(
        "INSERT INTO rang_attente (structure, candidature, rang) VALUES (?, ?, ?)",
        [(structure, reference, rang) for rang, reference in enumerate(ordre, 1)],
    )
