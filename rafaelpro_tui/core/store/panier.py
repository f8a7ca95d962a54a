"""The rows of the basket: commands of one user for one structure, with the candidature as they saw it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rafaelpro_tui.core import images
from rafaelpro_tui.core.model import Candidature
from rafaelpro_tui.core.store.driver import Connection

if TYPE_CHECKING:
    from rafaelpro_tui.core.commands import SurCandidature


@dataclass(frozen=True, slots=True, kw_only=True)
class Mise:
    """One command in the basket; `vue` is the candidature when it was put there, without what waits with it."""

    rang: int
    command: SurCandidature
    vue: Candidature


def ajouter(conn: Connection, commands: Sequence[SurCandidature], vue: Candidature) -> tuple[int, ...]:
    """Put commands about one candidature at the end; their rows."""
    return tuple(
        conn.execute(
            "INSERT INTO panier (structure, utilisateur, candidature, corps, vue) VALUES (?, ?, ?, ?, ?)",
            (
                command.structure,
                command.utilisateur,
                command.candidature,
                images.ecrire_commande(command),
                images.to_json(vue),
            ),
        ).lastrowid
        for command in commands
    )


def lire(conn: Connection, structure: str, utilisateur: str, candidature: str | None = None) -> list[Mise]:
    """In order; of one candidature, or all."""
    return [
        Mise(
            rang=rang,
            command=cast("SurCandidature", images.lire_commande(corps)),
            vue=cast(Candidature, images.from_json("candidature", vue)),
        )
        for rang, corps, vue in conn.execute(
            "SELECT rang, corps, vue FROM panier WHERE structure = ?1 AND utilisateur = ?2"
            " AND (?3 IS NULL OR candidature = ?3) ORDER BY rang",
            (structure, utilisateur, candidature),
        )
    ]


def retirer(conn: Connection, rangs: Iterable[int]) -> None:
    conn.execute("DELETE FROM panier WHERE rang IN (SELECT value FROM json_each(?))", (json.dumps(list(rangs)),))


def nombre(conn: Connection, structure: str, utilisateur: str) -> int:
    """Candidatures in the basket."""
    ((n,),) = conn.execute(
        "SELECT count(DISTINCT candidature) FROM panier WHERE structure = ? AND utilisateur = ?",
        (structure, utilisateur),
    ).fetchall()
    return int(n)


def retenues(conn: Connection, session: str) -> int:
    """Retenues of a session, by what the transaction under way sees."""
    ((n,),) = conn.execute(
        "SELECT coalesce(sum(k.n), 0) FROM compte k JOIN session s ON s.n = k.session"
        " WHERE s.reference = ? AND k.etat = 'retenue'",
        (session,),
    ).fetchall()
    return int(n)


def ligne(conn: Connection, candidature: str) -> int | None:
    """The row id of a candidature."""
    trouvee = conn.execute("SELECT n FROM candidature WHERE reference = ?", (candidature,)).fetchone()
    return int(trouvee[0]) if trouvee else None
