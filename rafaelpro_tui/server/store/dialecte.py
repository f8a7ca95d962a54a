"""The few statements that PostgreSQL and SQLite say alike, and SQLAlchemy one dialect at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def _insert(conn: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def inserer_absent(conn: Connection, table: Table, valeurs: Mapping[str, Any]) -> bool:
    """Insert a row unless one has its key; whether it was inserted.

    A transaction under way that inserts the same key is waited for: false means that the other one is committed.
    """
    ordre = _insert(conn, table).values(valeurs).on_conflict_do_nothing().returning(*table.primary_key)
    return conn.execute(ordre).first() is not None


def ranger(conn: Connection, table: Table, lignes: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each in place of the one that has its primary key."""
    if not lignes:
        return
    cles = [colonne.name for colonne in table.primary_key]
    demande = _insert(conn, table)
    suite: Insert = demande.on_conflict_do_update(
        index_elements=cles,
        set_={nom: demande.excluded[nom] for nom in lignes[0] if nom not in cles},
    )
    conn.execute(suite, list(lignes))
