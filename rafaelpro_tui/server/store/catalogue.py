"""What a LHÉO import reads and writes that no command does: what the OF has edited, names that everybody reads."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import Connection, select, update

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Dispositif, Session, Structure
from rafaelpro_tui.server.store import objets, tables

_EDITIONS: Final = ("modifier_session", "modifier_contacts")


def identite(conn: Connection, siret: str) -> str | None:
    """The id of the organisme of this SIRET; the first, should an administrator have made several."""
    table = tables.structure
    return conn.execute(select(table.c.id).where(table.c.siret == siret).order_by(table.c.id).limit(1)).scalar()


def session(conn: Connection, reference: str) -> Session | None:
    """The session alone, its row held: a catalogue asks for thousands."""
    table = tables.session
    image = conn.execute(
        select(table.c.image)
        .where(table.c.porteur == objets.porteur(conn, "session", reference), table.c.reference == reference)
        .with_for_update()
    ).scalar_one_or_none()
    return None if image is None else images.lire(Session, image)


def champs_edites(conn: Connection, session: str) -> frozenset[str]:
    """The fields of a session that the OF has set itself: an import of the flow leaves them alone."""
    fait, recue = tables.evenement, tables.commande
    corps = conn.execute(
        select(recue.c.corps)
        .join(fait, fait.c.commande == recue.c.id)
        .where(
            fait.c.porteur == objets.porteur(conn, "session", session),
            fait.c.genre == "session",
            fait.c.cle == session,
            recue.c.type.in_(_EDITIONS),
        )
    ).scalars()
    return frozenset(champ for texte in corps for champ in json.loads(texte))


def corriger(conn: Connection, reference: Structure | Dispositif) -> None:
    """Another name for what everybody reads."""
    if isinstance(reference, Structure):
        table, ou = tables.structure, tables.structure.c.id == reference.id
    else:
        table, ou = tables.dispositif, tables.dispositif.c.code == reference.code
    conn.execute(update(table).where(ou).values(image=images.to_json(reference), version=table.c.version + 1))
