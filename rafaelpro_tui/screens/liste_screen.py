"""A list in tabs: filter, sort, the one table, the row's details beside it when there is room."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.types import CSSPathType
from textual.widget import Widget

from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.core.vues import Tri
from rafaelpro_tui.screens.base_screen import RETOUR
from rafaelpro_tui.screens.filtrage import Filtrage
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.filter_bar import FilterBar, FilterInput
from rafaelpro_tui.widgets.row_preview import RowPreview
from rafaelpro_tui.widgets.row_window import Beginning, RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.selection import Selection, libelle
from rafaelpro_tui.widgets.tab_line import Tab, TabLine
from rafaelpro_tui.widgets.virtual_table import Column, VirtualTable

Ligne = TypeVar("Ligne")


class Compte(Message, bubble=False):
    """The number of rows of the list now shown."""

    def __init__(self, source: object, nombre: int) -> None:
        super().__init__()
        self.source = source
        self.nombre = nombre


class ListeScreen(Filtrage, Generic[Ligne]):
    """What the lists of the app share. A list says its tabs, its columns, where its rows come from."""

    CSS_PATH: ClassVar[CSSPathType | None] = "liste_screen.tcss"
    AIDE_AUSSI = (VirtualTable, FilterInput)

    CHOSE: ClassVar[tuple[str, str | None]] = ("ligne", None)
    """What a row is, in the singular and, when it is irregular, in the plural."""
    TABLE: ClassVar[type[VirtualTable[Any]]] = VirtualTable
    COCHABLE: ClassVar[bool] = False
    """Whether rows can be ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,slash", "filtrer", "Filtrer", key_display="f", tooltip="Filtrer la liste", id="filtrer"),
        Binding(
            "F",
            "filtres",
            "Filtres enregistrés",
            show=False,
            tooltip="Reprendre un filtre enregistré, ou garder celui-ci sous un nom",
            id="filtres",
        ),
        Binding("s", "trier", "Trier", tooltip="Choisir la colonne et le sens du tri", id="trier"),
        Binding("tab", "onglet(1)", "Onglet", tooltip="Passer à l’onglet suivant", id="onglet.suivant"),
        Binding(
            "shift+tab",
            "onglet(-1)",
            "Onglet précédent",
            show=False,
            tooltip="Revenir à l’onglet précédent",
            id="onglet.precedent",
        ),
        Binding(
            "escape",
            "effacer_filtre",
            "Effacer le filtre",
            tooltip="Effacer le filtre de cet onglet",
            id="effacer_filtre",
        ),
        RETOUR,
    ]

    onglet: str
    """Id of the active tab."""
    regards: dict[str, Regard]
    cochees: dict[str, Selection]

    def __init__(self, debut: Beginning[Ligne] | None = None) -> None:
        super().__init__()
        self._debut = debut
        """Of the first tab, when it is read already."""
        self._oublier()
        self._source: RowSource[Ligne] | None = None
        self.nombre: int | None = None
        """Rows of the list shown, None until they are counted."""

    # What a list says

    @abstractmethod
    def onglets(self) -> Sequence[Tab]:
        """The tabs, without their counts."""

    @abstractmethod
    def colonnes(self) -> Sequence[Column[Ligne]]:
        """The columns; their ids are what the desk sorts by."""

    @abstractmethod
    def source(self, onglet: str, regard: Regard) -> RowSource[Ligne]:
        """The rows of a tab."""

    @abstractmethod
    def ouvrir(self, n: int, ligne: Ligne) -> None:
        """Open a row."""

    @abstractmethod
    def apercu(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        """Titles and values of a row's details."""

    def vide(self, onglet: str) -> Content:
        """What an empty tab says, when it is not the filter that empties it."""
        return content("Rien à afficher ici.")

    def a_cote(self, onglet: str) -> Content:
        """What is said beside the counts when nothing is filtered."""
        return Content()

    def entete(self) -> Iterable[Widget]:
        """What stands above the tabs."""
        return ()

    def essayer(self, texte: str) -> None:
        self.source(self.onglet, Regard(texte))

    # The frame

    def corps(self) -> Iterable[Widget]:
        yield from self.entete()
        yield TabLine(self.onglets(), self.onglet)
        yield FilterBar()
        with Horizontal(id="liste"):
            yield self.TABLE(self.colonnes(), selectable=self.COCHABLE)
            yield RowPreview()

    def on_mount(self) -> None:
        self.preparer_filtre()
        self.table.focus()
        self.montrer()

    @property
    def prete(self) -> bool:
        return self.nombre is not None

    @property
    def table(self) -> VirtualTable[Ligne]:
        return self.query_one(VirtualTable)

    @property
    def ligne_onglets(self) -> TabLine:
        return self.query_one(TabLine)

    @property
    def regard(self) -> Regard:
        return self.regards[self.onglet]

    def montrer(self, *, cursor_id: int | None = None) -> None:
        """Show the active tab, as it is looked at."""
        table, regard = self.table, self.regard
        if table.selection is not self.cochees[self.onglet]:  # Or the order of the list before would be counted.
            table.selection = self.cochees[self.onglet]
        table.sort_column = regard.tri.colonne if regard.tri else None
        table.sort_reverse = regard.tri.decroissant if regard.tri else False
        table.empty = (
            content("Aucun résultat pour « $texte ».\nÉchap efface le filtre.", texte=regard.texte)
            if regard.texte
            else self.vide(self.onglet)
        )
        self.ligne_onglets.active = self.onglet
        self.barre.text = regard.texte
        if self._debut is not None:
            self._montrer_le_debut(self._debut)
            return
        self._source = self.source(self.onglet, regard)
        self.nombre = None
        table.set_source(self._source, cursor_id=cursor_id)
        self._dire_infos()
        self.refresh_bindings()

    def _montrer_le_debut(self, debut: Beginning[Ligne]) -> None:
        """All of the first frame at once: nothing is painted empty, to be painted again."""
        self._debut = None
        self._source, self.nombre = debut.source, debut.count
        self.table.show(debut)
        self._ligne_sous_le_curseur()

    def recommencer(self) -> None:
        """As another structure: first tab, no filter, nothing ticked."""
        self._oublier()
        self.barre.close()
        self.table.focus()
        self.montrer()
        self.maj_cadre()

    def relire(self) -> None:
        self.table.reload()

    def changer_onglet(self, onglet: str) -> None:
        if onglet != self.onglet:
            self.onglet = onglet
            self.barre.close()
            self.table.focus()
            self.montrer()

    # What the widgets say

    @on(VirtualTable.Counted)
    def _table_comptee(self, message: VirtualTable.Counted) -> None:
        self.post_message(Compte(message.source, message.count))

    def on_compte(self, message: Compte) -> None:
        if message.source is self._source:
            self.nombre = message.nombre
            if not message.nombre:  # Nothing is under the cursor, so that it comes on no row.
                self.query_one(RowPreview).details = ()
            self._dire_infos()
            self.refresh_bindings()
            self.peindre_si_prete()

    @on(TabLine.Chosen)
    def _onglet_choisi(self, message: TabLine.Chosen) -> None:
        self.changer_onglet(message.id)

    @on(FilterInput.Left)
    def _filtre_quitte(self) -> None:
        self.table.focus()

    @on(VirtualTable.RowOpened)
    def _ligne_ouverte(self, message: VirtualTable.RowOpened) -> None:
        ligne = self.table.cursor_data
        if ligne is not None:
            self.ouvrir(message.id, ligne)

    @on(VirtualTable.RowHighlighted)
    def _ligne_sous_le_curseur(self) -> None:
        ligne = self.table.cursor_data
        self.query_one(RowPreview).details = tuple(self.apercu(ligne)) if ligne is not None else ()
        self._dire_infos()
        self.maj_cadre()
        self.refresh_bindings()

    @on(VirtualTable.SelectionChanged)
    def _selection_changee(self) -> None:
        self._dire_infos()

    @on(VirtualTable.SortRequested)
    def _tri_demande(self, message: VirtualTable.SortRequested) -> None:
        self.trier_par(message.column_id)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "effacer_filtre":
            return bool(self.regard.texte)
        if action == "filtres":
            return self.LANGAGE is not None
        return super().check_action(action, parameters)

    def action_onglet(self, pas: int) -> None:
        self.changer_onglet(self.ligne_onglets.neighbour(pas))

    def action_trier(self) -> None:
        from rafaelpro_tui.screens.tri import TriScreen

        colonnes = [(colonne.id, colonne.label) for colonne in self.colonnes() if colonne.sortable]

        def choisi(colonne: str | None) -> None:
            if colonne is not None:
                self.trier_par(colonne)

        self.app.push_screen(TriScreen(colonnes, self.regard.tri), choisi)

    def trier_par(self, colonne: str) -> None:
        """Sort by a column; a second time, the other way round."""
        tri = self.regard.tri
        self.regard.tri = Tri(colonne, tri is not None and tri.colonne == colonne and not tri.decroissant)
        self.montrer(cursor_id=self.table.cursor_id)

    def _oublier(self) -> None:
        self.onglet = self.onglets()[0].id
        self.regards = {onglet.id: Regard() for onglet in self.onglets()}
        self.cochees = {onglet.id: Selection() for onglet in self.onglets()}

    def _dire_infos(self) -> None:
        barre = self.barre
        barre.aside = self.a_cote(self.onglet)
        if self.nombre is None:  # As the rows, what is said of the list before stays until this one is there.
            return
        if self.nombre == 0:  # An empty list has no order from which the table could count them.
            self.table.selection.hidden = len(self.table.selection)
        parties = [libelle(len(self.table.selection), self.table.selection.hidden)] if len(self.table.selection) else []
        parties.append(pluriel(self.nombre, *self.CHOSE))
        barre.infos = content("$texte", texte=" · ".join(parties))
