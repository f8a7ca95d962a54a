"""What each version of an object was, and who made it so (SYN-1, I9). Rows are only added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select

from rafaelpro_tui.core.rules.decision import SYSTEME
from rafaelpro_tui.server.store import personnes
from rafaelpro_tui.server.store.tables import evenement

PARTI: Final = "null"
"""The image of what is no longer there."""


_AJOUTER: Final = insert(evenement)
_DERNIER: Final = (
    select(evenement)
    .where(
        evenement.c.porteur == bindparam("porteur"),
        evenement.c.genre == bindparam("genre"),
        evenement.c.cle == bindparam("cle"),
    )
    .order_by(evenement.c.version.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenement:
    porteur: str
    genre: str
    cle: str
    version: int
    commande: str
    poste: str
    utilisateur: str
    structure: str
    le: str
    image: str


def ecrire(conn: Connection, nouveau: Evenement) -> None:
    valeurs = {colonne.name: getattr(nouveau, colonne.name) for colonne in evenement.columns}
    conn.execute(_AJOUTER, valeurs)


def suivante(conn: Connection, porteur: str, genre: str, cle: str) -> int:
    """The version after those of an object, gone though it may be."""
    derniere = conn.execute(
        select(func.max(evenement.c.version)).where(
            evenement.c.porteur == porteur, evenement.c.genre == genre, evenement.c.cle == cle
        )
    ).scalar_one()
    return 1 if derniere is None else int(derniere) + 1


def dernier(conn: Connection, porteur: str, genre: str, cle: str) -> Evenement | None:
    """The event that made an object what it is; None for one that was loaded."""
    ligne = conn.execute(_DERNIER, {"porteur": porteur, "genre": genre, "cle": cle}).one_or_none()
    return None if ligne is None else Evenement(**ligne._mapping)


def depuis(conn: Connection, porteur: str, genre: str, cle: str, version: int, poste: str) -> Evenement | None:
    """The last event after `version` that came from elsewhere than `poste`."""
    ligne = conn.execute(
        select(evenement)
        .where(
            evenement.c.porteur == porteur,
            evenement.c.genre == genre,
            evenement.c.cle == cle,
            evenement.c.version > version,
            evenement.c.poste != poste,
        )
        .order_by(evenement.c.version.desc())
        .limit(1)
    ).one_or_none()
    return None if ligne is None else Evenement(**ligne._mapping)


def auteur(conn: Connection, fait: Evenement, lecteur: str) -> str:
    """Who made an event, as `lecteur`, a structure, may know: a colleague's name, else their structure's (I7)."""
    if fait.utilisateur == SYSTEME:
        return "RafaelPro"
    personne = personnes.utilisateur(conn, fait.utilisateur)
    if personne is not None and lecteur == fait.structure:
        return f"{personne.prenom} {personne.nom}"
    structure = personnes.structure(conn, fait.structure)
    return structure.nom if structure is not None else "le financeur"
