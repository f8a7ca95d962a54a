"""`s`: by which column the list is sorted, and which way."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget

from rafaelpro_tui.core.vues import Tri
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain


class TriScreen(Dialogue[str]):
    """The columns; taking the one in force again turns the sort round. Answers with the id of a column."""

    def __init__(self, colonnes: Sequence[tuple[str, str]], actuel: Tri | None) -> None:
        super().__init__()
        self._colonnes = colonnes
        self._actuel = actuel

    @property
    def titre(self) -> Content:
        return plain("Trier par")

    def corps(self) -> Iterable[Widget]:
        choix = [Choice(colonne, self._libelle(colonne, nom), nom) for colonne, nom in self._colonnes]
        surligne = self._actuel.colonne if self._actuel else None
        yield ChoiceList(choix, placeholder="Nom d’une colonne…", highlighted=surligne)

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        self.dismiss(message.id)

    def _libelle(self, colonne: str, nom: str) -> Content:
        if self._actuel is None or colonne != self._actuel.colonne:
            return plain(nom)
        sens, autre = ("▼ décroissant", "croissant") if self._actuel.decroissant else ("▲ croissant", "décroissant")
        return content("[b]$nom[/b] $sens · ⏎ $autre", nom=nom, sens=sens, autre=autre)
