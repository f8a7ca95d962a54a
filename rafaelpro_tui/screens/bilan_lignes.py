"""The rows of a bilan as a table reads them: by issue, filtered by words, sorted. All in memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Final

from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.screens.bilan import Issue, LigneBilan
from rafaelpro_tui.screens.regard import Regard


class LignesBilan:
    """The rows of some issues, as they are looked at."""

    def __init__(self, lignes: Sequence[LigneBilan], issues: Collection[Issue], regard: Regard) -> None:
        self._toutes, self._issues, self._regard = lignes, issues, regard

    @cached_property
    def _lignes(self) -> dict[int, LigneBilan]:
        """Those of the filter, in order; made by the worker that first asks."""
        mots, tri = fold(self._regard.texte).split(), self._regard.tri
        gardees = [ligne for ligne in self._toutes if ligne.issue in self._issues and _contient(ligne, mots)]
        if tri is None:
            rang = {issue: n for n, issue in enumerate(Issue)}
            gardees.sort(key=lambda ligne: (ligne.groupe, rang[ligne.issue]))
        else:
            colonne = TRIS[tri.colonne]
            gardees.sort(key=lambda ligne: fold(colonne(ligne)), reverse=tri.decroissant)
        return {ligne.n: ligne for ligne in gardees}

    def count(self) -> int:
        return len(self._lignes)

    def first(self, limit: int) -> list[tuple[int, LigneBilan]]:
        return list(self._lignes.items())[:limit]

    def order(self) -> array[int]:
        return array("q", self._lignes)

    def rows(self, ids: Sequence[int]) -> Mapping[int, LigneBilan]:
        return {n: self._lignes[n] for n in ids if n in self._lignes}


TRIS: Final[Mapping[str, Callable[[LigneBilan], str]]] = {
    "repere": lambda ligne: f"{ligne.repere:>10}",
    "reference": lambda ligne: ligne.reference,
    "candidat": lambda ligne: ligne.candidat,
    "issue": lambda ligne: ligne.issue.texte,
    "regle": lambda ligne: ligne.regle,
    "message": lambda ligne: ligne.message or ligne.suite,
}


def _contient(ligne: LigneBilan, mots: Sequence[str]) -> bool:
    if not mots:
        return True
    texte = fold(
        " ".join((*(colonne(ligne) for colonne in TRIS.values()), ligne.avant.prescripteur if ligne.avant else ""))
    )
    return all(mot in texte for mot in mots)
