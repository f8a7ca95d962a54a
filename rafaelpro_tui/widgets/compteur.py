"""« 0 / 250 »: characters of a free text against what AVI-8 allows."""

from textual.app import RenderResult
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.rules.textes import longueur
from rafaelpro_tui.core.texte import NBSP
from rafaelpro_tui.widgets.safe_text import content


class Compteur(Widget):
    """Counts as the rule counts (code points after NFC); says how many are too many."""

    DEFAULT_CSS = """
    Compteur {
        width: auto; height: 1; color: $text-muted;
        &.-trop { color: $text-error; text-style: bold; }
    }
    """

    texte: reactive[str] = reactive("", layout=True)

    def __init__(self, maximum: int) -> None:
        super().__init__()
        self._maximum = maximum

    def render(self) -> RenderResult:
        nombre = longueur(self.texte)
        trop = f"▲ {nombre - self._maximum} de trop · " if nombre > self._maximum else ""
        return content("$trop$compte", trop=trop, compte=f"{nombre}{NBSP}/{NBSP}{self._maximum}")

    def watch_texte(self, texte: str) -> None:
        self.set_class(longueur(texte) > self._maximum, "-trop")
