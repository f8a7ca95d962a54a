"""The tables of a replica: what the server said to each structure, and the pages on their way (SYNC).

An object may be told to several structures of the user; the tables that screens read hold its latest version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import Command
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.store.driver import Connection

URL: Final = "serveur"
UTILISATEUR: Final = "utilisateur_defaut"
POSTE: Final = "poste"
"""Keys of `meta`: the server, whose replica it is, and the name of this laptop for the server."""

Cle = tuple[str, str]
"""Genre and public key of an object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abonnement:
    """Where the replica stands with one structure. `curseur` None: everything is to be received."""

    structure: str
    curseur: str | None
    epoque: str
    le: datetime | None


@dataclass(frozen=True, slots=True)
class Ecart:
    """An object of the base of a structure: as it was, and as it becomes; None: not there."""

    genre: str
    cle: str
    avant: tuple[int, str] | None
    apres: tuple[int, str] | None


def est_une_replique(conn: Connection) -> bool:
    return conn.execute("SELECT 1 FROM meta WHERE cle = 'genre' AND valeur = 'replique'").fetchone() is not None


def abonnements(conn: Connection) -> dict[str, Abonnement]:
    """By structure."""
    return {
        structure: Abonnement(
            structure=structure,
            curseur=curseur,
            epoque=epoque,
            le=None if le is None else datetime.fromisoformat(le),
        )
        for structure, curseur, epoque, le in conn.execute("SELECT structure, curseur, epoque, le FROM abonnement")
    }


def recommencer(conn: Connection, structure: str, epoque: str) -> None:
    """What comes next for a structure replaces all that is held for it."""
    conn.execute("DELETE FROM recu WHERE structure = ?", (structure,))
    conn.execute(
        "INSERT INTO abonnement VALUES (?1, NULL, 1, ?2, NULL)"
        " ON CONFLICT DO UPDATE SET curseur = NULL, complet = 1, epoque = ?2",
        (structure, epoque),
    )


def recommence(conn: Connection, structure: str) -> bool:
    """Whether what is being received for a structure replaces all that is held for it."""
    return bool(conn.execute("SELECT complet FROM abonnement WHERE structure = ?", (structure,)).fetchone()[0])


def mettre_de_cote(
    conn: Connection,
    structure: str,
    objets: Iterable[tuple[str, str, int, str]],
    retires: Iterable[Cle],
    curseur: str,
) -> None:
    """Keep a page until the last one: (genre, key, version, corps) of each object, and what is no longer seen."""
    conn.executemany(
        "INSERT OR REPLACE INTO recu VALUES (?, ?, ?, ?, ?)",
        ((structure, genre, cle, version, corps) for genre, cle, version, corps in objets),
    )
    conn.executemany(
        "INSERT OR REPLACE INTO recu VALUES (?, ?, ?, NULL, '')",
        ((structure, genre, cle) for genre, cle in retires),
    )
    conn.execute("UPDATE abonnement SET curseur = ? WHERE structure = ?", (curseur, structure))


def ecarts(conn: Connection, structure: str) -> list[Ecart]:
    """What the pages that wait change in the base of a structure; nothing is written."""
    trouves = [
        _ecart(ligne)
        for ligne in conn.execute(
            "SELECT r.genre, r.cle, b.version, b.corps, r.version, r.corps FROM recu r"
            " LEFT JOIN base_objet b USING (structure, genre, cle) WHERE r.structure = ?",
            (structure,),
        )
    ]
    if recommence(conn, structure):
        trouves += [
            _ecart((*ligne, None, ""))
            for ligne in conn.execute(
                "SELECT b.genre, b.cle, b.version, b.corps FROM base_objet b WHERE b.structure = ?1 AND NOT EXISTS"
                " (SELECT 1 FROM recu r WHERE r.structure = ?1 AND r.genre = b.genre AND r.cle = b.cle)",
                (structure,),
            )
        ]
    return [ecart for ecart in trouves if ecart.avant != ecart.apres]


def _ecart(ligne: tuple[Any, ...]) -> Ecart:
    genre, cle, version_avant, corps_avant, version, corps = ligne
    return Ecart(
        genre,
        cle,
        None if version_avant is None else (version_avant, corps_avant),
        None if version is None else (version, corps),
    )


