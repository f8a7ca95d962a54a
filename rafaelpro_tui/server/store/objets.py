"""Nouns read from the truth, by their public keys; `verrouiller` holds their rows to the end of the transaction.

Rows are locked always in the same order, so that two transactions never wait for each other: the session, then
candidatures by reference, then candidats by id, then the counters of the feed (SYNC, step b).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, Transaction, bindparam, select

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Action, AvisRendu, Candidat, Candidature, Dispositif, Session, Suivi
from rafaelpro_tui.core.rules.decision import Compte, EnCours
from rafaelpro_tui.server.store import effectifs, tables

Q = TypeVar("Q", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Cadre:
    """A session with what it belongs to, and how many candidatures hold a seat on it."""

    porteur: str
    session: Session
    action: Action
    dispositif: Dispositif
    compte: Compte


# The queries of every command are made once: to put one together takes SQLAlchemy longer than to run it.
_PORTEUR: Final = select(tables.adresse.c.porteur).where(
    tables.adresse.c.cle == bindparam("cle"), tables.adresse.c.genre == bindparam("genre")
)
_CADRE: Final = (
    select(tables.session.c.image, tables.action.c.image, tables.dispositif.c.image, tables.session.c.compte)
    .join(
        tables.action,
        (tables.action.c.porteur == tables.session.c.porteur) & (tables.action.c.id == tables.session.c.action),
    )
    .join(tables.dispositif, tables.dispositif.c.code == tables.action.c.dispositif)
    .where(
        tables.session.c.porteur == bindparam("porteur"),
        tables.action.c.porteur == bindparam("porteur"),
        tables.session.c.reference == bindparam("reference"),
    )
)
_CADRE_TENU: Final = _CADRE.with_for_update(of=tables.session)
_CANDIDATURES: Final = (
    select(tables.candidature.c.reference, tables.candidature.c.image)
    .where(
        tables.candidature.c.porteur == bindparam("porteur"),
        tables.candidature.c.reference.in_(bindparam("references", expanding=True)),
    )
    .order_by(tables.candidature.c.reference)
)
_CANDIDATURES_TENUES: Final = _CANDIDATURES.with_for_update()
_AVIS: Final = (
    select(tables.avis.c.candidature, tables.avis.c.image)
    .where(
        tables.avis.c.porteur == bindparam("porteur"),
        tables.avis.c.candidature.in_(bindparam("references", expanding=True)),
    )
    .order_by(tables.avis.c.candidature, tables.avis.c.rang)
)
_SESSION_DE: Final = select(tables.candidature.c.session).where(
    tables.candidature.c.porteur == bindparam("porteur"), tables.candidature.c.reference == bindparam("reference")
)
_EN_COURS: Final = select(tables.lien.c.hsp).where(
    tables.lien.c.candidat == bindparam("candidat"), tables.lien.c.en_cours
)


def porteur(conn: Connection, genre: str, cle: str) -> str | None:
    """The Responsable under which an action, a session or a candidature is kept; None: there is no such object."""
    return conn.execute(_PORTEUR, {"cle": cle, "genre": genre}).scalar_one_or_none()


def action(conn: Connection, sous: str, id: str, *, verrouiller: bool = False) -> Action | None:
    table = tables.action
    question = select(table.c.image).where(table.c.porteur == sous, table.c.id == id)
    image = conn.execute(_tenue(question, verrouiller)).scalar_one_or_none()
    return None if image is None else images.lire(Action, image)


def dispositif(conn: Connection, code: str) -> Dispositif | None:
    table = tables.dispositif
    image = conn.execute(select(table.c.image).where(table.c.code == code)).scalar_one_or_none()
    return None if image is None else images.lire(Dispositif, image)


_lus: WeakKeyDictionary[Transaction, dict[str, Cadre]] = WeakKeyDictionary()
"""The cadres of the transactions under way: the steps of a command all look at the same one."""


def cadre(conn: Connection, reference: str, *, sous: str | None = None, verrouiller: bool = False) -> Cadre | None:
    """Read once in a transaction, until it is written there (`oublier`); a locked one is always read.

    `sous`: the Responsable of the session, where it is known.
    """
    transaction = conn.get_transaction()
    connus = {} if transaction is None else _lus.setdefault(transaction, {})
    if not verrouiller and reference in connus:
        return connus[reference]
    sous = sous or porteur(conn, "session", reference)
    if sous is None:
        return None
    lue = conn.execute(_CADRE_TENU if verrouiller else _CADRE, {"porteur": sous, "reference": reference}).one()
    connus[reference] = Cadre(
        sous,
        images.lire(Session, lue[0]),
        images.lire(Action, lue[1]),
        images.lire(Dispositif, lue[2]),
        effectifs.inscrits(lue[3]),
    )
    return connus[reference]


def oublier(conn: Connection) -> None:
    """A session or an action has been written."""
    if (transaction := conn.get_transaction()) is not None:
        _lus.pop(transaction, None)


def cadre_de(conn: Connection, reference: str, *, verrouiller: bool = False) -> Cadre | None:
    """Of the session of a candidature, which never changes, and which is kept with it."""
    sous = porteur(conn, "candidature", reference)
    if sous is None:
        return None
    session = conn.execute(_SESSION_DE, {"porteur": sous, "reference": reference}).scalar_one_or_none()
    return None if session is None else cadre(conn, session, sous=sous, verrouiller=verrouiller)


def candidatures(
    conn: Connection, sous: str, references: Iterable[str], *, verrouiller: bool = False
) -> dict[str, Candidature]:
    """By reference, whole; those that are not under `sous` are left out."""
    question = _CANDIDATURES_TENUES if verrouiller else _CANDIDATURES
    trouvees = {
        reference: images.lire(Candidature, image)
        for reference, image in conn.execute(question, {"porteur": sous, "references": sorted(set(references))})
    }
    for reference, image in conn.execute(_AVIS, {"porteur": sous, "references": list(trouvees)}):
        lue = trouvees[reference]
        trouvees[reference] = replace(lue, avis=(*lue.avis, images.lire(AvisRendu, image)))
    return trouvees


def references_de_la_session(conn: Connection, sous: str, session: str) -> Sequence[str]:
    table = tables.candidature
    return (
        conn.execute(
            select(table.c.reference)
            .where(table.c.porteur == sous, table.c.session == session)
            .order_by(table.c.reference)
        )
        .scalars()
        .all()
    )


def references_de_l_action(conn: Connection, sous: str, action: str) -> Sequence[str]:
    """Of its sessions."""
    table = tables.session
    return (
        conn.execute(
            select(table.c.reference)
            .where(table.c.porteur == sous, table.c.action == action)
            .order_by(table.c.reference)
        )
        .scalars()
        .all()
    )


def candidat(conn: Connection, id: str, *, verrouiller: bool = False) -> Candidat | None:
    table = tables.candidat
    image = conn.execute(_tenue(select(table.c.image).where(table.c.id == id), verrouiller)).scalar_one_or_none()
    return None if image is None else images.lire(Candidat, image)


def suivi(conn: Connection, structure: str, candidature: str) -> tuple[int, Suivi] | None:
    """What a structure keeps for itself on a candidature, and its version."""
    table = tables.suivi
    ligne = conn.execute(
        select(table.c.version, table.c.image).where(table.c.structure == structure, table.c.candidature == candidature)
    ).one_or_none()
    return None if ligne is None else (ligne[0], images.lire(Suivi, ligne[1]))


def en_cours(conn: Connection, id: str) -> EnCours:
    """CAN-4: over all organismes."""
    lignes = conn.execute(_EN_COURS, {"candidat": id}).scalars().all()
    return EnCours(total=len(lignes), hsp=sum(lignes))


def deja_candidat(conn: Connection, sous: str, id: str, session: str) -> bool:
    """CAN-5: a live candidature of the candidat on the session."""
    table = tables.candidature
    return (
        conn.execute(
            select(table.c.reference)
            .where(
                table.c.porteur == sous,
                table.c.session == session,
                table.c.candidat == id,
                table.c.etat.in_(("en_attente", "retenue")),
            )
            .limit(1)
        ).first()
        is not None
    )


def _tenue(question: Q, verrouiller: bool) -> Q:
    """SQLite writes one transaction at a time: there `FOR UPDATE` is left out by its dialect."""
    return question.with_for_update() if verrouiller else question
