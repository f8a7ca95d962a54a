"""A text which fills its pane and is written again in place, for what must follow each key at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

Redaction = Callable[[int], Iterable[Content]]
"""From the width in cells to the blocks of the text, in order."""


class Page(Widget, can_focus=False):
    """The screen is laid out again only when the text comes to take another height than the pane's.

    A layout has the whole screen painted, then painted again once each widget has heard of its size: twice a frame.
    """

    DEFAULT_CSS = """
    Page {
        height: auto; min-height: 100%; padding: 0 1; border: round $border-blurred;
        border-title-color: $text-primary; border-title-style: bold;
    }
    """

    auto_links = False  # Letters that can be clicked keep their own colours.

    def __init__(self) -> None:
        super().__init__()
        self._rediger: Redaction = lambda largeur: ()
        self._lignes: tuple[int, list[Content]] = (0, [])
        """For a width."""

    def ecrire(self, rediger: Redaction) -> None:
        """Show another text: of its lines, those that are others are painted."""
        place, avant = self.content_size, self._lignes[1]
        self._rediger, self._lignes = rediger, (0, [])
        apres = self._lignes_sur(place.width)
        remplie = len(avant) < place.height  # the pane is higher than the text
        if len(apres) > place.height if remplie else len(apres) != place.height:
            self.refresh(layout=True)
            return
        paires = zip_longest(avant, apres, fillvalue=Content())
        autres = [y for y, (une, autre) in enumerate(paires) if not une.is_same(autre)]
        if autres:
            self.refresh(*(Region(0, y, place.width, 1) for y in autres))

    def render(self) -> RenderResult:
        return Content("\n").join(self._lignes_sur(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lignes_sur(width))

    def _lignes_sur(self, largeur: int) -> list[Content]:
        if self._lignes[0] != largeur:
            self._lignes = (largeur, [ligne for bloc in self._rediger(largeur) for ligne in bloc.wrap(largeur)])
        return self._lignes[1]
