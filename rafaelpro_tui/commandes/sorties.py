"""What is printed: aligned tables for people, one JSON object per line for programs. Data text passes `safe`."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from rafaelpro_tui.core.texte_sur import safe

_MINIMUM: Final = 8
"""Cells that a column keeps when the terminal is too narrow."""
_LARGES: Final = frozenset("WF")
BLOC: Final = 1_000
"""Rows of a table written at once."""
_OBEIS: Final = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""What JSON lets through and a terminal would obey, or hide: C1, DEL, bidi overrides, zero widths."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column of a printed table. `souple`: the first to be cut on a narrow terminal."""

    titre: str
    droite: bool = False
    souple: bool = False


def ecrire_json(objet: Mapping[str, Any]) -> None:
    """One object, one line; what a terminal would obey is escaped, so that nothing is lost for a program."""
    ligne = json.dumps(objet, ensure_ascii=False, default=str)
    sys.stdout.write(_OBEIS.sub(lambda trouve: json.dumps(trouve[0])[1:-1], ligne) + "\n")


def ecrire_tableau(colonnes: Sequence[Colonne], lignes: Iterable[Sequence[str]]) -> int:
    """Titles, then the rows, aligned; cut to the terminal's width when there is a terminal. Gives their number.

    Written by blocks: columns wide enough for the first rows almost always are for the rest, and a list of a million
    rows is never whole in memory.
    """
    largeurs = [largeur(colonne.titre) for colonne in colonnes]
    place = _largeur_du_terminal() if sys.stdout.isatty() else None
    suite, nombre = iter(lignes), 0
    bloc: list[list[str]] = [[colonne.titre for colonne in colonnes]]
    while True:
        lues = [[safe(cellule) for cellule in ligne] for ligne in islice(suite, BLOC)]
        nombre += len(lues)
        bloc += lues
        if not bloc:
            return nombre
        largeurs = [max(deja, *(largeur(ligne[rang]) for ligne in bloc)) for rang, deja in enumerate(largeurs)]
        tailles = largeurs if place is None else _resserrees(largeurs, colonnes, place)
        for ligne in bloc:
            morceaux = (
                caler(cellule, taille, droite=colonne.droite)
                for cellule, taille, colonne in zip(ligne, tailles, colonnes, strict=True)
            )
            sys.stdout.write("  ".join(morceaux).rstrip() + "\n")
        bloc = []


def ecrire(texte: str = "") -> None:
    """A line for people; what comes from data in it is made safe."""
    sys.stdout.write(safe(texte) + "\n")


def dire(texte: str) -> None:
    """A line beside the output: progress, counts, warnings."""
    print(safe(texte), file=sys.stderr)


def largeur(texte: str) -> int:
    """Cells that a safe text takes on a terminal."""
    if texte.isascii():
        return len(texte)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in _LARGES else 1 for c in texte)


def caler(texte: str, taille: int, *, droite: bool = False) -> str:
    """`texte` in exactly `taille` cells, cut with « … »."""
    prise = largeur(texte)
    if prise > taille:
        while texte and largeur(texte) > taille - 1:
            texte = texte[:-1]
        texte += "…"
        prise = largeur(texte)
    blancs = " " * (taille - prise)
    return blancs + texte if droite else texte + blancs


def _largeur_du_terminal() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return 80


def _resserrees(largeurs: Sequence[int], colonnes: Sequence[Colonne], place: int) -> list[int]:
    """Widths that fit: what is too much is taken from the widest flexible column, then from the next."""
    tailles = list(largeurs)
    souples = [rang for rang, colonne in enumerate(colonnes) if colonne.souple]
    trop = sum(tailles) + 2 * (len(tailles) - 1) - place
    while trop > 0 and souples:
        rang = max(souples, key=tailles.__getitem__)
        if tailles[rang] <= _MINIMUM:
            break
        tailles[rang] -= 1
        trop -= 1
    return tailles
