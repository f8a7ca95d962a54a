"""Excel workbooks in and out: a table, then where it comes from (CONTRATS §4).

What comes in is not trusted: sizes are bounded before anything is unpacked, XML with a DTD is refused (defusedxml),
and a formula is never taken for the value that a spreadsheet computed from it.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee
from rafaelpro_tui.core.exchange.csv_fr import Cellule, neutraliser
from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.texte import date_fr, nombre_fr

SUFFIXE: Final = ".xlsx"
POIDS_MAX: Final = 20_000_000
"""Bytes of a workbook on disk."""
DEPLIE_MAX: Final = 60_000_000
"""Bytes of all that it holds, once unpacked: 50 000 candidatures take half of it."""
PARTIES_MAX: Final = 500
LIGNES_MAX: Final = 100_000
COLONNES_MAX: Final = 64
_FORMAT_DATE: Final = "dd/mm/yyyy"
PROVENANCE: Final = "Provenance"
"""The second sheet: who, when, from what. What is brought back is read from the first."""
_CHOIX: Final = "Choix"
"""The hidden sheet that holds what the lists offer."""


class Illisible(str):
    """A cell which holds no value of its own; its text says what it holds instead."""


def est_xlsx(chemin: Path) -> bool:
    return chemin.suffix.lower() == SUFFIXE


def ecrire_xlsx(
    chemin: Path,
    titres: Sequence[str],
    lignes: Iterable[Sequence[Cellule]],
    *,
    choix: Mapping[str, Sequence[str]] | None = None,
    provenance: Callable[[int], Iterable[tuple[str, str]]] | None = None,
) -> int:
    """Write the workbook whole or not at all, replacing one of that name; the number of rows.

    Days and numbers are written as such, a text always as a text. `choix`: title to what its column offers in a list.
    `provenance`: what its second sheet says, given the number of rows.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    from openpyxl import Workbook

    nombre = 0
    with fichier.en_chantier(chemin, remplacer=True) as provisoire:
        classeur = Workbook(write_only=True)
        feuille: Any = classeur.create_sheet("Tableau")  # its stubs leave out what it takes from a whole sheet
        feuille.freeze_panes = "A2"
        for rang, titre in enumerate(titres):
            feuille.column_dimensions[chr(ord("A") + rang)].width = max(14, min(len(titre) + 4, 40))
        feuille.append([_cellule(feuille, titre, gras=True) for titre in titres])
        for ligne in lignes:
            feuille.append([_cellule(feuille, valeur) for valeur in ligne])
            nombre += 1
        if provenance:
            seconde: Any = classeur.create_sheet(PROVENANCE)
            seconde.column_dimensions["B"].width = 80
            for nom, dit in provenance(nombre):
                seconde.append([_cellule(seconde, nom, gras=True), _cellule(seconde, dit)])
        if choix:
            _offrir(feuille, titres, choix, nombre)
        classeur.save(provisoire)
    return nombre


def _cellule(feuille: Any, valeur: Cellule, *, gras: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    if valeur is None or valeur == "":
        return None
    if not isinstance(valeur, str):
        cellule = WriteOnlyCell(feuille)
        cellule.value = valeur
        if isinstance(valeur, date):
            cellule.number_format = _FORMAT_DATE
        return cellule
    cellule = WriteOnlyCell(feuille, value=ILLEGAL_CHARACTERS_RE.sub("�", neutraliser(valeur)))
    cellule.data_type = "s"  # openpyxl would make a formula of « =… »
    if gras:
        cellule.font = Font(bold=True)
    return cellule


def _offrir(feuille: Any, titres: Sequence[str], choix: Mapping[str, Sequence[str]], lignes: int) -> None:
    """A list to choose from in each cell of some columns; what is offered stands in a sheet that is hidden."""
    from openpyxl.worksheet.datavalidation import DataValidation

    offres = feuille.parent.create_sheet(_CHOIX)
    offres.sheet_state = "hidden"
    colonnes = list(choix.values())
    for rang in range(max(map(len, colonnes))):
        offres.append([colonne[rang] if rang < len(colonne) else None for colonne in colonnes])
    for place, (titre, valeurs) in enumerate(choix.items()):
        lettre, source = chr(ord("A") + titres.index(titre)), chr(ord("A") + place)
        regle = DataValidation(
            type="list",
            formula1=f"{_CHOIX}!${source}$1:${source}${len(valeurs)}",
            allow_blank=True,
            showErrorMessage=False,
        )
        regle.add(f"{lettre}2:{lettre}{lignes + 1}")
        feuille.data_validations.append(regle)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def lire_xlsx(chemin: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that are not empty, with their number from 1, cells as texts.

    A formula, or an error of the spreadsheet, is an `Illisible`.

    Raises:
        SaisieMalformee: no workbook, or a disproportionate one; FichierInaccessible.
    """
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", module="openpyxl")  # in English, on stderr: over the screen
    with fichier.acces(chemin):
        if not chemin.is_file():
            raise FichierInaccessible(f"Le fichier « {chemin} » n’existe pas.", "Vérifiez son chemin.")
        _verifier(chemin)
        with chemin.open("rb") as flux:
            try:
                classeur = load_workbook(flux, read_only=True, keep_links=False)
                feuille = next(f for f in classeur.worksheets if f.sheet_state == "visible")
                for numero, ligne in enumerate(feuille.iter_rows(max_col=COLONNES_MAX, max_row=LIGNES_MAX + 1), 1):
                    cellules = [_texte(cellule) for cellule in ligne]
                    while cellules and not cellules[-1]:
                        del cellules[-1]
                    if cellules:
                        if numero > LIGNES_MAX:
                            raise _demesure(chemin)
                        yield numero, cellules
                classeur.close()
            except SaisieMalformee:
                raise
            except Exception as erreur:  # whatever a forged file makes openpyxl, or expat, say
                raise _abime(chemin) from erreur


def _verifier(chemin: Path) -> None:
    """That it is a zip of a reasonable size: what `zipfile` unpacks of a part is never more than what it announces."""
    if chemin.stat().st_size > POIDS_MAX:
        raise _demesure(chemin)
    try:
        with zipfile.ZipFile(chemin) as archive:
            parties = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as erreur:
        raise _abime(chemin) from erreur
    if len(parties) > PARTIES_MAX or sum(partie.file_size for partie in parties) > DEPLIE_MAX:
        raise _demesure(chemin)


def _texte(cellule: Any) -> str:
    valeur = cellule.value
    match cellule.data_type:
        case "f":
            return Illisible("une formule")
        case "e":
            return Illisible(f"l’erreur {valeur}")
    match valeur:
        case None:
            return ""
        case bool():
            return "Oui" if valeur else "Non"
        case datetime():
            return date_fr(valeur.date()) if valeur.time() == valeur.time().min else valeur.isoformat(" ")
        case float():
            return nombre_fr(Decimal(repr(valeur)))
        case _:
            return str(valeur).strip()


def _abime(chemin: Path) -> SaisieMalformee:
    return SaisieMalformee(
        f"« {chemin.name} » n’est pas un classeur Excel lisible.",
        "Enregistrez le tableau à nouveau au format « .xlsx », ou en CSV.",
    )


def _demesure(chemin: Path) -> SaisieMalformee:
    return SaisieMalformee(
        f"« {chemin.name} » est trop gros pour un fichier de décisions.", "Vérifiez-le, ou partagez-le en plusieurs."
    )
