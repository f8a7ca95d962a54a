"""The pilotage: figures by session or by formation, each with the list behind it, and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.model import Motif, MotifHsp
from rafaelpro_tui.core.store import pilotage
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.texte_sur import safe
from rafaelpro_tui.core.vues_pilotage import Pilote

if TYPE_CHECKING:
    from rafaelpro_tui.core.exchange.csv_fr import Cellule
    from rafaelpro_tui.core.exchange.provenance import Provenance
    from rafaelpro_tui.core.rules.contexte import Context
    from rafaelpro_tui.core.rules.decision import Refus

TITRES: Final = (
    "Référence",
    "Formation",
    "Sessions",
    "Déposées",
    "Convoquées",
    "Présentes",
    "Retenues",
    "En attente",
    "Effectif visé",
    "Capacité d’accueil",
    "Jours jusqu’à la convocation",
    "Jours jusqu’à l’avis",
    *(motif.libelle for motif in (*Motif, *MotifHsp)),
)


class Pilotage:
    """Reached as `desk.pilotage`. `contexte` gives who asks and for which structure."""

    def __init__(self, base: Base, contexte: Callable[[], Context]) -> None:
        self._base, self._contexte = base, contexte

    def interdit(self) -> Refus | None:
        """Why there is nothing for this user (DRT-9)."""
        return pilotage.interdit(self._contexte())

    def lire(self, *, par_formation: bool = False) -> tuple[Pilote, ...]:
        """Those that have candidatures."""
        contexte = self._contexte()
        with self._base.read() as conn:
            return pilotage.pilotage(conn, contexte, par_formation=par_formation)

    def exporter(self, sortie: Path, provenance: Provenance, *, par_formation: bool = False) -> int:
        """Write the figures as CSV or workbook; the number of rows.

        Raises:
            FichierInaccessible, DisquePlein.
        """
        from rafaelpro_tui.core.exchange.tableur import ecrire_tableau

        lignes = map(_cellules, self.lire(par_formation=par_formation))
        return ecrire_tableau(sortie, TITRES, lignes, provenance)


def _cellules(pilote: Pilote) -> list[Cellule]:
    motifs: Iterable[Motif | MotifHsp] = (*Motif, *MotifHsp)
    return [
        safe(pilote.nom),
        safe(pilote.intitule),
        pilote.sessions,
        pilote.deposees,
        None if pilote.hsp else pilote.convoquees,
        None if pilote.hsp else pilote.presentes,
        pilote.retenues,
        pilote.en_attente,
        pilote.effectif_vise,
        pilote.capacite,
        _jours(pilote.delai_convocation),
        _jours(pilote.delai_avis),
        *(pilote.motifs.get(motif, 0) for motif in motifs),
    ]


def _jours(delai: float | None) -> Decimal | None:
    return None if delai is None else Decimal(str(round(delai, 1)))
