"""Accounts in the base, and the count of failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from rafaelpro_tui.server.store.dialecte import inserer_absent, ranger
from rafaelpro_tui.server.store.tables import utilisateur
from rafaelpro_tui.server.store.tables_comptes import compte, essai


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


def bloque_jusqu_a(conn: Connection, cles: list[str]) -> float:
    """Epoch seconds before which no try is taken; 0: it may be made."""
    plus_tard = conn.execute(select(func.max(essai.c.bloque_a)).where(essai.c.cle.in_(cles))).scalar_one()
    return float(plus_tard or 0.0)


def compter_echec(conn: Connection, cle: str) -> int:
    """One more; how many now."""
    inserer_absent(conn, essai, {"cle": cle, "echecs": 0, "bloque_a": 0.0})
    return int(
        conn.execute(
            update(essai).where(essai.c.cle == cle).values(echecs=essai.c.echecs + 1).returning(essai.c.echecs)
        ).scalar_one()
    )


def bloquer(conn: Connection, cle: str, jusqu_a: float) -> None:
    conn.execute(update(essai).where(essai.c.cle == cle).values(bloque_a=jusqu_a))


def oublier_echecs(conn: Connection, cles: list[str]) -> None:
    conn.execute(delete(essai).where(essai.c.cle.in_(cles)))
