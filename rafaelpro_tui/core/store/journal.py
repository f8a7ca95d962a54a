"""The journal: append-only, hash-chained, one chain per structure; ids and MACs only, no name and no free text.

A line's `empreinte` is SHA-256(previous empreinte, the line). Its `mac` is HMAC-SHA-256 of the command's seal under a
salt of the candidat: a person is purged by deleting rows and salt, and the chain still verifies (ARCHITECTURE). The
length and the last empreinte of each chain are kept apart, in `meta`, so that a missing tail is seen too.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.vues_journal import JournalLigne, Verification

_ORIGINE: Final = bytes(32)
"""What stands before the first line of a chain."""
_TETE: Final = "journal:"
_PAS: Final = 5_000
"""Lines between two tellings of a verification."""
_SEL_DE_LA_BASE: Final = "sel"
"""Salt of the commands that are about no candidat."""


@dataclass(frozen=True, slots=True)
class _Tete:
    """The end of a chain: how many lines, and the empreinte of the last."""

    longueur: int = 0
    empreinte: bytes = _ORIGINE

    def __str__(self) -> str:
        return f"{self.longueur} {self.empreinte.hex()}"

    @classmethod
    def lue(cls, texte: str) -> _Tete:
        try:
            longueur, empreinte = texte.split()
            return cls(int(longueur), bytes.fromhex(empreinte))
        except (TypeError, ValueError):  # damaged: as if nothing had been written
            return cls()


def _empreinte(avant: bytes, ligne: tuple[object, ...], mac: bytes) -> bytes:
    return sha256(avant + dumps([*ligne, mac.hex()]).encode()).digest()


def _fidele(empreinte: bytes, avant: bytes, ligne: tuple[object, ...], mac: bytes) -> bool:
    """Whether a line is what it was; a damage may have made another type of a value."""
    try:
        return _empreinte(avant, ligne, mac) == empreinte
    except (AttributeError, TypeError):
        return False


class Plume:
    """Writes in the journal inside one transaction; `clore()`, before its end, puts all of it away."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._tetes: dict[str, _Tete] = {}
        self._sels: dict[str | None, bytes] = {}
        self._sels_neufs: list[tuple[str, bytes]] = []
        self._lignes: list[tuple[str | int | bytes, ...]] = []

    def ecrire(
        self,
        *,
        structure: str,
        date: datetime,
        utilisateur: str,
        type: str,
        cible: str,
        issue: str,
        commande: str,
        sceau: bytes,
        candidat: str | None,
    ) -> None:
        """One line: `issue` is "fait" or "refus"; `sceau` only leaves its MAC, under the salt of `candidat`.

        It is the SHA-256 of the command, not the command: that of a lot names all its candidatures, for each line.
        """
        mac = hmac.digest(self._sel(candidat), sceau, "sha256")
        tete = self._tetes.get(structure) or self._lire_tete(structure)
        ligne = (
            structure,
            tete.longueur + 1,
            date.isoformat(timespec="seconds"),
            utilisateur,
            type,
            cible,
            issue,
            commande,
        )
        tete = _Tete(tete.longueur + 1, _empreinte(tete.empreinte, ligne, mac))
        self._tetes[structure] = tete
        self._lignes.append((*ligne, mac, tete.empreinte))

    def clore(self) -> None:
        self._conn.executemany("INSERT INTO sel VALUES (?, ?)", self._sels_neufs)
        self._conn.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._lignes)
        self._conn.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [(_TETE + structure, str(tete)) for structure, tete in self._tetes.items()],
        )
        self._sels_neufs.clear()
        self._lignes.clear()
        self._tetes.clear()

    def _lire_tete(self, structure: str) -> _Tete:
        ligne = self._conn.execute("SELECT valeur FROM meta WHERE cle = ?", (_TETE + structure,)).fetchone()
        return _Tete.lue(ligne[0]) if ligne else _Tete()

    def _sel(self, candidat: str | None) -> bytes:
        sel = self._sels.get(candidat)
        if sel is None:
            sel = _sel_de_la_base(self._conn) if candidat is None else self._sel_de(candidat)
            self._sels[candidat] = sel
        return sel

    def _sel_de(self, candidat: str) -> bytes:
        """The salt of a candidat, made at first need."""
        if ligne := self._conn.execute("SELECT sel FROM sel WHERE candidat = ?", (candidat,)).fetchone():
            return bytes(ligne[0])
        sel = secrets.token_bytes(32)
        self._sels_neufs.append((candidat, sel))
        return sel


