"""The retenues that a lot left « à compléter » (LOT-4): a list to walk along, one candidature after the other."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.session_colonnes import COLONNES, apercu
from rafaelpro_tui.screens.voisines import Voisines
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column


class CompleterScreen(ListeScreen[CandidatureLigne]):
    """⏎ opens the first, `>` goes on to the next."""

    AIDE = "Retenues à compléter"
    CHOSE = ("candidature", None)
    LANGAGE = "candidatures"

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session

    @property
    def fil(self) -> str:
        return "À compléter"

    @property
    def reference(self) -> str | None:
        return self.candidature

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    def onglets(self) -> Sequence[Tab]:
        return (Tab("a_completer", "Retenues à compléter", "À compléter", "À compl."),)

    def colonnes(self) -> Sequence[Column[CandidatureLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[CandidatureLigne]:
        return self.desk.candidatures(session=self.session, a_completer=True, texte=regard.texte, tri=regard.tri)

    def vide(self, onglet: str) -> Content:
        return content(
            "Sur la session $session, aucune retenue n’attend ses dates ni son intensité.\n"
            "Échap revient à l’écran précédent.",
            session=self.session,
        )

    def a_cote(self, onglet: str) -> Content:
        return content("⏎ ouvre la candidature sous le curseur, puis > passe à la suivante")

    def ouvrir(self, n: int, ligne: CandidatureLigne) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        ordre = self.table.order
        self.app.push_screen(
            CandidatureScreen(ligne.reference, Voisines(ordre, self.table.cursor_row) if ordre is not None else None)
        )

    def apercu(self, ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
        return apercu(ligne)
