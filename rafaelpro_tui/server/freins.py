"""What slows down who guesses: tries are counted in the base, for an account and for a network address.

A try is taken before the secret is looked at and given back when it was right, so that many at once are no way round.
What does not exist is counted like what does, by its hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, select, update

from rafaelpro_tui.server.store.dialecte import inserer_absent
from rafaelpro_tui.server.store.tables_comptes import essai

ATTENTE: Final = 30.0
ATTENTE_MAX: Final = 3_600.0
"""Seconds: doubled at each try, up to an hour."""
OUBLI: Final = 24 * 3_600.0
"""Seconds without a try after which all is forgotten."""


@dataclass(frozen=True, slots=True)
class Frein:
    """`libres` tries before one waits."""

    cle: str
    libres: int


def du_compte(courriel: str) -> Frein:
    return Frein(_cle("compte", courriel.lower()), 5)


def de_l_adresse(adresse: str) -> Frein:
    """A whole organisation may come from one network address: more is let through."""
    return Frein(_cle("adresse", adresse), 50)


def des_codes(adresse: str) -> Frein:
    """User codes that stand for nothing (RFC 8628, 5.1)."""
    return Frein(_cle("codes", adresse), 50)


def des_demandes(adresse: str) -> Frein:
    """Laptops that ask to be approved, without being so."""
    return Frein(_cle("demandes", adresse), 100)


def attente(echecs: int, libres: int) -> float:
    """Seconds to wait after so many tries."""
    return 0.0 if echecs < libres else min(ATTENTE * 2.0 ** min(echecs - libres, 20), ATTENTE_MAX)


def prendre(conn: Connection, freins: Iterable[Frein], secondes: float) -> float:
    """Take a try; or, when one has to wait, take none and say how many seconds."""
    rangs = sorted(freins, key=lambda frein: frein.cle)  # locked in one order by everybody
    conn.execute(delete(essai).where(essai.c.bloque_a <= secondes - OUBLI))
    echecs: dict[str, int] = {}
    reste = 0.0
    for frein in rangs:
        inserer_absent(conn, essai, {"cle": frein.cle, "echecs": 0, "bloque_a": secondes})
        ligne = conn.execute(
            select(essai.c.echecs, essai.c.bloque_a).where(essai.c.cle == frein.cle).with_for_update()
        ).one()
        echecs[frein.cle] = ligne.echecs
        reste = max(reste, ligne.bloque_a - secondes)
    if reste > 0:
        return reste
    for frein in rangs:
        nombre = echecs[frein.cle] + 1
        fin = secondes + attente(nombre, frein.libres)
        conn.execute(update(essai).where(essai.c.cle == frein.cle).values(echecs=nombre, bloque_a=fin))
    return 0.0


def rendre(conn: Connection, frein: Frein, secondes: float) -> None:
    """The try was right: it counts no more, nor does the wait that it led to."""
    conn.execute(
        update(essai)
        .where(essai.c.cle == frein.cle, essai.c.echecs > 0)
        .values(echecs=essai.c.echecs - 1, bloque_a=secondes)
    )


def oublier(conn: Connection, frein: Frein) -> None:
    conn.execute(delete(essai).where(essai.c.cle == frein.cle))


def _cle(genre: str, valeur: str) -> str:
    return sha256(f"{genre}\0{valeur}".encode()).hexdigest()
