"""Commands and their answers, kept for ever (SYN-2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.server.store.dialecte import inserer_absent
from rafaelpro_tui.server.store.tables import commande, reponse

_REPONDRE: Final = insert(reponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recue:
    """A command as it came; `empreinte` is of its content but the id, in hexadecimal."""

    id: str
    type: str
    structure: str
    utilisateur: str
    poste: str
    empreinte: str
    corps: str
    saisi_le: str
    recue_le: str


def inscrire(conn: Connection, recue: Recue) -> bool:
    """Step (a) of SYNC: False when its id is known already; a twin under way is waited for."""
    return inserer_absent(conn, commande, {colonne.name: getattr(recue, colonne.name) for colonne in commande.columns})


def repondre(conn: Connection, id: str, corps: dict[str, Any]) -> None:
    """Step (h)."""
    conn.execute(_REPONDRE, {"id": id, "corps": dumps(corps)})


def connue(conn: Connection, id: str) -> tuple[str, str, dict[str, Any]] | None:
    """Whose a command is, the empreinte of its content, and its answer."""
    ligne = conn.execute(
        select(commande.c.utilisateur, commande.c.empreinte, reponse.c.corps)
        .join(reponse, reponse.c.id == commande.c.id)
        .where(commande.c.id == id)
    ).one_or_none()
    return None if ligne is None else (ligne[0], ligne[1], json.loads(ligne[2]))


def derniere(conn: Connection) -> datetime | None:
    """When the last one came, by the server's clock."""
    le = conn.execute(select(func.max(commande.c.recue_le))).scalar_one()
    return None if le is None else datetime.fromisoformat(le)
