"""A list of figures that lead to candidats: who may not see these is told why (DRT-9)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from textual.content import Content

from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.screens.lignes import Lignes
from rafaelpro_tui.screens.liste_screen import Compte, ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content

Ligne = TypeVar("Ligne")


class ListeReservee(ListeScreen[Ligne]):
    """All its rows are in memory."""

    CHAMPS: ClassVar[Mapping[str, Callable[[Any], Any]]]
    """What each column sorts by."""

    def __init__(self) -> None:
        super().__init__()
        self._interdit: Refus | None = None
        """Why nothing is shown to this user, once it is read."""

    @abstractmethod
    def interdit(self) -> Refus | None:
        """Why nothing is shown to this user; called in a worker."""

    @abstractmethod
    def lire(self, onglet: str) -> Sequence[Ligne]:
        """The rows of a tab; called in a worker."""

    @abstractmethod
    def rien(self) -> Content:
        """What is said where there is no row to see."""

    def source(self, onglet: str, regard: Regard) -> RowSource[Ligne]:
        def lire() -> Sequence[Ligne]:
            self._interdit = self.interdit()
            return self.lire(onglet)

        return Lignes(lire, self.CHAMPS, regard)

    def on_compte(self, message: Compte) -> None:
        """Before `ListeScreen.on_compte`, which Textual runs too."""
        if self._interdit is not None:
            self.table.empty = self.vide(self.onglet)

    def vide(self, onglet: str) -> Content:
        if refus := self._interdit:
            return content("$message\n$remede ($regle)", message=refus.message, remede=refus.remede, regle=refus.regle)
        return self.rien()