def _sel_de_la_base(conn: Connection) -> bytes:
    if ligne := conn.execute("SELECT valeur FROM meta WHERE cle = ?", (_SEL_DE_LA_BASE,)).fetchone():
        return bytes.fromhex(ligne[0])
    sel = secrets.token_bytes(32)
    conn.execute("INSERT INTO meta VALUES (?, ?)", (_SEL_DE_LA_BASE, sel.hex()))
    return sel


def lire(
    conn: Connection, structure: str, *, cible: str | None = None, limite: int | None = None
) -> Iterator[JournalLigne]:
    """The lines of a structure in order; with `limite`, only the last ones."""
    sql = (
        "SELECT sequence, date, utilisateur, structure, type, cible, issue FROM journal"
        " WHERE structure = ?1 AND (?2 IS NULL OR cible = ?2)"
    )
    if limite is None:
        lignes = conn.execute(f"{sql} ORDER BY sequence", (structure, cible))
    else:
        lignes = conn.execute(
            f"SELECT * FROM ({sql} ORDER BY sequence DESC LIMIT ?3) ORDER BY 1",
            (structure, cible, max(limite, 0)),
        )
    for sequence, date, utilisateur, chaine, type_, visee, issue in lignes:
        yield JournalLigne(
            sequence=sequence,
            date=datetime.fromisoformat(date),
            utilisateur=utilisateur,
            structure=chaine,
            type=type_,
            cible=visee,
            issue=issue,
        )


def verifier(conn: Connection, progression: Callable[[int, int], None] | None = None) -> Verification:
    """Walk along every chain, line after line, and stop at the first that is not what it was when written.

    `progression` is told, now and then, how many lines are done and how many there are.
    """
    attendues = {
        cle.removeprefix(_TETE): _Tete.lue(valeur)
        for cle, valeur in conn.execute("SELECT cle, valeur FROM meta WHERE cle GLOB ? ORDER BY cle", (_TETE + "*",))
    }
    vues: dict[str, _Tete] = {}
    total, a_lire = 0, sum(tete.longueur for tete in attendues.values())
    for structure, sequence, *reste, mac, empreinte in conn.execute(
        "SELECT structure, sequence, date, utilisateur, type, cible, issue, commande, mac, empreinte"
        " FROM journal ORDER BY structure, sequence"
    ):
        tete = vues.get(structure, _Tete())
        if sequence != tete.longueur + 1:
            return _rompue(total, vues, structure, tete.longueur + 1, "manque")
        if not _fidele(empreinte, tete.empreinte, (structure, sequence, *reste), mac):
            return _rompue(total, vues, structure, sequence, "a été modifiée")
        vues[structure] = _Tete(sequence, empreinte)
        total += 1
        if progression is not None and total % _PAS == 0:
            progression(total, max(total, a_lire))
    for structure in sorted({*attendues, *vues}):
        fin = vues.get(structure, _Tete())
        attendue = attendues.get(structure, _Tete())
        if fin.longueur < attendue.longueur:
            return _rompue(total, vues, structure, fin.longueur + 1, "manque")
        if fin.longueur > attendue.longueur:
            return _rompue(total, vues, structure, attendue.longueur + 1, "a été ajoutée")
        if fin != attendue:
            return _rompue(total, vues, structure, fin.longueur, "a été modifiée")
    return Verification(lignes=total, chaines=len(vues))


def _rompue(total: int, vues: dict[str, _Tete], structure: str, sequence: int, quoi: str) -> Verification:
    return Verification(
        lignes=total,
        chaines=len(vues),
        structure=structure,
        sequence=sequence,
        defaut=f"Journal de la structure «\u00a0{structure}\u00a0»\u00a0: la ligne {sequence} {quoi}.",
    )
