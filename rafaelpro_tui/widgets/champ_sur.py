"""The fields one types in, with what is pasted passed through the gate: what is shown is what will be kept.

Textual runs `on_paste` before the parent's own handler, which then inserts the text made safe.
"""

from textual import events
from textual.widgets import Input, TextArea

from rafaelpro_tui.widgets.safe_text import safe

# TextArea takes these for itself; here they are the app's.
_TOUCHES_DE_L_APPLICATION = frozenset({"select_line", "select_all"})


class LigneSure(Input):
    """One line of text."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = safe(event.text.strip("\r\n"))


class ZoneSure(TextArea):
    """Several lines of text; Tab goes to the next field, F6 and F7 stay the app's."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = safe(event.text, multiline=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in _TOUCHES_DE_L_APPLICATION and super().check_action(action, parameters)
