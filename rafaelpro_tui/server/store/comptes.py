"""Accounts in the base."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from rafaelpro_tui.server.store.dialecte import ranger
from rafaelpro_tui.server.store.tables import utilisateur
from rafaelpro_tui.server.store.tables_comptes import compte


@dataclass(frozen=True, slots=True, kw_only=True)
class Compte:
    """`totp_pas`: the last time step whose code was used."""

    utilisateur: str
    mot_de_passe: str
    totp: str | None
    totp_pas: int
    actif: bool


def par_courriel(conn: Connection, courriel: str) -> Compte | None:
    """Of the one user of that address, whatever its case."""
    lignes = conn.execute(
        select(compte)
        .join(utilisateur, utilisateur.c.id == compte.c.utilisateur)
        .where(func.lower(utilisateur.c.courriel) == courriel.lower())
        .limit(2)
    ).all()
    return Compte(**lignes[0]._mapping) if len(lignes) == 1 else None


def lire(conn: Connection, id: str) -> Compte | None:
    ligne = conn.execute(select(compte).where(compte.c.utilisateur == id)).one_or_none()
    return None if ligne is None else Compte(**ligne._mapping)


def ecrire(conn: Connection, ecrit: Compte) -> None:
    """A new account, or the account as it becomes."""
    ranger(conn, compte, [{colonne.name: getattr(ecrit, colonne.name) for colonne in compte.columns}])


def employer_totp(conn: Connection, id: str, pas: int) -> bool:
    """A code serves once: False when its time step, or a later one, has been used."""
    faite = conn.execute(
        update(compte)
        .where(compte.c.utilisateur == id, compte.c.totp_pas < pas)
        .values(totp_pas=pas)
        .returning(compte.c.utilisateur)
    )
    return faite.first() is not None
