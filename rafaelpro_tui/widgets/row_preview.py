"""The whole of the row under the cursor, beside the list: what the columns had to cut (from 150 columns)."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from rafaelpro_tui.widgets.safe_text import content


class RowPreview(VerticalScroll, can_focus=False):
    """Titles and values, one under the other."""

    DEFAULT_CSS = """
    RowPreview {
        display: none;
        width: 40;
        padding: 0 1;
        border-left: vkey $border-blurred;
        background: $background;
        scrollbar-size: 1 1;
    }
    """

    details: reactive[tuple[tuple[str, str], ...]] = reactive((), init=False)

    def compose(self) -> ComposeResult:
        yield Static()

    def watch_details(self) -> None:
        if self.display:  # What is updated has the whole screen laid out again: not at each ↓ where nothing is shown.
            self._say()

    def on_show(self) -> None:
        self._say()

    def _say(self) -> None:
        blocks = [
            content("[$text-muted]$titre[/]\n$valeur", titre=title, valeur=value or "—")
            for title, value in self.details
        ]
        self.query_one(Static).update(Content("\n\n").join(blocks) if blocks else Content())
