"""The slots of information collective that a structure keeps for a session, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.vues_plan import Creneau

_CRENEAUX: Final = """
  SELECT k.id, k.date, k.heure, k.lieu, k.places,
    (SELECT group_concat(reference, char(10)) FROM (
      SELECT c.reference FROM place p JOIN candidature c ON c.reference = p.candidature
        JOIN session s ON s.n = c.session
      WHERE p.creneau = k.id AND s.reference = k.session ORDER BY c.deposee_le, c.n))
  FROM creneau k WHERE k.structure = ? AND k.session = ? ORDER BY k.date, k.heure, k.lieu, k.id"""


def lire(conn: Connection, structure: str, session: str) -> tuple[Creneau, ...]:
    """In their order; those in a slot by date de candidature."""
    return tuple(
        Creneau(
            id=id,
            date=jour(date),
            heure=heure,
            lieu=lieu,
            places=places,
            candidatures=tuple(references.split("\n")) if references else (),
        )
        for id, date, heure, lieu, places, references in conn.execute(_CRENEAUX, (structure, session))
    )


def ecrire(conn: Connection, structure: str, session: str, creneau: Creneau) -> int:
    """Add a slot (id 0) or change one; its id."""
    valeurs = (creneau.date.isoformat(), creneau.heure, creneau.lieu, creneau.places)
    if creneau.id:
        conn.execute(
            "UPDATE creneau SET date = ?, heure = ?, lieu = ?, places = ?"
            " WHERE id = ? AND structure = ? AND session = ?",
            (*valeurs, creneau.id, structure, session),
        )
        return creneau.id
    (numero,) = conn.execute(
        "INSERT INTO creneau (structure, session, date, heure, lieu, places) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (structure, session, *valeurs),
    ).fetchone()
    return int(numero)


def supprimer(conn: Connection, structure: str, creneau: int) -> None:
    conn.execute("DELETE FROM place WHERE structure = ? AND creneau = ?", (structure, creneau))
    conn.execute("DELETE FROM creneau WHERE structure = ? AND id = ?", (structure, creneau))


def placer(conn: Connection, structure: str, creneau: int | None, candidatures: Iterable[str]) -> None:
    """Put them in a slot, taken out of the one they were in; None: in none."""
    for reference in candidatures:
        conn.execute("DELETE FROM place WHERE structure = ? AND candidature = ?", (structure, reference))
        if creneau is not None:
            conn.execute(
                "INSERT INTO place (structure, candidature, creneau) VALUES (?, ?, ?)", (structure, reference, creneau)
            )
