"""What is printed: aligned tables for people, one JSON object per line for programs. Data text passes `safe`."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rafaelpro_tui.core.texte_sur import safe

_MINIMUM: Final = 8
"""Cells that a column keeps when the terminal is too narrow."""
_LARGES: Final = frozenset("WF")


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column of a printed table. `souple`: the first to be cut on a narrow terminal."""

    titre: str
    droite: bool = False
    souple: bool = False


def ecrire_json(objet: Mapping[str, Any]) -> None:
    """One object, one line."""
    sys.stdout.write(json.dumps(objet, ensure_ascii=False, default=str) + "\n")


def ecrire_tableau(colonnes: Sequence[Colonne], lignes: Iterable[Sequence[str]]) -> None:
    """Titles, then the rows, aligned; cut to the terminal's width when there is a terminal."""
    cellules = [[safe(cellule) for cellule in ligne] for ligne in lignes]
    largeurs = [
        max(largeur(colonne.titre), *(largeur(ligne[rang]) for ligne in cellules))
        if cellules
        else largeur(colonne.titre)
        for rang, colonne in enumerate(colonnes)
    ]
    if sys.stdout.isatty():
        _resserrer(largeurs, colonnes, _largeur_du_terminal())
    for ligne in ([colonne.titre for colonne in colonnes], *cellules):
        morceaux = (
            caler(cellule, taille, droite=colonne.droite)
            for cellule, taille, colonne in zip(ligne, largeurs, colonnes, strict=True)
        )
        sys.stdout.write("  ".join(morceaux).rstrip() + "\n")


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


def _resserrer(largeurs: list[int], colonnes: Sequence[Colonne], place: int) -> None:
    """Take from the widest flexible column until the row fits, or nothing more can be taken."""
    souples = [rang for rang, colonne in enumerate(colonnes) if colonne.souple]
    trop = sum(largeurs) + 2 * (len(largeurs) - 1) - place
    while trop > 0 and souples:
        rang = max(souples, key=largeurs.__getitem__)
        if largeurs[rang] <= _MINIMUM:
            return
        largeurs[rang] -= 1
        trop -= 1
