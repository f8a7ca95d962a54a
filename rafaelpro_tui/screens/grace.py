"""What can still be undone, and for how long (ANN-1). Knows nothing of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rafaelpro_tui.core.texte import NBSP

if TYPE_CHECKING:
    from rafaelpro_tui.core.resultats import Annulable

AVIS = frozenset({"rendre_avis", "retenir_liste_attente", "completer_retenue"})
"""Types of commands which give an avis: the footer then says « avis », « lots » for lots, else « saisies »."""


class Grace(NamedTuple):
    """The user's commands within their grace, latest first, as they were at `lu_a` (real seconds)."""

    annulables: tuple[Annulable, ...] = ()
    lu_a: float = 0.0

    def vivantes(self, secondes: float) -> tuple[Annulable, ...]:
        """Those that can still be undone now."""
        return tuple(saisie for saisie in self.annulables if saisie.reste - (secondes - self.lu_a) > 0)

    def textes(self, secondes: float) -> tuple[str, str] | None:
        """« ◷ 2 avis annulables (14 s) », and a shorter way to say it; None when there is none.

        The seconds are those of the latest: the one that `u` takes back.
        """
        vivantes = self.vivantes(secondes)
        if not vivantes:
            return None
        nombre = len(vivantes)
        reste = max(1, round(vivantes[0].reste - (secondes - self.lu_a)))
        s = "s" if nombre > 1 else ""
        nom = f"saisie{s}"
        if all(saisie.type in AVIS for saisie in vivantes):
            nom = "avis"
        elif all(saisie.type.startswith("lot_") for saisie in vivantes):
            nom = f"lot{s}"
        return f"◷ {nombre} {nom} annulable{s} ({reste}{NBSP}s)", f"◷ {nombre} ({reste}{NBSP}s)"
