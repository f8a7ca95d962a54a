"""Access tokens in the base."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, select

from rafaelpro_tui.server.store.tables import jeton
from rafaelpro_tui.server.store.tables_comptes import compte


@dataclass(frozen=True, slots=True)
class Jeton:
    empreinte: str
    utilisateur: str | None
    flux: str | None
    portees: str | None


def pas_ferme(utilisateur: ColumnElement[str]) -> ColumnElement[bool]:
    """Of the account of this user, for a WHERE; who signs in by another provider of identities has none."""
    return ~exists().where(compte.c.utilisateur == utilisateur, ~compte.c.actif)


def lire(conn: Connection, empreinte: str, secondes: float) -> Jeton | None:
    """The token of this hash, if its time is not over at `secondes` (epoch) and its account is not closed."""
    ligne = conn.execute(
        select(jeton.c.utilisateur, jeton.c.flux, jeton.c.portees).where(
            jeton.c.empreinte == empreinte,
            jeton.c.expire_a > secondes,
            pas_ferme(jeton.c.utilisateur),
        )
    ).one_or_none()
    return None if ligne is None else Jeton(empreinte, *ligne)
