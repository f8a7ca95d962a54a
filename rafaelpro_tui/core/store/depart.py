"""The pending and past commands (`depart`), in order, each with its first answer (SYN-2) and its grace (ANN-1)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.store import temoin
from rafaelpro_tui.core.store.driver import Connection

EN_GRACE: Final = "en_grace"
A_ENVOYER: Final = "a_envoyer"
ENVOYEE: Final = "envoyee"
ACCEPTEE: Final = "acceptee"
REFUSEE: Final = "refusee"
ANNULEE: Final = "annulee"
GRACE_MAX: Final = 86_400
"""Seconds. A grace that would end later still was begun by a clock which has since been put back: it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inscrite:
    """A command as it was recorded. `finale_a`: real epoch seconds at which its grace ends."""

    seq: int
    id: str
    type: str
    structure: str
    utilisateur: str
    corps: str
    saisi_le: datetime
    statut: str
    finale_a: float
    reponse: Resultat
    confirmee: bool = False
    """On a replica: its effects are among what the server has told."""

    @property
    def reglee(self) -> bool:
        """Nothing of it is to be run again: undone, refused, or in the base of the replica."""
        return self.confirmee or self.statut in (ANNULEE, REFUSEE)


_COLONNES = "seq, id, type, structure, utilisateur, corps, saisi_le, statut, finale_a, reponse, confirmee"


def _inscrite(ligne: tuple[str, ...]) -> Inscrite:
    seq, id, type_, structure, utilisateur, corps, saisi_le, statut, finale_a, reponse, confirmee = ligne
    return Inscrite(
        seq=int(seq),
        id=id,
        type=type_,
        structure=structure,
        utilisateur=utilisateur,
        corps=corps,
        saisi_le=datetime.fromisoformat(saisi_le),
        statut=statut,
        finale_a=float(finale_a),
        reponse=Resultat.from_json(json.loads(reponse)),
        confirmee=bool(confirmee),
    )


def deja_vue(conn: Connection, id: UUID) -> tuple[bytes, Resultat] | None:
    """The empreinte and the first answer of a command of this id (SYN-2)."""
    ligne = conn.execute("SELECT empreinte, reponse FROM depart WHERE id = ?", (str(id),)).fetchone()
    return (bytes(ligne[0]), Resultat.from_json(json.loads(ligne[1]))) if ligne else None


def lire(conn: Connection, id: UUID) -> Inscrite | None:
    ligne = conn.execute(f"SELECT {_COLONNES} FROM depart WHERE id = ?", (str(id),)).fetchone()
    return _inscrite(ligne) if ligne else None


def lire_seq(conn: Connection, seq: int) -> Inscrite:
    return _inscrite(conn.execute(f"SELECT {_COLONNES} FROM depart WHERE seq = ?", (seq,)).fetchone())


def inscrire(
    conn: Connection,
    *,
    corps: str,
    empreinte: bytes,
    structure: str,
    utilisateur: str,
    saisi_le: datetime,
    statut: str,
    finale_a: float,
    reponse: Resultat,
    vu: int | None = None,
) -> int:
    """Record a command with its answer; returns its `seq`. `vu`: of the object, on a replica (SYN-1)."""
    from rafaelpro_tui.core.images import dumps  # knows every command: nobody has given one at the first paint

    return conn.execute(
        "INSERT INTO depart"
        " (id, type, structure, utilisateur, corps, empreinte, saisi_le, statut, finale_a, reponse, vu)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            str(reponse.id),
            reponse.type,
            structure,
            utilisateur,
            corps,
            empreinte,
            saisi_le.isoformat(),
            statut,
            finale_a,
            temoin.avec(dumps(reponse.to_json())),
            vu,
        ),
    ).lastrowid


def repondre(conn: Connection, seq: int, statut: str, reponse: Resultat) -> None:
    """After a rebase: the new fate of a command that was run again (SYNC)."""
    from rafaelpro_tui.core.images import dumps

    conn.execute(
        "UPDATE depart SET statut = ?, reponse = ? WHERE seq = ?", (statut, temoin.avec(dumps(reponse.to_json())), seq)
    )


def marquer(conn: Connection, seq: int, statut: str) -> None:
    conn.execute("UPDATE depart SET statut = ? WHERE seq = ?", (statut, seq))


def regler(conn: Connection, secondes: float, *, replique: bool) -> None:
    """What the end of the grace makes of a command: a local base is its own authority, a replica sends (SYNC)."""
    conn.execute(
        "UPDATE depart SET statut = ? WHERE statut = 'en_grace' AND (finale_a <= ? OR finale_a > ?)",
        (A_ENVOYER if replique else ACCEPTEE, secondes, secondes + GRACE_MAX),
    )


def prochaine_finale(conn: Connection) -> float | None:
    """Real epoch seconds at which the next grace ends; None when there is none."""
    ((fin,),) = conn.execute("SELECT min(finale_a) FROM depart WHERE statut = 'en_grace'").fetchall()
    return None if fin is None else float(fin)


def en_grace(conn: Connection, utilisateur: str, secondes: float) -> list[Inscrite]:
    """The commands of a user that can still be undone, latest first."""
    return [
        _inscrite(ligne)
        for ligne in conn.execute(
            f"SELECT {_COLONNES} FROM depart"
            " WHERE statut = 'en_grace' AND utilisateur = ? AND finale_a > ? AND finale_a <= ? ORDER BY seq DESC",
            (utilisateur, secondes, secondes + GRACE_MAX),
        )
    ]
