"""« Suivi interne »: what the structure keeps for itself on a candidature; nothing of it where nothing is kept."""

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
        lignes: list[Content] = []
        if suivi.drapeau is not Drapeau.AUCUN:
            lignes.append(content("[b $text-warning]⚑ $quoi[/]", quoi=suivi.drapeau.libelle))
            lignes.append(content("[$text-muted]par $signe[/]", signe=suivi.drapeau_pose or "—"))
        if suivi.charge:
            lignes.append(content("Confiée à [b]$nom[/b]", nom=suivi.nom))
        for note in suivi.notes:
            lignes.append(content("[$text-muted]$origine[/]", origine=note.origine))
            lignes.append(plain(note.texte, multiline=True))
        self.update(Content("\n").join(lignes))
