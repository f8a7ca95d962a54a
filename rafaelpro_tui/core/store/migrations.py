"""The schema and its versions: `schema/NNN*.sql` brings a base from version NNN - 1 to NNN (`user_version`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.erreurs import BaseAbimee, BaseTropRecente, PasUneBase
from rafaelpro_tui.core.store import driver
from rafaelpro_tui.core.store.driver import Connection

APPLICATION: Final = 0x52465054
"""`application_id` of our bases: "RFPT"."""
SCHEMA: Final = Path(__file__).parent / "schema"

_NOM = re.compile(r"(\d{3})(_\w+)?\.sql")


def scripts(dossier: Path = SCHEMA) -> dict[int, list[Path]]:
    """The scripts of each version, in the order in which they run."""
    versions: dict[int, list[Path]] = {}
    for chemin in sorted(dossier.iterdir()):
        if nom := _NOM.fullmatch(chemin.name):
            versions.setdefault(int(nom[1]), []).append(chemin)
    return versions


def derniere(dossier: Path = SCHEMA) -> int:
    """The version this program knows."""
    return max(scripts(dossier))


def version(conn: Connection) -> int:
    """The version of the base's schema."""
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def verifier(conn: Connection, chemin: Path, dossier: Path = SCHEMA) -> None:
    """That the base is ours, and not newer than the program.

    Raises:
        PasUneBase, BaseTropRecente.
    """
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise PasUneBase(f"« {chemin} » est la base d’un autre programme, pas une base RafaelPro.")
    if version(conn) < 1:  # ours has had one since it was made
        raise BaseAbimee(f"La base « {chemin} » est abîmée : son numéro de version ({version(conn)}) n’existe pas.")
    if version(conn) > derniere(dossier):
        raise BaseTropRecente(
            f"La base « {chemin} » vient d’une version plus récente du programme"
            f" (schéma {version(conn)}, ce programme connaît le {derniere(dossier)})."
        )


def en_retard(conn: Connection, dossier: Path = SCHEMA) -> bool:
    return version(conn) < derniere(dossier)


def installer(conn: Connection, dossier: Path = SCHEMA) -> None:
    """Make the schema in an empty file."""
    conn.execute(f"PRAGMA application_id = {APPLICATION}")
    _rattraper(conn, dossier)


def appliquer(conn: Connection, chemin: Path, dossier: Path = SCHEMA) -> None:
    """Bring an existing base to the last version, in one transaction: all of it or nothing.

    Raises:
        BaseAbimee: a row refers to one which does not exist.
    """
    conn.execute("PRAGMA foreign_keys = OFF")  # a table may be made again; checked as a whole at the end
    try:
        conn.execute("BEGIN IMMEDIATE")
        try:
            _rattraper(conn, dossier)
            if faute := conn.execute("PRAGMA foreign_key_check").fetchone():
                raise BaseAbimee(
                    f"La base « {chemin} » ne peut pas être mise à niveau : une ligne de « {faute[0]} » en désigne une"
                    f" de « {faute[2]} » qui n’existe pas."
                )
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise
    finally:
        conn.execute("PRAGMA foreign_keys = ON")


def _rattraper(conn: Connection, dossier: Path) -> None:
    """Run what is missing; the version is read here, inside the transaction: another process may have just done it."""
    depart = version(conn)
    for numero, chemins in sorted(scripts(dossier).items()):
        if numero <= depart:
            continue
        for chemin in chemins:
            for instruction in driver.instructions(chemin.read_text(encoding="utf-8")):
                conn.execute(instruction)
        conn.execute(f"PRAGMA user_version = {numero}")
