"""`GET /v1/changements`: what a structure sees, from a cursor on, within the reader's rights (DRT-5, DRT-9)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, bindparam, select

from rafaelpro_tui.core.rules.droits import CANDIDATURES
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.fil import Empreinte, ObjetRecu, Page, Retire
from rafaelpro_tui.server.problemes import introuvable
from rafaelpro_tui.server.store import meta, personnes, tables

_DES_PERSONNES: Final = ("candidat", "candidature", "suivi")
PAGE_MAX: Final = 1000
_SEQ_MAX: Final = 2**63 - 1


_FIL: Final = (
    select(
        tables.fil.c.genre,
        tables.fil.c.cle,
        tables.fil.c.seq,
        tables.fil.c.version,
        tables.fil.c.retire,
        tables.fil.c.corps,
    )
    .where(tables.fil.c.structure == bindparam("structure"), tables.fil.c.seq > bindparam("seq"))
    .order_by(tables.fil.c.seq)
    .limit(bindparam("limite", type_=Integer))
)
_SOMMET: Final = select(tables.compteur.c.seq).where(tables.compteur.c.structure == bindparam("structure"))
_CUMULS: Final = select(tables.cumul.c.genre, tables.cumul.c.n, tables.cumul.c.somme).where(
    tables.cumul.c.structure == bindparam("structure")
)


@dataclass(frozen=True, slots=True)
class Curseur:
    """Opaque to clients. `personnes`: whether the reader could read the candidats when it was given (DRT-9)."""

    epoque: str
    structure: str
    seq: int
    personnes: bool

    def __str__(self) -> str:
        brut = json.dumps([self.epoque, self.structure, self.seq, self.personnes])
        return base64.urlsafe_b64encode(brut.encode()).decode().rstrip("=")

    @classmethod
    def lu(cls, texte: str) -> Curseur | None:
        """None for what is not one of ours: the reader starts again."""
        try:
            epoque, structure, seq, vues = json.loads(base64.urlsafe_b64decode(texte + "=" * (-len(texte) % 4)))
            lu = cls(str(epoque), str(structure), int(seq), bool(vues))
        except (ValueError, TypeError, RecursionError):
            return None
        return lu if 0 <= lu.seq <= _SEQ_MAX else None


def changements(
    conn: Connection, structure: str, curseur: str | None, limite: int, utilisateur: str, maintenant: datetime
) -> Page:
    """One page, at one instant of the base.

    Raises:
        Anomalie: 404, the reader is not attached to the structure.
    """
    lien = personnes.rattachement(conn, utilisateur, structure)
    if lien is None:
        raise introuvable("Structure")
    epoque = meta.epoque(conn)
    depuis = Curseur(epoque, structure, 0, lien.droit in CANDIDATURES)
    complet = False
    if curseur is not None:
        lu = Curseur.lu(curseur)
        if lu is not None and (lu.epoque, lu.structure, lu.personnes) == (epoque, structure, depuis.personnes):
            depuis = lu
        else:
            complet = True
    question = _FIL
    if not depuis.personnes:
        question = question.where(tables.fil.c.genre.not_in(_DES_PERSONNES))
    if depuis.seq == 0:  # who holds nothing yet is told of nothing that has gone
        question = question.where(tables.fil.c.retire.is_(False))
    lignes = conn.execute(question, {"structure": structure, "seq": depuis.seq, "limite": limite + 1}).all()
    fin = len(lignes) <= limite
    lignes = lignes[:limite]
    seq = sommet(conn, structure) if fin else lignes[-1].seq
    return Page(
        objets=tuple(
            ObjetRecu(genre=ligne.genre, cle=ligne.cle, version=ligne.version, corps=json.loads(ligne.corps))
            for ligne in lignes
            if not ligne.retire
        ),
        retires=tuple(Retire(genre=ligne.genre, cle=ligne.cle) for ligne in lignes if ligne.retire),
        curseur=str(Curseur(epoque, structure, seq, depuis.personnes)),
        fin=fin,
        complet=complet,
        epoque=epoque,
        horloge=maintenant,
        empreinte=_empreinte(conn, structure, depuis.personnes) if fin else None,
    )


def sommet(conn: Connection, structure: str) -> int:
    """The last number of the feed of a structure."""
    return conn.execute(_SOMMET, {"structure": structure}).scalar_one_or_none() or 0


def a_jour(conn: Connection, structure: str, curseur: str, utilisateur: str) -> bool:
    """Whether there is nothing to tell after a cursor: who waits goes on waiting.

    Who is not attached does not wait: how long it takes would tell when others work (I7).
    """
    lu = Curseur.lu(curseur)
    lien = personnes.rattachement(conn, utilisateur, structure)
    if lu is None or lien is None:
        return False
    attendu = Curseur(meta.epoque(conn), structure, lu.seq, lien.droit in CANDIDATURES)
    return lu == attendu and lu.seq >= sommet(conn, structure)


def _empreinte(conn: Connection, structure: str, vues: bool) -> dict[str, Empreinte]:
    tenus: list[Any] = list(conn.execute(_CUMULS, {"structure": structure}))
    return {
        genre: Empreinte(n=n, somme=f"{somme % 2**64:016x}")
        for genre, n, somme in tenus
        if n and (vues or genre not in _DES_PERSONNES) and genre in fil.GENRES
    }
