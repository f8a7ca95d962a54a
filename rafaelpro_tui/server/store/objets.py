"""Nouns read from the truth, by their public keys; `verrouiller` holds their rows to the end of the transaction.

Rows are locked always in the same order, so that two transactions never wait for each other: the session, then
candidatures by reference, then candidats by id, then the counters of the feed (SYNC, step b).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, Transaction, select

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Action, AvisRendu, Candidat, Candidature, Dispositif, Session
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


def porteur(conn: Connection, genre: str, cle: str) -> str | None:
    """The Responsable under which an action, a session or a candidature is kept; None: there is no such object."""
    adresse = tables.adresse
    return conn.execute(
        select(adresse.c.porteur).where(adresse.c.cle == cle, adresse.c.genre == genre)
    ).scalar_one_or_none()


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


def cadre(conn: Connection, reference: str, *, verrouiller: bool = False) -> Cadre | None:
    """Read once in a transaction, until it is written there (`oublier`); a locked one is always read."""
    transaction = conn.get_transaction()
    connus = {} if transaction is None else _lus.setdefault(transaction, {})
    if not verrouiller and reference in connus:
        return connus[reference]
    sous = porteur(conn, "session", reference)
    if sous is None:
        return None
    table, formation, finance = tables.session, tables.action, tables.dispositif
    question = (
        select(table.c.image, formation.c.image, finance.c.image, table.c.compte)
        .join(formation, (formation.c.porteur == table.c.porteur) & (formation.c.id == table.c.action))
        .join(finance, finance.c.code == formation.c.dispositif)
        .where(table.c.porteur == sous, formation.c.porteur == sous, table.c.reference == reference)
    )
    lue = conn.execute(question.with_for_update(of=table) if verrouiller else question).one()
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


def session_de(conn: Connection, reference: str) -> str | None:
    """The session of a candidature, which never changes."""
    sous = porteur(conn, "candidature", reference)
    table = tables.candidature
    if sous is None:
        return None
    return conn.execute(
        select(table.c.session).where(table.c.porteur == sous, table.c.reference == reference)
    ).scalar_one_or_none()


def candidatures(
    conn: Connection, sous: str, references: Iterable[str], *, verrouiller: bool = False
) -> dict[str, Candidature]:
    """By reference, whole; those that are not under `sous` are left out."""
    table = tables.candidature
    question = (
        select(table.c.reference, table.c.image)
        .where(table.c.porteur == sous, table.c.reference.in_(sorted(set(references))))
        .order_by(table.c.reference)
    )
    trouvees = {
        reference: images.lire(Candidature, image) for reference, image in conn.execute(_tenue(question, verrouiller))
    }
    rendus = tables.avis
    for reference, image in conn.execute(
        select(rendus.c.candidature, rendus.c.image)
        .where(rendus.c.porteur == sous, rendus.c.candidature.in_(list(trouvees)))
        .order_by(rendus.c.candidature, rendus.c.rang)
    ):
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


def candidat(conn: Connection, id: str, *, verrouiller: bool = False) -> Candidat | None:
    table = tables.candidat
    image = conn.execute(_tenue(select(table.c.image).where(table.c.id == id), verrouiller)).scalar_one_or_none()
    return None if image is None else images.lire(Candidat, image)


def en_cours(conn: Connection, id: str) -> EnCours:
    """CAN-4: over all organismes."""
    lien = tables.lien
    lignes = conn.execute(select(lien.c.hsp).where(lien.c.candidat == id, lien.c.en_cours)).scalars().all()
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
