"""The list behind a figure: its filter, over all states."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.candidatures_colonnes import COLONNES, apercu
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.voisines import Voisines
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column


class DerriereScreen(ListeScreen[CandidatureLigne]):
    """Candidatures of every state.

    Args:
        nom: What the figure counts.
        texte: Its filter.
    """

    AIDE = "Candidatures derrière un nombre"
    CHOSE = ("candidature", None)
    LANGAGE = "candidatures"

    def __init__(self, nom: str, texte: str) -> None:
        self._nom, self._texte = nom, texte
        super().__init__()
        self.regard.texte = texte

    @property
    def fil(self) -> str:
        return self._nom

    @property
    def reference(self) -> str | None:
        return self.candidature

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    def onglets(self) -> Sequence[Tab]:
        return (Tab("toutes", self._nom, self._nom, self._nom),)

    def colonnes(self) -> Sequence[Column[CandidatureLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[CandidatureLigne]:
        return self.desk.candidatures(texte=regard.texte, tri=regard.tri)

    def vide(self, onglet: str) -> Content:
        return content("Aucune candidature.")

    def apercu(self, ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
        return apercu(ligne)

    def ouvrir(self, n: int, ligne: CandidatureLigne) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        ordre = self.table.order
        voisines = Voisines(ordre, self.table.cursor_row) if ordre is not None else None
        self.app.push_screen(CandidatureScreen(ligne.reference, voisines))
