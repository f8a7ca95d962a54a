"""Where I am: « RafaelPro › Candidatures › Sessions › 00235491 », each crumb but the last one a way back."""

from collections.abc import Sequence

from textual.content import Content

from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content, plain

Crumb = tuple[int, str]
"""The level of the stack of screens that a click goes to, and the label."""


def breadcrumbs(crumbs: Sequence[Crumb]) -> list[Content]:
    """The breadcrumb from the whole one to its last crumb alone, for as many widths."""
    return [_breadcrumb(crumbs[first:], first > 0) for first in range(len(crumbs))] or [Content()]


def _breadcrumb(crumbs: Sequence[Crumb], cut: bool) -> Content:
    links = [linked(plain(name), f"screen.aller({level})") for level, name in crumbs[:-1]]
    before = [content("[$text-muted]…[/]")] if cut and len(crumbs) > 1 else []
    return content(" [$text-muted]›[/] ").join([*before, *links, content("[b]$nom[/b]", nom=crumbs[-1][1])])
