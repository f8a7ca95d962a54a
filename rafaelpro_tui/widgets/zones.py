"""Arrows which leave a widget at its edge."""

from textual.widget import Widget


def sortir(widget: Widget, pas: int) -> None:
    """Give the focus to what comes `pas` further on the screen; never round its end."""
    zones = widget.screen.focus_chain
    ou = zones.index(widget) + pas
    if 0 <= ou < len(zones):
        zones[ou].focus()
