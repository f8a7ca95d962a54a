"""The tables of a replica: what the server said to each structure, and the pages on their way (SYNC).

An object may be told to several structures of the user; the tables that screens read hold its latest version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.commands import Command
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.store import temoin
from rafaelpro_tui.core.store.driver import Connection

URL: Final = "serveur"
UTILISATEUR: Final = "utilisateur_defaut"
POSTE: Final = "poste"
"""Keys of `meta`: the server, whose replica it is, and the name of this laptop for the server."""

_A_REGLER: Final = "(statut = 'refusee' OR partielle) AND repondue_le IS NOT NULL AND reglee_le IS NULL"
"""Refused by the server, whole or some rows of a lot, and not settled by the user."""

_GARDEE: Final = "statut = 'acceptee' AND type <> 'annuler' AND corps <> '{}'"
"""Accepted by the server, and what was typed is still here (DON-2)."""

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


def sans_effet_en_base(conn: Connection) -> list[int]:
    """The commands whose effects are not, or not yet, in what the server said, in order: a rebase runs them again."""
    return [
        seq
        for (seq,) in conn.execute(
            "SELECT seq FROM depart WHERE statut IN ('en_grace', 'a_envoyer', 'envoyee')"
            " UNION SELECT seq FROM depart WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND NOT confirmee"
            " ORDER BY seq"
        )
    ]


def acceptees(conn: Connection) -> set[int]:
    """Those that the server has accepted and whose effects it has not told yet."""
    return {
        seq
        for (seq,) in conn.execute(
            "SELECT seq FROM depart WHERE statut = 'acceptee' AND repondue_le IS NOT NULL AND NOT confirmee"
        )
    }


def confirmer(conn: Connection, seqs: Iterable[int]) -> None:
    conn.executemany("UPDATE depart SET confirmee = 1 WHERE seq = ?", ((seq,) for seq in seqs))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnRoute:
    """A command that is to be sent, or was without an answer yet."""

    seq: int
    id: str
    corps: str
    structure: str
    saisi_le: datetime
    vu: int | None


def en_route(conn: Connection) -> Iterator[EnRoute]:
    """In the order in which they were decided."""
    for seq, id, corps_, structure, saisi_le, vu in conn.execute(
        "SELECT seq, id, corps, structure, saisi_le, vu FROM depart WHERE statut IN ('a_envoyer', 'envoyee')"
        " ORDER BY seq"
    ):
        yield EnRoute(
            seq=seq,
            id=id,
            corps=corps_,
            structure=structure,
            saisi_le=datetime.fromisoformat(saisi_le),
            vu=vu,
        )


def a_regler(conn: Connection) -> list[tuple[int, str]]:
    """The commands that the server has refused and that the user has not settled: `seq` and content, oldest first."""
    return conn.execute(f"SELECT seq, corps FROM depart WHERE {_A_REGLER} ORDER BY seq").fetchall()


def repondre(
    conn: Connection, seq: int, statut: str, reponse: str, actuel: str | None, le: datetime, *, partielle: bool
) -> None:
    """The server's answer to a command, in JSON, by its clock. `partielle`: rows done here are not done there."""
    conn.execute(
        "UPDATE depart SET statut = ?, reponse = ?, actuel = ?, repondue_le = ?, partielle = ? WHERE seq = ?",
        (statut, temoin.avec(reponse), actuel, le.isoformat(), int(partielle), seq),
    )


def partielle(conn: Connection, seq: int) -> bool:
    """Whether the server had already left out rows of this lot, before it was restored."""
    return bool(conn.execute("SELECT partielle FROM depart WHERE seq = ?", (seq,)).fetchone()[0])


def noter_enregistrement(conn: Connection, seq: int, candidatures: Iterable[str]) -> None:
    """The server has recorded a command for these candidatures."""
    conn.executemany("INSERT OR IGNORE INTO acte VALUES (?, ?)", ((reference, seq) for reference in candidatures))


def regler(conn: Connection, seq: int, le: datetime) -> None:
    """The user has settled a refus of the server."""
    conn.execute("UPDATE depart SET reglee_le = ? WHERE seq = ?", (le.isoformat(), seq))


