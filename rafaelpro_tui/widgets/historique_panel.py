"""« Détail et suivi »: what has happened to a candidature, in order."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues import Evenement
from rafaelpro_tui.widgets.safe_text import content


class HistoriquePanel(Static):
    """One line per event: date, what, by whom."""

    DEFAULT_CSS = """
    HistoriquePanel {
        height: auto; padding: 0 1; border: round $border-blurred;
        border-title-color: $text-primary; border-title-style: bold;
    }
    """

    BORDER_TITLE = "Détail et suivi"

    def montrer(self, historique: Sequence[Evenement]) -> None:
        self.update(Content("\n").join(map(_ligne, historique)))


def _ligne(evenement: Evenement) -> Content:
    jour = content("[$text-muted]$jour[/] ", jour=date_fr(evenement.date) if evenement.date else "—")
    par = content(" [$text-muted]$par[/]", par=f"par {evenement.par}") if evenement.par else ""
    return Content.assemble(jour, content("$texte", texte=evenement.texte), par)
