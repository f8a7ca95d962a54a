"""How long persons are kept in a local base, and their erasure (DON-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.donnees import limite_de_conservation, refus_effacement
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.effacement import effacer
from rafaelpro_tui.core.store.journal import Plume

_TRACES: Final = "traces_a_effacer"
"""Key of `meta`: rows were erased, the file has not been written again since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effacement:
    """How many persons, with how many candidatures: their last session ended before `avant`, they wait for nothing."""

    avant: date
    candidats: int
    candidatures: int


class Conservation:
    """Of one base, for who sits at the desk."""

    def __init__(self, base: Base, contexte: Callable[[], Context]) -> None:
        self._base = base
        self._contexte = contexte

    def simuler(self, mois: int) -> Effacement | Refus:
        """What `effacer` would erase; nothing is."""
        return self._passer(mois, garder=False)

    def effacer(self, mois: int) -> Effacement | Refus:
        """Erase who has been kept for `mois` months after the end of their last session; told to the journal.

        The counts of the dashboard remain (CAN-6), and the journal verifies as before.

        Raises:
            BaseOccupee, DisquePlein: they are erased, but the file could not be written again without traces of them.
        """
        bilan = self._passer(mois, garder=True)
        if self._base.lire_meta(_TRACES):  # of this time, or of one that was stopped here
            self._base.write.compacter()
            self._base.ecrire_meta(_TRACES, None)
        return bilan

    def _passer(self, mois: int, *, garder: bool) -> Effacement | Refus:
        contexte = self._contexte()
        if refus := refus_effacement(mois, contexte, replique=self._base.replique):
            return refus
        avant = limite_de_conservation(mois, contexte.aujourdhui)
        ecriture = self._base.write
        with ecriture.transaction() if garder else ecriture.essai() as conn:
            candidats, candidatures = effacer(conn, avant)
            if candidats and garder:
                plume = Plume(conn)
                plume.ecrire(
                    structure=contexte.structure,
                    date=contexte.maintenant,
                    utilisateur=contexte.utilisateur,
                    type="effacer",
                    cible=avant.isoformat(),
                    issue="fait",
                    commande=str(uuid7()),
                    sceau=sha256(dumps({"candidats": candidats, "candidatures": candidatures}).encode()).digest(),
                    candidat=None,
                )
                plume.clore()
                self._base.ecrire_meta(_TRACES, "1")
        return Effacement(avant=avant, candidats=candidats, candidatures=candidatures)
