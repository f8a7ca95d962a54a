"""The candidatures of a session for a spreadsheet: the guide's table, its titles and their order (CONTRATS §4)."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from rafaelpro_tui.core.exchange.csv_fr import Cellule
from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.exchange.tableur import ecrire_tableau
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.texte import telephone_fr
from rafaelpro_tui.core.texte_sur import safe
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne

TITRES: Final = (
    "Référence",
    "Coordonnées du candidat",
    "Organisme prescripteur",
    "Date de candidature",
    "Nombre de convocations",
    "Réponse aux convocations",
    "Résultat du recrutement",
    "Date prévisionnelle d'entrée en formation",
)
FENETRE: Final = 500
"""Rows read at once."""


class Source(Protocol):
    """What of a `RowSource` an export needs."""

    def order(self) -> array[int]: ...
    def rows(self, ids: Sequence[int]) -> Mapping[int, CandidatureLigne]: ...


def exporter_session(source: Source, sortie: Path, provenance: Provenance) -> int:
    """Write the rows of `source`, in its order, to `sortie` (a CSV, or a workbook by its name); their number.

    Raises:
        FichierInaccessible, DisquePlein: and then `sortie` is as it was.
    """
    return ecrire_tableau(sortie, TITRES, map(_cellules, lignes_de(source)), provenance)


def lignes_de(source: Source) -> Iterator[CandidatureLigne]:
    """The rows of a list, in its order, read by windows."""
    ordre = source.order()
    for debut in range(0, len(ordre), FENETRE):
        ids = ordre[debut : debut + FENETRE]
        lignes = source.rows(ids)
        yield from (lignes[n] for n in ids if n in lignes)


def _cellules(ligne: CandidatureLigne) -> list[Cellule]:
    coordonnees = (ligne.candidat, telephone_fr(ligne.telephone), ligne.courriel, ligne.commune)
    return [
        safe(ligne.reference),
        safe(", ".join(filter(None, coordonnees))),
        safe(ligne.prescripteur),
        ligne.deposee_le,
        ligne.nb_convocations,
        ligne.reponse.libelle if ligne.reponse else None,
        None if ligne.etat is Etat.EN_ATTENTE else ligne.etat.libelle,
        ligne.entree,
    ]
