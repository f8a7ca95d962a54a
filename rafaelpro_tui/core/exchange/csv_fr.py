"""CSV as French spreadsheets want it (CONTRATS §4): BOM, `;`, CRLF, and no cell that runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.texte import date_fr, nombre_fr

Cellule = str | int | Decimal | date | None
"""What a table holds."""

SEPARATEUR: Final = ";"
_FORMULE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GARDE: Final = "'"


def neutraliser(cellule: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before the character that would start one."""
    return f"{_GARDE}{cellule}" if _commence_une_formule(cellule) else cellule


def retablir(cellule: str) -> str:
    """What was written, without the apostrophe of `neutraliser`."""
    reste = cellule.removeprefix(_GARDE)
    return reste if _commence_une_formule(reste) else cellule


def _commence_une_formule(cellule: str) -> bool:
    # One more apostrophe before those that the text has itself, so that `retablir` takes away only ours.
    return cellule.lstrip(" \u00a0" + _GARDE).startswith(_FORMULE) or cellule.startswith(_FORMULE)


def ecrire_csv(chemin: Path, titres: Sequence[str], lignes: Iterable[Sequence[Cellule]]) -> int:
    """Write the file whole or not at all, replacing one of that name; the number of rows.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    nombre = 0
    with (
        fichier.en_chantier(chemin, remplacer=True) as provisoire,
        provisoire.open("w", encoding="utf-8-sig", newline="") as flux,
    ):
        ecrivain = csv.writer(flux, delimiter=SEPARATEUR, lineterminator="\r\n")
        ecrivain.writerow(titres)
        for ligne in lignes:
            ecrivain.writerow([neutraliser(_texte(cellule)) for cellule in ligne])
            nombre += 1
    return nombre


def _texte(cellule: Cellule) -> str:
    match cellule:
        case None:
            return ""
        case date():
            return date_fr(cellule)
        case Decimal():
            return nombre_fr(cellule)
        case _:
            return str(cellule)