def appliquer(conn: Connection, structure: str, changes: Iterable[Ecart], le: datetime) -> None:
    """Put the pages that waited in the base of a structure; they wait no more."""
    for ecart in changes:
        if ecart.apres is None:
            conn.execute(
                "DELETE FROM base_objet WHERE structure = ? AND genre = ? AND cle = ?",
                (structure, ecart.genre, ecart.cle),
            )
        else:
            conn.execute(
                "INSERT OR REPLACE INTO base_objet VALUES (?, ?, ?, ?, ?)",
                (structure, ecart.genre, ecart.cle, *ecart.apres),
            )
    conn.execute("DELETE FROM recu WHERE structure = ?", (structure,))
    conn.execute("UPDATE abonnement SET complet = 0, le = ? WHERE structure = ?", (le.isoformat(), structure))


def cumuls(conn: Connection, structure: str) -> dict[str, tuple[int, int]]:
    """By genre, how many objects are held for a structure, and the sum of their résumés."""
    return {
        genre: (n, int(somme, 16))
        for genre, n, somme in conn.execute("SELECT genre, n, somme FROM cumul WHERE structure = ?", (structure,))
    }


def noter_cumuls(conn: Connection, structure: str, nouveaux: Mapping[str, tuple[int, int]]) -> None:
    conn.executemany(
        "INSERT OR REPLACE INTO cumul VALUES (?, ?, ?, ?)",
        ((structure, genre, n, f"{somme:016x}") for genre, (n, somme) in nouveaux.items()),
    )


def dernier(conn: Connection, genre: str, cle: str) -> tuple[int, dict[str, Any]] | None:
    """The latest version of an object over the structures of the user, and its corps; None: nobody sees it any more."""
    ligne = conn.execute(
        "SELECT version, corps FROM base_objet WHERE genre = ? AND cle = ? ORDER BY version DESC LIMIT 1", (genre, cle)
    ).fetchone()
    return None if ligne is None else (ligne[0], json.loads(ligne[1]))


def corps(conn: Connection, structure: str, genre: str, cle: str) -> dict[str, Any] | None:
    """What the server said of an object to one structure."""
    ligne = conn.execute(
        "SELECT corps FROM base_objet WHERE structure = ? AND genre = ? AND cle = ?", (structure, genre, cle)
    ).fetchone()
    return None if ligne is None else json.loads(ligne[0])


def vide(conn: Connection) -> bool:
    """Nothing has come yet."""
    return conn.execute("SELECT 1 FROM structure LIMIT 1").fetchone() is None


def cles(conn: Connection, structure: str) -> list[Cle]:
    """Of all that is held for a structure."""
    return conn.execute("SELECT genre, cle FROM base_objet WHERE structure = ?", (structure,)).fetchall()


def oublier(conn: Connection, structure: str) -> None:
    """The structure is no longer one of the user's: nothing of it is held nor awaited."""
    for table in ("base_objet", "recu", "cumul", "abonnement", "nouvelle"):
        conn.execute(f"DELETE FROM {table} WHERE structure = ?", (structure,))


def noter_a_part(conn: Connection, genre: str, cle: str, dit: Mapping[str, Any] | None) -> None:
    """What the server alone knows of an object: candidatures en cours (CAN-4), transmissions (TRX)."""
    match genre:
        case "candidat":
            conn.execute("DELETE FROM en_cours WHERE candidat = ?", (cle,))
            if dit is not None and (compte := dit.get("en_cours")):
                conn.execute("INSERT INTO en_cours VALUES (?, ?, ?)", (cle, compte["total"], compte["hsp"]))
        case "candidature":
            conn.execute("DELETE FROM transmission WHERE candidature = ?", (cle,))
            conn.executemany(
                "INSERT OR IGNORE INTO transmission VALUES (?, ?, ?)",
                ((cle, envoi["vers"], envoi["le"]) for envoi in (dit or {}).get("transmissions", ())),
            )


def version_vue(conn: Connection, command: Command) -> int | None:
    """SYN-1: the version that the user saw of the object; None where rules alone protect."""
    match command:
        case commands.Lot() | commands.Deposer() | commands.AnnulerSession() | commands.Annuler():
            return None
        case commands.ModifierSession() | commands.ModifierContacts():
            objet = "session", command.session
        case commands.ModifierAction():
            objet = "action", command.action
        case commands.ModifierDroit():
            objet = "rattachement", dumps([command.membre, command.structure])
        case commands.PasserAvisNonTransmis() | commands.Tenir():
            return None  # of a suivi, `avant` says what the user saw: a note is not in the way of another
        case _:
            candidature: str | None = getattr(command, "candidature", None)
            if candidature is None:
                return None
            objet = "candidature", candidature
    trouve = dernier(conn, *objet)
    return None if trouve is None else trouve[0]
