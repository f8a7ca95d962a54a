"""The few statements that PostgreSQL and SQLite say alike, and SQLAlchemy one dialect at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def _insert(dialecte: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialecte == "sqlite" else postgresql.insert(table)


@cache
def _absent(dialecte: str, table: Table) -> ReturningInsert[Any]:
    return _insert(dialecte, table).on_conflict_do_nothing().returning(*table.primary_key)


@cache
def _en_place(dialecte: str, table: Table, noms: tuple[str, ...]) -> Insert:
    cles = [colonne.name for colonne in table.primary_key]
    demande = _insert(dialecte, table)
    return demande.on_conflict_do_update(
        index_elements=cles, set_={nom: demande.excluded[nom] for nom in noms if nom not in cles}
    )


def inserer_absent(conn: Connection, table: Table, valeurs: Mapping[str, Any]) -> bool:
    """Insert a row unless one has its key; whether it was inserted.

    A transaction under way that inserts the same key is waited for: false means that the other one is committed.
    """
    return conn.execute(_absent(conn.dialect.name, table), valeurs).first() is not None


def ranger(conn: Connection, table: Table, lignes: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each in place of the one that has its primary key."""
    if lignes:
        conn.execute(_en_place(conn.dialect.name, table, tuple(lignes[0])), list(lignes))
