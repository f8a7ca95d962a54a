"""Under the filter while one types: what can follow, or what is wrong with what is there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.safe_text import content, plain, safe

if TYPE_CHECKING:
    from rafaelpro_tui.core.filtre_completion import Proposition

GAP = 2
"""Cells between a word and what it is."""


class FilterSuggestions(Vertical, can_focus=False):
    """A short list over the table; the field keeps the focus, the arrows and Tab come from it."""

    DEFAULT_CSS = """
    FilterSuggestions {
        overlay: screen;
        constrain: none inside;
        display: none;
        width: 72;
        max-width: 100%;
        height: auto;
        margin: 0 0 0 10;
        background: $panel;
        color: $foreground;
        & > Static { height: auto; padding: 0 1; display: none; color: $text-warning; }
        & > OptionList {
            display: none;
            height: auto; max-height: 8; border: none; padding: 0; background: transparent;
            text-wrap: nowrap; text-overflow: ellipsis;
            & > .option-list--option { padding: 0 1; }
            & > .option-list--option-highlighted {
                color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
            }
        }
    }
    """

    class Taken(Annonce):
        """A proposition was clicked."""

        proposition: "Proposition"

    def __init__(self) -> None:
        super().__init__()
        self._propositions: tuple[Proposition, ...] = ()
        self._fault = ""

    def compose(self) -> ComposeResult:
        yield Static()
        options = OptionList()
        options.can_focus = False
        yield options

    @property
    def shown(self) -> bool:
        """Whether there is something to take."""
        return bool(self._propositions)

    @property
    def highlighted(self) -> "Proposition | None":
        """The one that the arrows went to."""
        rank = self.query_one(OptionList).highlighted
        return self._propositions[rank] if self._propositions and rank is not None else None

    @property
    def first(self) -> "Proposition | None":
        return self._propositions[0] if self._propositions else None

    def offer(self, propositions: "Sequence[Proposition]") -> None:
        """Show these instead, none of them highlighted; what was said goes."""
        self.say("")
        if self._propositions == tuple(propositions) and self.query_one(OptionList).highlighted is None:
            return
        self._propositions = tuple(propositions)
        options = self.query_one(OptionList)
        width = max((len(safe(p.mot)) for p in propositions), default=0) + GAP
        options.set_options(
            Option(content("[b]$mot[/b]$aide", mot=safe(p.mot).ljust(width), aide=p.aide)) for p in propositions
        )
        options.highlighted = None
        options.display = self.shown
        self._show()

    def say(self, fault: str) -> None:
        """What is wrong with the filter as it stands; nothing clears it."""
        if fault != self._fault:  # What is updated, were it by the same, has the whole screen laid out again.
            self._fault = fault
            note = self.query_one(Static)
            note.update(plain(f"▲ {fault}"))
            note.display = bool(fault)
            self._show()

    def move(self, step: int) -> None:
        """To the next one (1) or the previous (-1)."""
        options = self.query_one(OptionList)
        if options.highlighted is None and step < 0:
            return
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Taken(self._propositions[event.option_index]))

    def _show(self) -> None:
        self.display = self.query_one(Static).display or self.query_one(OptionList).display
