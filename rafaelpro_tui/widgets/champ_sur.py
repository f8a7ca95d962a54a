"""The field of one line, with what is pasted passed through the gate: what is shown is what will be kept.

Textual runs `on_paste` before the parent's own handler, which then inserts the text made safe.
"""

from textual import events
from textual.widgets import Input

from rafaelpro_tui.widgets.safe_text import safe


class LigneSure(Input):
    """One line of text."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = safe(event.text.strip("\r\n"))
