"""A table for a spreadsheet, in the format that its file name asks for: « .xlsx », else CSV (CONTRATS §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rafaelpro_tui.core.exchange.csv_fr import Cellule, ecrire_csv
from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.exchange.xlsx import ecrire_xlsx, est_xlsx


def ecrire_tableau(
    chemin: Path,
    titres: Sequence[str],
    lignes: Iterable[Sequence[Cellule]],
    provenance: Provenance,
    *,
    choix: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Write the file whole or not at all, replacing one of that name, then where it comes from; the number of rows.

    `choix`: title to what its column offers, where the format has lists.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    if est_xlsx(chemin):
        return ecrire_xlsx(chemin, titres, lignes, choix=choix, provenance=provenance.lignes)
    nombre = ecrire_csv(chemin, titres, lignes)
    provenance.accompagner(chemin, nombre)
    return nombre
