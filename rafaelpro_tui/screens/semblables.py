"""`=`: tick the rows that have the same value as the one under the cursor, in one column."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.table_cells import Column, Styled

Ligne = TypeVar("Ligne")

FENETRE: Final = 500
"""Rows read at once."""


class SemblablesScreen(Dialogue[str]):
    """The columns with their value on the row; answers with the id of one."""

    def __init__(self, valeurs: Sequence[tuple[str, str, str]]) -> None:
        """`valeurs`: id, label and value of each column."""
        super().__init__()
        self._valeurs = valeurs

    @property
    def titre(self) -> Content:
        return plain("Cocher les semblables\N{NO-BREAK SPACE}: même…")

    def corps(self) -> Iterable[Widget]:
        choix = [
            Choice(
                id,
                content("$nom\N{NO-BREAK SPACE}: [b]$valeur[/b]", nom=nom, valeur=valeur or "—"),
                f"{nom} {valeur}",
            )
            for id, nom, valeur in self._valeurs
        ]
        yield ChoiceList(choix, placeholder="Nom d’une colonne…")

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        self.dismiss(message.id)


def texte_de(colonne: Column[Ligne], ligne: Ligne) -> str:
    """What a column shows of a row."""
    cellule = colonne.cell(ligne)
    return cellule.text if isinstance(cellule, Styled) else cellule


def semblables(source: RowSource[Ligne], colonne: Column[Ligne], ligne: Ligne) -> set[int]:
    """Ids of the rows of the list that show the same value, accents and case aside. In a worker: reads them all."""
    voulue, trouves = fold(texte_de(colonne, ligne)), set()
    ordre = source.order()
    for debut in range(0, len(ordre), FENETRE):
        lignes = source.rows(ordre[debut : debut + FENETRE])
        trouves |= {n for n, autre in lignes.items() if fold(texte_de(colonne, autre)) == voulue}
    return trouves


@dataclass
class SemblablesTrouvees(Message, bubble=False):
    onglet: str
    ids: set[int]


class SemblablesListe(ListeScreen[Ligne], Generic[Ligne]):
    """A list whose rows can be ticked by likeness."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "equals_sign",
            "semblables",
            "Semblables",
            key_display="=",
            tooltip="Cocher les lignes qui ont la même valeur dans une colonne",
            id="semblables",
        )
    ]

    @abstractmethod
    def comparables(self) -> Sequence[Column[Ligne]]:
        """The columns by which rows may be alike."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "semblables":
            return True if self.is_mounted and self.table.cursor_data is not None else None
        return super().check_action(action, parameters)

    def action_semblables(self) -> None:
        ligne, onglet = self.table.cursor_data, self.onglet
        if ligne is None:
            return
        source = self.source(onglet, self.regard)

        def choisie(id: str | None) -> None:
            if id is not None and ligne is not None:
                colonne = next(une for une in self.comparables() if une.id == id)
                self._chercher(onglet, source, colonne, ligne)

        valeurs = [(colonne.id, colonne.label, texte_de(colonne, ligne)) for colonne in self.comparables()]
        self.app.push_screen(SemblablesScreen(valeurs), choisie)

    @work(thread=True, exclusive=True, exit_on_error=False, group="semblables", description="semblables")
    def _chercher(self, onglet: str, source: RowSource[Ligne], colonne: Column[Ligne], ligne: Ligne) -> None:
        self.post_message(SemblablesTrouvees(onglet, semblables(source, colonne, ligne)))

    def on_semblables_trouvees(self, message: SemblablesTrouvees) -> None:
        selection = self.cochees[message.onglet]
        selection.replace(selection.ids() | message.ids)
        if message.onglet == self.onglet:
            self.table.selection = selection
