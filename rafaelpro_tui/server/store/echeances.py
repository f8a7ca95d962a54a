"""The work of the clocks: laid down once, taken by one server at a time, gone once done (I8).

A row is taken by moving `pas_avant` past now: who dies with it leaves it to whoever looks after that.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final, Literal

from sqlalchemy import Connection, delete, select, update

from rafaelpro_tui.core.identifiants import derived
from rafaelpro_tui.server.store.dialecte import inserer_absent
from rafaelpro_tui.server.store.tables_flux import echeance

Genre = Literal["passage", "alerte", "remise"]

_AU_PLUS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Echeance:
    """Something to do from `du_le` on; `essais` counts the times it was taken.

    The passage of session `objet`, whose Responsable is `pour`; or the envoi `objet` to the structure or canal `pour`.
    """

    genre: Genre
    objet: str
    pour: str
    du_le: date
    essais: int = 0

    @property
    def id(self) -> str:
        return str(derived(f"{self.genre}:{self.pour}:{self.objet}"))


def poser(conn: Connection, a_faire: Echeance) -> None:
    """Lay it down, unless it is there already."""
    inserer_absent(conn, echeance, asdict(a_faire) | {"id": a_faire.id, "pas_avant": 0.0})


def libres(conn: Connection, genre: Genre, pour: str | None, secondes: float) -> list[Echeance]:
    """What nobody has taken, the oldest first; of one `pour`, or of all."""
    question = select(echeance).where(echeance.c.genre == genre, echeance.c.pas_avant <= secondes)
    if pour is not None:
        question = question.where(echeance.c.pour == pour)
    lignes = conn.execute(question.order_by(echeance.c.du_le, echeance.c.id).limit(_AU_PLUS))
    return [
        Echeance(genre=ligne.genre, objet=ligne.objet, pour=ligne.pour, du_le=ligne.du_le, essais=ligne.essais)
        for ligne in lignes
    ]


def prendre(conn: Connection, libre: Echeance, secondes: float, bail: float) -> Echeance | None:
    """It is ours for `bail` seconds; None when another server was quicker."""
    prise = conn.execute(
        update(echeance)
        .where(echeance.c.id == libre.id, echeance.c.pas_avant <= secondes)
        .values(essais=echeance.c.essais + 1, pas_avant=secondes + bail)
    )
    return replace(libre, essais=libre.essais + 1) if prise.rowcount else None


def repousser(conn: Connection, prise: Echeance, secondes: float) -> None:
    """Not before this epoch second."""
    conn.execute(update(echeance).where(echeance.c.id == prise.id).values(pas_avant=secondes))


def finir(conn: Connection, faite: Echeance) -> None:
    conn.execute(delete(echeance).where(echeance.c.id == faite.id))
