"""The field of several lines, with what is pasted passed through the gate (see `champ_sur`).

Apart from the field of one line: Textual's TextArea is slow to import, and the first screen has none.
"""

from textual import events
from textual.widgets import TextArea

from rafaelpro_tui.widgets.safe_text import safe

# TextArea takes these for itself; here they are the app's.
_TOUCHES_DE_L_APPLICATION = frozenset({"select_line", "select_all"})


class ZoneSure(TextArea):
    """Several lines of text; Tab goes to the next field, F6 and F7 stay the app's."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = safe(event.text, multiline=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in _TOUCHES_DE_L_APPLICATION and super().check_action(action, parameters)
