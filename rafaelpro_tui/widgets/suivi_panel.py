"""« Suivi interne »: what the structure keeps for itself on a candidature; nothing of it where nothing is kept."""

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.vues_suivi import SuiviVue
from rafaelpro_tui.widgets.safe_text import content, plain


class SuiviPanel(Static):
    """The drapeau, who is in charge, then each note under who wrote it and when."""

    DEFAULT_CSS = """
    SuiviPanel {
        height: auto; padding: 0 1; border: round $border-blurred; display: none;
        border-title-color: $text-primary; border-title-style: bold;
    }
    """

    BORDER_TITLE = "Suivi interne"

    def montrer(self, suivi: SuiviVue) -> None:
        self.display = not suivi.vide
        self.update(Content("\n").join(blocs(suivi)))


def blocs(suivi: SuiviVue) -> Iterator[Content]:
    """In order; a note may be of several lines."""
    if suivi.drapeau is not Drapeau.AUCUN:
        yield content("[b $text-warning]⚑ $quoi[/]", quoi=suivi.drapeau.libelle)
        yield content("[$text-muted]par $signe[/]", signe=suivi.drapeau_pose or "—")
    if suivi.charge:
        yield content("Confiée à [b]$nom[/b]", nom=suivi.nom)
    for note in suivi.notes:
        yield content("[$text-muted]$origine[/]", origine=note.origine)
        yield plain(note.texte, multiline=True)
