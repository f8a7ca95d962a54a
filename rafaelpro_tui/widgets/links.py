"""A text that a click acts on."""

from textual.content import Content
from textual.style import Style


def linked(text: Content, action: str) -> Content:
    """The text, running `action` when clicked; the widget sets `auto_links = False` to keep the text's colours."""
    return text.stylize(Style.from_meta({"@click": action}))
