"""« Détail et suivi »: what has happened to a candidature, in order."""

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues_fiches import Evenement
from rafaelpro_tui.widgets.safe_text import content

MARGE = 11
"""Cells before the text: a date and a space."""


class HistoriquePanel(Widget, can_focus=False):
    """Per event: date, what, by whom; a text which goes on stays out of the dates' column."""

    DEFAULT_CSS = """
    HistoriquePanel {
        height: auto; padding: 0 1; border: round $border-blurred;
        border-title-color: $text-primary; border-title-style: bold;
    }
    """

    BORDER_TITLE = "Détail et suivi"

    def __init__(self) -> None:
        super().__init__()
        self._historique: Sequence[Evenement] = ()
        self._circuit = ""

    def montrer(self, historique: Sequence[Evenement], circuit: str) -> None:
        """`circuit` is where the avis of this candidature go (TRX)."""
        self._historique, self._circuit = historique, circuit
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        return Content("\n").join(lignes(self._historique, self._circuit, self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(lignes(self._historique, self._circuit, width))


def lignes(historique: Sequence[Evenement], circuit: str, largeur: int) -> list[Content]:
    """Each of at most `largeur` cells; the circuit comes last."""
    dites: list[Content] = []
    for evenement in historique:
        jour = date_fr(evenement.date) if evenement.date else "—"
        marge = content("[$text-muted]$jour[/]", jour=jour.ljust(MARGE))
        for texte in _dit(evenement).wrap(max(1, largeur - MARGE)):
            dites.append(marge + texte)
            marge = Content(" " * MARGE)
    return dites + list(content("[$text-muted]$circuit[/]", circuit=circuit).wrap(max(1, largeur)))


def _dit(evenement: Evenement) -> Content:
    par = content(" [$text-muted]par $par[/]", par=evenement.par) if evenement.par else Content()
    return Content.assemble(content("$texte", texte=evenement.texte), par)
