"""Users and their attachments."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Rattachement, Structure, Utilisateur
from rafaelpro_tui.core.sync.fil import Attachement, Moi
from rafaelpro_tui.server.store import meta, tables

# Asked at each request: made once, since SQLAlchemy takes longer to put a query together than SQLite to answer it.
_UTILISATEUR: Final = select(tables.utilisateur.c.image).where(tables.utilisateur.c.id == bindparam("id"))
_RATTACHEMENT: Final = select(tables.rattachement.c.image).where(
    tables.rattachement.c.utilisateur == bindparam("utilisateur"),
    tables.rattachement.c.structure == bindparam("structure"),
)
_ATTACHEMENTS: Final = (
    select(tables.rattachement.c.image, tables.structure.c.image)
    .join(tables.structure, tables.structure.c.id == tables.rattachement.c.structure)
    .where(tables.rattachement.c.utilisateur == bindparam("utilisateur"))
    .order_by(tables.rattachement.c.structure)
)


def utilisateur(conn: Connection, id: str) -> Utilisateur | None:
    image = conn.execute(_UTILISATEUR, {"id": id}).scalar_one_or_none()
    return None if image is None else images.lire(Utilisateur, image)


def structure(conn: Connection, id: str) -> Structure | None:
    image = conn.execute(select(tables.structure.c.image).where(tables.structure.c.id == id)).scalar_one_or_none()
    return None if image is None else images.lire(Structure, image)


def rattachement(conn: Connection, utilisateur: str, structure: str) -> Rattachement | None:
    """The link of a user to a structure, as it is now (DRT-7)."""
    image = conn.execute(_RATTACHEMENT, {"utilisateur": utilisateur, "structure": structure}).scalar_one_or_none()
    return None if image is None else images.lire(Rattachement, image)


def moi(conn: Connection, id: str) -> Moi | None:
    """The user of a token; None when there is no such user any more."""
    personne = utilisateur(conn, id)
    if personne is None:
        return None
    attachements = []
    for image, image_structure in conn.execute(_ATTACHEMENTS, {"utilisateur": id}):
        lien = images.lire(Rattachement, image)
        nom = images.lire(Structure, image_structure).nom
        attachements.append(Attachement(structure=lien.structure, nom=nom, droit=lien.droit, referent=lien.referent))
    return Moi(
        utilisateur=personne.id,
        nom=personne.nom,
        prenom=personne.prenom,
        courriel=personne.courriel,
        attachements=tuple(attachements),
        epoque=meta.epoque(conn),
    )
