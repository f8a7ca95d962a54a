"""Which later commands build on a command: what a rebase without it must run again (ANN-1, SYNC)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.store.driver import Connection

_TOUCHES: Final = """
  SELECT t.seq, d.statut, d.type, d.utilisateur, d.structure, t.genre, t.cle, s.reference, p.id
  FROM touche t JOIN depart d USING (seq)
  LEFT JOIN candidature c ON t.genre = 'candidature' AND c.reference = t.cle
  LEFT JOIN session s ON s.n = c.session
  LEFT JOIN candidat p ON p.n = c.candidat
  WHERE t.seq >= ? AND d.statut NOT IN ('annulee', 'refusee')
  ORDER BY t.seq"""
_LISENT_LA_SESSION: Final = frozenset({"deposer", "retenir_liste_attente", "lot_retenir_liste_attente"})
"""The commands whose rules look at what a session's form can change (AVI-10, CAN-5)."""

_Cles = set[tuple[str, str]]


@dataclass(slots=True)
class _Trace:
    """A command that changed something: what it wrote, and what else its rule looked at."""

    seq: int
    type: str
    finale: bool
    ecrit: _Cles = field(default_factory=set)
    places: _Cles = field(default_factory=set)
    """What its effects move the counts of: a session, a candidat (CAN-4, CAN-5), a structure's référents (DRT-6).

    Also a dépôt: what is kept on a candidature falls with it."""
    lu: _Cles = field(default_factory=set)
    droit: tuple[str, str] = ("", "")


def suites(conn: Connection, seq: int) -> tuple[list[int], str | None]:
    """The pending commands to run again without `seq`, in order; and the type of a final one in the way, if any."""
    defaites: _Cles = set()
    places: _Cles = set()
    reprises: list[int] = []
    for trace in _traces(conn, seq):
        if trace.seq == seq:
            defaites |= trace.ecrit
            places |= trace.places
            continue
        liee = trace.ecrit & defaites or trace.lu & (defaites | places)
        # A right withdrawn does not touch what was final under it; what is pending is decided again.
        if not liee and (trace.finale or trace.droit not in defaites):
            continue
        if trace.finale:
            return reprises, trace.type
        reprises.append(trace.seq)
        defaites |= trace.ecrit
        places |= trace.places
    return reprises, None


def _traces(conn: Connection, seq: int) -> Iterator[_Trace]:
    for numero, lignes in groupby(conn.execute(_TOUCHES, (seq,)), itemgetter(0)):
        yield _trace(numero, list(lignes))


def _trace(seq: int, lignes: list[Any]) -> _Trace:
    _, statut, type_, utilisateur, structure, *_ = lignes[0]
    trace = _Trace(seq, type_, finale=statut not in ("en_grace", "a_envoyer"))
    trace.droit = ("rattachement", dumps([utilisateur, structure]))
    for *_, genre, cle, session, candidat in lignes:
        trace.ecrit.add((genre, cle))
        if genre == "suivi":
            trace.lu.add(("depot", json.loads(cle)[0]))
        elif type_ == "deposer" and genre == "candidature":
            trace.places.add(("depot", cle))
        if session is not None:
            trace.places |= {("places", session), ("places_de", candidat)}
            if type_ in _LISENT_LA_SESSION:
                trace.lu.add(("session", session))
        elif genre == "rattachement":
            trace.places.add(("referents", structure))
    if type_ in ("deposer", "modifier_droit"):
        trace.lu |= trace.places
    return trace
