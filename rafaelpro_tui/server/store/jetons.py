"""Access tokens in the base."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from rafaelpro_tui.server.store.tables import jeton


@dataclass(frozen=True, slots=True)
class Jeton:
    empreinte: str
    utilisateur: str | None
    flux: str | None


def lire(conn: Connection, empreinte: str, secondes: float) -> Jeton | None:
    """The token of this hash, if its time is not over at `secondes` (epoch)."""
    ligne = conn.execute(
        select(jeton.c.utilisateur, jeton.c.flux).where(jeton.c.empreinte == empreinte, jeton.c.expire_a > secondes)
    ).one_or_none()
    return None if ligne is None else Jeton(empreinte, *ligne)
