"""Tabs on one line, with counts; labels get shorter rather than the line longer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.texte import entier_fr
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content


@dataclass(frozen=True, slots=True)
class Tab:
    """`label` is the guide's; `short`, then `tiny`, stand for it where there is no room.

    `count` is None when it is not known.
    """

    id: str
    label: str
    short: str
    tiny: str
    count: int | None = None


class TabLine(Widget, can_focus=False):
    """One tab is active; a click asks for another. `around` is what the guide puts around a count."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TabLine { height: 1; padding: 0 1; background: $background; color: $foreground; }
    """

    auto_links = False

    class Chosen(Annonce):
        """A tab was clicked."""

        id: str

    tabs: reactive[tuple[Tab, ...]] = reactive((), init=False)
    active: reactive[str] = reactive("", init=False)

    def __init__(self, tabs: Sequence[Tab], active: str, *, around: str = "[]") -> None:
        super().__init__()
        self._around = around
        self.set_reactive(TabLine.tabs, tuple(tabs))
        self.set_reactive(TabLine.active, active)

    def render(self) -> RenderResult:
        ways: tuple[Callable[[Tab], str], ...] = (
            lambda tab: tab.label,
            lambda tab: tab.label if tab.id == self.active else tab.short,
            lambda tab: tab.short,
            lambda tab: tab.short if tab.id == self.active else tab.tiny,
            lambda tab: tab.tiny,
        )
        for way in ways:
            line = Content().join([self._tab(tab, way(tab), tab.count) for tab in self.tabs])
            if line.cell_length <= self.content_size.width:
                return line
        # Rather the name of each than the count of all.
        shown = [(tab, tab.count if tab.id == self.active else None) for tab in self.tabs]
        return Content().join([self._tab(tab, tab.tiny, count) for tab, count in shown])

    def neighbour(self, step: int) -> str:
        """Id of the tab `step` further, round the end."""
        ids = [tab.id for tab in self.tabs]
        return ids[(ids.index(self.active) + step) % len(ids)]

    def action_choose(self, id: str) -> None:
        self.post_message(self.Chosen(id))

    def _tab(self, tab: Tab, label: str, number: int | None) -> Content:
        count = "" if number is None else f" {self._around[0]}{entier_fr(number)}{self._around[1]}"
        if tab.id == self.active:  # A sign too, never the colour alone.
            return content(
                "[b $block-cursor-foreground on $block-cursor-background]▸$nom$compte [/]", nom=label, compte=count
            )
        return linked(content(" $nom[$text-muted]$compte[/] ", nom=label, compte=count), f"choose({str(tab.id)!r})")
