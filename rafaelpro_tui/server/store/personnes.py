"""Users and their attachments."""

from __future__ import annotations

from sqlalchemy import Connection, select

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Rattachement, Structure, Utilisateur
from rafaelpro_tui.core.sync.fil import Attachement, Moi
from rafaelpro_tui.server.store import meta, tables


def utilisateur(conn: Connection, id: str) -> Utilisateur | None:
    image = conn.execute(select(tables.utilisateur.c.image).where(tables.utilisateur.c.id == id)).scalar_one_or_none()
    return None if image is None else images.lire(Utilisateur, image)


def structure(conn: Connection, id: str) -> Structure | None:
    image = conn.execute(select(tables.structure.c.image).where(tables.structure.c.id == id)).scalar_one_or_none()
    return None if image is None else images.lire(Structure, image)


def rattachement(conn: Connection, utilisateur: str, structure: str) -> Rattachement | None:
    """The link of a user to a structure, as it is now (DRT-7)."""
    table = tables.rattachement
    image = conn.execute(
        select(table.c.image).where(table.c.utilisateur == utilisateur, table.c.structure == structure)
    ).scalar_one_or_none()
    return None if image is None else images.lire(Rattachement, image)


def moi(conn: Connection, id: str) -> Moi | None:
    """The user of a token; None when there is no such user any more."""
    personne = utilisateur(conn, id)
    if personne is None:
        return None
    table = tables.rattachement
    lignes = conn.execute(
        select(table.c.image, tables.structure.c.image)
        .join(tables.structure, tables.structure.c.id == table.c.structure)
        .where(table.c.utilisateur == id)
        .order_by(table.c.structure)
    )
    attachements = []
    for image, image_structure in lignes:
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
