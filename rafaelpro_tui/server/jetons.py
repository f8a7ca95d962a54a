"""Tokens: opaque, kept hashed; a short access token, and a refresh token that serves once (rotation, RFC 9700).

A refresh token that comes back after it has served means that two hold it: its family is revoked. One exception: the
answer may have been lost on its way, or its laptop stopped before it was kept. So for `REPRISE` seconds, and as long as
the refresh token given in its place has not served, it is answered again, and what was given the first time is void.
Were that one seen after all, two held the first: whichever of them stole it, the family is revoked.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, exists, insert, select, update

from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.sync.fil import Jetons
from rafaelpro_tui.server.acces import PORTEES, empreinte
from rafaelpro_tui.server.store.jetons import pas_ferme
from rafaelpro_tui.server.store.tables import jeton
from rafaelpro_tui.server.store.tables_comptes import appareil, famille, renouvellement

ACCES: Final = 15 * 60
RENOUVELLEMENT: Final = 30 * 24 * 3600
"""Seconds that a token is good for."""
REPRISE: Final = 60.0
PREFIXE_FLUX: Final = "rpf_"


@dataclass(frozen=True, slots=True)
class _Famille:
    id: str
    utilisateur: str


def ouvrir(conn: Connection, utilisateur: str, poste: str, secondes: float) -> Jetons:
    """A laptop signs in: a new family and its first tokens. Those whose time is over are cleared away."""
    for table in (jeton, renouvellement):
        conn.execute(delete(table).where(table.c.expire_a <= secondes))
    reste = exists().where(renouvellement.c.famille == famille.c.id)
    conn.execute(delete(famille).where(famille.c.ouverte_a <= secondes - RENOUVELLEMENT, ~reste))
    id = str(uuid7())
    conn.execute(
        insert(famille).values(id=id, utilisateur=utilisateur, poste=poste, ouverte_a=secondes, revoquee=False)
    )
    return _donner(conn, _Famille(id, utilisateur), secondes)


def renouveler(conn: Connection, donne: str, secondes: float) -> Jetons | None:
    """The next tokens of a family; None when `donne` is of no use, and then its family may have been revoked."""
    ancien = conn.execute(
        select(renouvellement, famille.c.utilisateur, famille.c.revoquee)
        .join(famille, famille.c.id == renouvellement.c.famille)
        .where(renouvellement.c.empreinte == empreinte(donne), pas_ferme(famille.c.utilisateur))
        .with_for_update()
    ).one_or_none()
    if ancien is None or ancien.revoquee or ancien.expire_a <= secondes:
        return None
    if ancien.servi_a is not None:
        if secondes - ancien.servi_a > REPRISE or not _inemploye(conn, ancien.suivant):
            revoquer(conn, ancien.famille)
            return None
        conn.execute(
            update(renouvellement).where(renouvellement.c.empreinte == ancien.suivant).values(servi_a=secondes)
        )
        conn.execute(delete(jeton).where(jeton.c.famille == ancien.famille))
    jetons = _donner(conn, _Famille(ancien.famille, ancien.utilisateur), secondes)
    conn.execute(
        update(renouvellement)
        .where(renouvellement.c.empreinte == ancien.empreinte)
        .values(servi_a=secondes, suivant=empreinte(jetons.refresh_token))
    )
    return jetons


def _inemploye(conn: Connection, suivant: str | None) -> bool:
    """False also when there is none: what has served without one was void."""
    return (
        conn.execute(
            select(renouvellement.c.empreinte).where(
                renouvellement.c.empreinte == suivant, renouvellement.c.servi_a.is_(None)
            )
        ).first()
        is not None
    )


def _donner(conn: Connection, de: _Famille, secondes: float) -> Jetons:
    acces, suite = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    conn.execute(delete(jeton).where(jeton.c.famille == de.id, jeton.c.expire_a <= secondes))
    conn.execute(
        insert(jeton).values(
            empreinte=empreinte(acces), utilisateur=de.utilisateur, expire_a=secondes + ACCES, famille=de.id
        )
    )
    conn.execute(
        insert(renouvellement).values(empreinte=empreinte(suite), famille=de.id, expire_a=secondes + RENOUVELLEMENT)
    )
    return Jetons(access_token=acces, refresh_token=suite, expires_in=ACCES)


def revoquer(conn: Connection, id: str) -> None:
    """Sign a laptop out: none of its tokens is good any more."""
    conn.execute(update(famille).where(famille.c.id == id).values(revoquee=True))
    conn.execute(delete(jeton).where(jeton.c.famille == id))


def fermer(conn: Connection, acces: str, *, partout: bool) -> None:
    """Sign out: the laptop whose access token has the hash `acces`, or all those of its user."""
    ligne = conn.execute(select(jeton.c.famille, jeton.c.utilisateur).where(jeton.c.empreinte == acces)).one_or_none()
    if ligne is None or ligne.famille is None:
        return
    if partout:
        fermer_tout(conn, ligne.utilisateur)
    else:
        revoquer(conn, ligne.famille)


def fermer_tout(conn: Connection, utilisateur: str) -> None:
    """Sign every laptop of a user out, those too that were approved and have not come for their tokens."""
    conn.execute(delete(appareil).where(appareil.c.utilisateur == utilisateur))
    for id in conn.execute(select(famille.c.id).where(famille.c.utilisateur == utilisateur)).scalars().all():
        revoquer(conn, id)


def donner_au_flux(conn: Connection, flux: str, portees: Sequence[str] | None = None) -> str:
    """A new key for a flow account, in place of the one it had; shown once. `portees`: of `acces.PORTEES`, else all."""
    conn.execute(delete(jeton).where(jeton.c.flux == flux))
    cle = PREFIXE_FLUX + secrets.token_urlsafe(32)
    permises = None if portees is None else " ".join(portees)
    conn.execute(insert(jeton).values(empreinte=empreinte(cle), flux=flux, expire_a=1e12, portees=permises))
    return cle


def flux_ouverts(conn: Connection) -> list[tuple[str, list[str]]]:
    """The flow accounts, each with what it may use."""
    lus = conn.execute(select(jeton.c.flux, jeton.c.portees).where(jeton.c.flux.is_not(None)).order_by(jeton.c.flux))
    return [(flux, list(PORTEES) if portees is None else portees.split()) for flux, portees in lus]


def retirer_du_flux(conn: Connection, flux: str) -> bool:
    """Close a flow account; whether there was one."""
    return conn.execute(delete(jeton).where(jeton.c.flux == flux).returning(jeton.c.flux)).first() is not None
