"""The ledger of transmissions in the base: one line per thing due to somebody (TRX-1), whatever the restarts (I8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select, tuple_, update

from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.model import Candidature
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.core.rules.transmissions import Destination, Transmission, dues
from rafaelpro_tui.server.message import identifiant
from rafaelpro_tui.server.store import objets
from rafaelpro_tui.server.store.dialecte import inserer_absent
from rafaelpro_tui.server.store.tables_flux import transmission as ligne


@dataclass(frozen=True, slots=True)
class Ecriture:
    """A line of the ledger: what is due, and whose action it is about."""

    porteur: str
    transmission: Transmission

    @property
    def id(self) -> str:
        return str(identifiant(self.transmission))


def inscrire(conn: Connection, changements: Iterable[Changement], aujourdhui: date) -> None:
    """Write down what these changes make due, in the transaction that makes it so (SYNC, step g)."""
    cadre = None
    for changement in changements:
        if not isinstance(apres := changement.apres, Candidature):
            continue
        if cadre is None or cadre.session.reference != apres.session:
            cadre = objets.cadre(conn, apres.session)
        assert cadre is not None  # a rule has looked at it
        avant = changement.avant if isinstance(changement.avant, Candidature) else None
        for due in dues(avant, apres, cadre.dispositif, aujourdhui):
            inserer_absent(
                conn,
                ligne,
                {
                    "porteur": cadre.porteur,
                    "id": str(identifiant(due)),
                    "candidature": due.candidature,
                    "destination": due.destination.value,
                    "rang": due.rang,
                    "du_le": due.le,
                },
            )


def mettre_en_route(conn: Connection, aujourdhui: date, au_plus: int) -> list[str]:
    """Give an envoi to what is due and has none, `au_plus` lines of one destination in each; what those are.

    An update takes a line only if it is still free, one after the other in the order of their keys: two servers
    share them out.
    """
    lues = conn.execute(
        select(ligne.c.porteur, ligne.c.id, ligne.c.destination)
        .where(ligne.c.envoi.is_(None), ligne.c.accusee_le.is_(None), ligne.c.du_le <= aujourdhui)
        .order_by(ligne.c.du_le)
        .limit(au_plus)
    ).all()
    envois: dict[str, str] = {}
    for porteur, id, destination in sorted(lues):
        envoi = envois.get(destination) or str(uuid7())
        prise = conn.execute(
            update(ligne)
            .where(ligne.c.porteur == porteur, ligne.c.id == id, ligne.c.envoi.is_(None))
            .values(envoi=envoi)
        )
        if prise.rowcount:
            envois[destination] = envoi
    return list(envois.values())


def de_l_envoi(conn: Connection, envoi: str) -> list[Ecriture]:
    """Its lines, in the order of their ids: made again, it is the same."""
    return [_ecriture(lue) for lue in conn.execute(select(ligne).where(ligne.c.envoi == envoi).order_by(ligne.c.id))]


def a_accuser(
    conn: Connection, aujourdhui: date, apres: tuple[date, str] | None, limite: int, vers: Destination | None = None
) -> list[Ecriture]:
    """What is due, to `vers` or to all, and not acknowledged yet; the oldest first, after this place."""
    question = select(ligne).where(ligne.c.accusee_le.is_(None), ligne.c.du_le <= aujourdhui)
    if apres is not None:
        question = question.where(tuple_(ligne.c.du_le, ligne.c.id) > tuple_(*apres))
    if vers is not None:
        question = question.where(ligne.c.destination == vers.value)
    return [_ecriture(lue) for lue in conn.execute(question.order_by(ligne.c.du_le, ligne.c.id).limit(limite))]


def transmettre(conn: Connection, ecriture: Ecriture, maintenant: datetime) -> bool:
    """It was handed over; False when it had been before, by another canal."""
    faite = conn.execute(
        update(ligne)
        .where(ligne.c.porteur == ecriture.porteur, ligne.c.id == ecriture.id, ligne.c.transmise_le.is_(None))
        .values(transmise_le=_iso(maintenant))
    )
    return faite.rowcount == 1


@dataclass(frozen=True, slots=True)
class Accuse:
    """Who acknowledged a line, and when, for ever; `le` is an ISO moment of Europe/Paris."""

    ecriture: Ecriture
    le: str
    par: str


def accuser(conn: Connection, id: str, par: str, maintenant: datetime) -> Accuse | None:
    """Acknowledge the line, once: the first answer is given again. None when it is unknown, or not due yet."""
    lue = conn.execute(select(ligne).where(ligne.c.id == id, ligne.c.du_le <= maintenant.date())).one_or_none()
    if lue is None:
        return None
    cle = (ligne.c.porteur == lue.porteur, ligne.c.id == id)
    conn.execute(
        update(ligne)
        .where(*cle, ligne.c.accusee_le.is_(None))
        .values(
            accusee_le=_iso(maintenant),
            accusee_par=par,
            transmise_le=func.coalesce(ligne.c.transmise_le, _iso(maintenant)),
        )
    )
    accusee = conn.execute(select(ligne).where(*cle)).one()
    return Accuse(_ecriture(accusee), accusee.accusee_le, accusee.accusee_par)


def dites(conn: Connection, porteur: str, candidature: str) -> list[dict[str, str]]:
    """What a candidature shows of its transmissions: `{"vers", "le"}`, in order (`core.sync.fil.ObjetRecu`)."""
    lues = conn.execute(_DITES, {"porteur": porteur, "candidature": candidature})
    return [{"vers": vers, "le": le} for vers, le in lues]


_DITES: Final = (
    select(ligne.c.destination, ligne.c.transmise_le)
    .where(
        ligne.c.porteur == bindparam("porteur"),
        ligne.c.candidature == bindparam("candidature"),
        ligne.c.transmise_le.is_not(None),
    )
    .order_by(ligne.c.transmise_le, ligne.c.rang, ligne.c.destination)
)


def _iso(maintenant: datetime) -> str:
    return maintenant.isoformat(timespec="seconds")


def _ecriture(lue: Row[Any]) -> Ecriture:
    due = Transmission(Destination(lue.destination), lue.candidature, lue.du_le, lue.rang)
    return Ecriture(lue.porteur, due)
