"""The epoch of the base (SYNC): another one tells clients that what they know may be of a past that is lost."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.server.store.dialecte import inserer_absent, ranger
from rafaelpro_tui.server.store.tables import meta

_EPOQUE: Final = "epoque"
_TENUE: Final = select(meta.c.valeur).where(meta.c.cle == _EPOQUE)


def epoque(conn: Connection) -> str:
    return str(conn.execute(_TENUE).scalar_one())


def commencer(conn: Connection) -> None:
    """Give an epoch to a base that has none."""
    inserer_absent(conn, meta, {"cle": _EPOQUE, "valeur": str(uuid7())})


def renouveler(conn: Connection) -> str:
    """Tell everybody that the past is another: after a restore."""
    nouvelle = str(uuid7())
    ranger(conn, meta, [{"cle": _EPOQUE, "valeur": nouvelle}])
    return nouvelle
