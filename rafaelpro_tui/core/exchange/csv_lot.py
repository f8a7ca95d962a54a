"""The report of a lot for a spreadsheet (LOT-5, CONTRATS §4)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.exchange.tableur import ecrire_tableau
from rafaelpro_tui.core.texte_sur import safe

TITRES: Final = ("Référence", "Candidat·e", "Issue", "Règle", "Message", "Remède", "Étape ou état")


class LigneRapport(NamedTuple):
    """One candidature, in the order of the titles; `suite` is where it is after the lot."""

    reference: str
    candidat: str
    issue: str
    regle: str
    message: str
    remede: str
    suite: str


def exporter_rapport(lignes: Iterable[LigneRapport], sortie: Path, provenance: Provenance) -> int:
    """Write the file whole or not at all; the number of rows.

    Raises:
        FichierInaccessible, DisquePlein: and then `sortie` is as it was.
    """
    return ecrire_tableau(sortie, TITRES, ([safe(cellule) for cellule in ligne] for ligne in lignes), provenance)