def renvoyer_depuis(conn: Connection, le: datetime) -> int:
    """Send again what was accepted since `le`: the server has been restored to an earlier day (SYNC, « epoch »)."""
    return conn.execute(
        "UPDATE depart SET statut = 'a_envoyer', repondue_le = NULL, confirmee = 0"
        f" WHERE {_GARDEE} AND repondue_le >= ?",
        (le.isoformat(),),
    ).rowcount


def acceptees_avant(conn: Connection, le: datetime) -> list[tuple[int, str, str]]:
    """`seq`, id and date of the answer of what was accepted before `le`, the latest first."""
    return conn.execute(
        f"SELECT seq, id, repondue_le FROM depart WHERE {_GARDEE} AND repondue_le < ?"
        " ORDER BY repondue_le DESC, seq DESC",
        (le.isoformat(),),
    ).fetchall()


def perdre(conn: Connection, seq: int, reponse: str, le: datetime) -> None:
    """A restored server no longer knows a command that it had accepted: it is to be settled, with this answer."""
    conn.execute("DELETE FROM acte WHERE seq = ?", (seq,))
    conn.execute(
        "UPDATE depart SET statut = 'refusee', reponse = ?, actuel = NULL, repondue_le = ?, reglee_le = NULL,"
        " partielle = 0 WHERE seq = ?",
        (reponse, le.isoformat(), seq),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusee:
    """A command that the server has refused, with its answer, in JSON. `partielle`: a lot, of which rows were done."""

    seq: int
    corps: str
    reponse: str
    actuel: str | None
    saisi_le: str
    partielle: bool


def refusees(conn: Connection) -> list[Refusee]:
    """Those that the user has not settled, oldest first."""
    return [
        Refusee(seq=seq, corps=corps_, reponse=reponse, actuel=actuel, saisi_le=saisi_le, partielle=statut != "refusee")
        for seq, corps_, reponse, actuel, saisi_le, statut in conn.execute(
            f"SELECT seq, corps, reponse, actuel, saisi_le, statut FROM depart WHERE {_A_REGLER} ORDER BY seq"
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivie:
    """A command of this laptop, and where it is. `a_regler`: refused by the server, and not settled by the user."""

    seq: int
    corps: str
    reponse: str
    saisi_le: str
    statut: str
    repondue_le: str | None
    a_regler: bool


def suivies(conn: Connection, limite: int) -> list[Suivie]:
    """Latest first: those that are not settled, and `limite` of the others. Not what never was to be sent."""
    return [
        Suivie(
            seq=seq,
            corps=corps_,
            reponse=reponse,
            saisi_le=saisi_le,
            statut=statut,
            repondue_le=repondue_le,
            a_regler=bool(a_regler),
        )
        for seq, corps_, reponse, saisi_le, statut, repondue_le, a_regler in conn.execute(
            f"SELECT seq, corps, reponse, saisi_le, statut, repondue_le, {_A_REGLER} FROM depart"
            f" WHERE statut IN ('en_grace', 'a_envoyer', 'envoyee') OR {_A_REGLER} OR seq IN"
            " (SELECT seq FROM depart WHERE repondue_le IS NOT NULL ORDER BY seq DESC LIMIT ?)"
            " ORDER BY seq DESC",
            (limite,),
        )
    ]


def enregistrement(conn: Connection, candidature: str) -> tuple[bool, datetime | None]:
    """Whether a command on a candidature waits for the server; and when the server recorded the last one."""
    attend, le = conn.execute(
        "SELECT EXISTS (SELECT 1 FROM touche t JOIN depart d USING (seq) WHERE t.genre = 'candidature' AND t.cle = ?1"
        " AND d.statut IN ('en_grace', 'a_envoyer', 'envoyee')),"
        " (SELECT max(d.repondue_le) FROM acte a JOIN depart d USING (seq) WHERE a.candidature = ?1)",
        (candidature,),
    ).fetchone()
    return bool(attend), None if le is None else datetime.fromisoformat(le)
