"""A list that is short enough to be read whole, as the tables read theirs: filtered by words, sorted, in memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.screens.regard import Regard

L = TypeVar("L")


class Lignes(Generic[L]):
    """`lire` is called once, by the worker that first asks.

    `champs`: by id of column, what is sorted by, and searched when it is a text. `cle`: the id of a row; else its
    rank in what was read.
    """

    def __init__(
        self,
        lire: Callable[[], Sequence[L]],
        champs: Mapping[str, Callable[[L], Any]],
        regard: Regard,
        cle: Callable[[L], int] | None = None,
    ) -> None:
        self._lire, self._champs, self._cle = lire, champs, cle
        self._mots, self._tri = fold(regard.texte).split(), regard.tri

    @cached_property
    def _lignes(self) -> dict[int, L]:
        cle = self._cle
        gardees = [
            (rang if cle is None else cle(ligne), ligne)
            for rang, ligne in enumerate(self._lire())
            if self._contient(ligne)
        ]
        if self._tri is not None:
            champ = self._champs[self._tri.colonne]
            gardees.sort(key=lambda paire: _cle(champ(paire[1])), reverse=self._tri.decroissant)
        return dict(gardees)

    def _contient(self, ligne: L) -> bool:
        if not self._mots:
            return True
        textes = (valeur for champ in self._champs.values() if isinstance(valeur := champ(ligne), str))
        texte = fold(" ".join(textes))
        return all(mot in texte for mot in self._mots)

    def count(self) -> int:
        return len(self._lignes)

    def first(self, limit: int) -> list[tuple[int, L]]:
        return list(self._lignes.items())[:limit]

    def order(self) -> array[int]:
        return array("q", self._lignes)

    def rows(self, ids: Sequence[int]) -> Mapping[int, L]:
        return {n: self._lignes[n] for n in ids if n in self._lignes}


def _cle(valeur: Any) -> Any:
    return fold(valeur) if isinstance(valeur, str) else valeur
