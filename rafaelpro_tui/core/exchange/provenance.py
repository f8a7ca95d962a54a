"""Who made an exported table, when, for whom, from what, with which filter: beside a CSV, inside a workbook.

The table itself is as CONTRATS §4 writes it, titles first: a spreadsheet, or who brings a decisions file back, sees
nothing of this.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.exchange.xlsx import PROVENANCE, est_xlsx
from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr
from rafaelpro_tui.core.texte_sur import safe
from rafaelpro_tui.core.vues import Acteur

SUFFIXE: Final = ".provenance.txt"
A_EFFACER: Final = "Ce fichier peut contenir des données de personnes : à effacer une fois lu."


@dataclass(frozen=True, slots=True)
class Provenance:
    """`quoi` was asked for, in French; `filtre` is its text, as it can be typed again; `source` a base or a server."""

    quoi: str
    filtre: str
    acteur: Acteur
    quand: datetime
    source: str

    def lignes(self, nombre: int) -> list[tuple[str, str]]:
        """Title and value of each thing that is said; `nombre` rows were written."""
        acteur, qui = self.acteur, self.acteur.utilisateur
        return [
            ("Contenu", safe(self.quoi)),
            ("Filtre", safe(self.filtre) or "aucun"),
            ("Lignes", entier_fr(nombre)),
            ("Structure", safe(f"{acteur.structure.nom} ({acteur.structure.siret})")),
            ("Par", safe(f"{qui.prenom} {qui.nom}, {acteur.droit.libelle}") if qui else "—"),
            ("Le", f"{date_fr(self.quand.date())} à {self.quand:%H:%M}"),
            ("Depuis", safe(self.source)),
            ("À savoir", A_EFFACER),
        ]

    def accompagner(self, table: Path, nombre: int) -> None:
        """Write it beside a CSV that has just been written, with what tells whether it has changed since.

        Raises:
            FichierInaccessible, DisquePlein.
        """
        with fichier.acces(table), table.open("rb") as flux:
            empreinte = hashlib.file_digest(flux, "sha256").hexdigest()
        dites = [("Fichier", safe(table.name)), *self.lignes(nombre), ("SHA-256", empreinte)]
        with fichier.en_chantier(compagnon(table), remplacer=True) as provisoire:
            provisoire.write_text("".join(f"{nom}{NBSP}: {dit}\n" for nom, dit in dites), encoding="utf-8")


def compagnon(table: Path) -> Path:
    """« candidatures.csv.provenance.txt »."""
    return table.with_name(table.name + SUFFIXE)


def ou_lire(table: Path) -> str:
    """Where the provenance of an exported table is, for who has just exported it."""
    if est_xlsx(table):
        return f"Qui, quand et quel filtre{NBSP}: feuille «{NBSP}{PROVENANCE}{NBSP}»."
    return f"Qui, quand et quel filtre{NBSP}: à côté, en «{NBSP}{SUFFIXE}{NBSP}»."
