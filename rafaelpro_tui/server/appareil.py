"""The device flow (RFC 8628): a laptop asks for a code, a person approves in a browser, the laptop gets tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, delete, insert, select, update

from rafaelpro_tui.core.sync.fil import Jetons
from rafaelpro_tui.server import jetons
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.store.tables_comptes import appareil

DUREE: Final = 600
INTERVALLE: Final = 5
"""Seconds: that a code is good for, and between two questions of a laptop."""
_ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowel, so no word; nothing that is taken for something else (RFC 8628, 6.1): 20^8 codes, about 35 bits."""

Etat = Literal["authorization_pending", "slow_down", "access_denied", "expired_token"]
"""The errors of RFC 8628."""


@dataclass(frozen=True, slots=True)
class Codes:
    appareil: str
    personne: str
    """As shown: « BCDF-GHJK »."""


@dataclass(frozen=True, slots=True)
class Attente:
    """A laptop that waits to be approved."""

    poste: str


def demander(conn: Connection, poste: str, secondes: float) -> Codes:
    """New codes; those whose time is over are cleared away."""
    conn.execute(delete(appareil).where(appareil.c.expire_a <= secondes - DUREE))
    secret = secrets.token_urlsafe(32)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    conn.execute(
        insert(appareil).values(
            empreinte=empreinte(secret),
            code=code,
            poste=poste,
            expire_a=secondes + DUREE,
            interroge_a=0.0,
            etat="attente",
        )
    )
    return Codes(secret, f"{code[:4]}-{code[4:]}")


def en_attente(conn: Connection, code: str, secondes: float) -> Attente | None:
    """What a user code stands for; None when it is unknown, settled or too old."""
    ligne = conn.execute(
        select(appareil.c.poste).where(
            appareil.c.code == normaliser(code), appareil.c.etat == "attente", appareil.c.expire_a > secondes
        )
    ).one_or_none()
    return None if ligne is None else Attente(ligne.poste)


def regler(conn: Connection, code: str, utilisateur: str | None, secondes: float) -> bool:
    """The person approves (`utilisateur`) or refuses (None), once; False: there is nothing to settle any more."""
    reglee = conn.execute(
        update(appareil)
        .where(appareil.c.code == normaliser(code), appareil.c.etat == "attente", appareil.c.expire_a > secondes)
        .values(etat="refuse" if utilisateur is None else "approuve", utilisateur=utilisateur)
        .returning(appareil.c.code)
    )
    return reglee.first() is not None


def echanger(conn: Connection, secret: str, secondes: float) -> Jetons | Etat:
    """The tokens of a laptop that was approved, once; or why not yet, or never."""
    cle = empreinte(secret)
    ligne = conn.execute(select(appareil).where(appareil.c.empreinte == cle).with_for_update()).one_or_none()
    if ligne is None or ligne.expire_a <= secondes:
        return "expired_token"
    if ligne.etat == "refuse":
        return "access_denied"
    if ligne.etat == "attente":
        conn.execute(update(appareil).where(appareil.c.empreinte == cle).values(interroge_a=secondes))
        return "slow_down" if secondes - ligne.interroge_a < INTERVALLE else "authorization_pending"
    conn.execute(delete(appareil).where(appareil.c.empreinte == cle))
    return jetons.ouvrir(conn, ligne.utilisateur, ligne.poste, secondes)


def normaliser(code: str) -> str:
    """As it was typed: small letters, dashes and spaces do not matter."""
    return "".join(lettre for lettre in code.upper() if lettre.isalnum())
