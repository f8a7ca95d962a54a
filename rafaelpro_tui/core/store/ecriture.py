"""Apply what a rule has granted, keep how it was before (`touche`), and take it back (ANN-1, SYNC « rebase »)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Objet
from rafaelpro_tui.core.rules.decision import Changement
from rafaelpro_tui.core.store import objets, temoin
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.rangement import ranger, retirer


def appliquer(
    conn: Connection,
    seq: int,
    changements: Sequence[Changement],
    suivre: Callable[[Iterable[Changement]], Iterable[Changement]] = iter,
) -> None:
    """Write the changes of the command `seq`, in order, with an image of what was there; `suivre` sees them go by."""
    for changement in suivre(changements):
        if changement.apres is not changement.avant:
            ranger(conn, changement.apres, changement.avant)
    conn.executemany(
        "INSERT INTO touche VALUES (?, ?, ?, ?, ?)",
        [
            (
                seq,
                ordre,
                images.genre(changement.apres),
                images.cle(changement.apres),
                None if changement.avant is None else temoin.avec(images.to_json(changement.avant)),
            )
            for ordre, changement in enumerate(changements)
        ],
    )


def defaire(conn: Connection, seqs: Iterable[int]) -> None:
    """Put back, in reverse order, what these commands had changed, and forget their images."""
    for seq in sorted(seqs, reverse=True):
        for genre, cle, avant in conn.execute(
            "SELECT genre, cle, avant FROM touche WHERE seq = ? ORDER BY ordre DESC", (seq,)
        ).fetchall():
            actuel = _lire(conn, genre, cle)
            if avant is not None:
                ranger(conn, images.from_json(genre, avant), actuel)
            else:  # what a `deposer` brought, or the first that a structure kept on a candidature
                retirer(conn, genre, cle)
        conn.execute("DELETE FROM touche WHERE seq = ?", (seq,))


def _lire(conn: Connection, genre: str, cle: str) -> Objet | None:
    match genre:
        case "candidature":
            return objets.lire_candidature(conn, cle)
        case "candidat":
            return objets.lire_candidat(conn, cle)
        case "session":
            return objets.lire_session(conn, cle)
        case "action":
            return objets.lire_action(conn, cle)
        case "suivi":
            candidature, structure = json.loads(cle)
            return objets.lire_suivi(conn, structure, candidature)
        case _:
            utilisateur, structure = json.loads(cle)
            return objets.lire_rattachement(conn, utilisateur, structure)
