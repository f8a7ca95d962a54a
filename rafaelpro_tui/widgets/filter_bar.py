"""The line between the tabs and the table: what is filtered, always visible, and how many rows there are."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input, Static

from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content, plain

TYPING_PAUSE = 0.15
"""Seconds without a key before the list is filtered."""


class FilterInput(LigneSure):
    """Where the filter is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,tab,down",
            "leave",
            "Aller à la liste",
            key_display="⏎",
            tooltip="Garder le filtre et aller à la liste",
            id="filtre.liste",
        ),
        Binding("escape", "cancel", "Effacer", tooltip="Effacer le filtre", id="filtre.effacer"),
    ]

    @dataclass
    class Left(Message):
        """Back to the list; `cleared` when the filter is given up."""

        cleared: bool

    def action_leave(self) -> None:
        self.post_message(self.Left(cleared=False))

    def action_cancel(self) -> None:
        self.post_message(self.Left(cleared=True))


class FilterBar(Horizontal):
    """While one types: the field. Otherwise the filter as a chip, which a click or Échap clears."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        padding: 0 1;
        color: $foreground;
        & > #filtre-signe { width: auto; display: none; color: $text-primary; text-style: bold; }
        & > FilterInput {
            display: none; width: 1fr; height: 1; border: none; padding: 0 1; background: $surface;
            &:focus { border: none; }
        }
        & > #filtre-puce { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #filtre-infos {
            width: auto; height: 1; margin: 0 0 0 2; color: $text-muted; text-wrap: nowrap;
        }
        &.-editing > #filtre-signe, &.-editing > FilterInput { display: block; }
        &.-editing > #filtre-puce { display: none; }
    }
    """

    @dataclass
    class Changed(Message):
        """The list is to be filtered by this text."""

        text: str

    text: reactive[str] = reactive("", init=False)
    """The filter in force."""
    aside: reactive[Content] = reactive(Content(), init=False)
    """Shown on the left when nothing is filtered."""
    infos: reactive[Content] = reactive(Content(), init=False)
    """Shown on the right: counts, sort, what is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(plain("Filtrer :"), id="filtre-signe")
        yield FilterInput(placeholder="nom, référence, commune…", compact=True)
        chip = Static(id="filtre-puce")
        chip.auto_links = False
        yield chip
        yield Static(id="filtre-infos")

    @property
    def editing(self) -> bool:
        return self.has_class("-editing")

    def edit(self) -> None:
        """Show the field, ready to type after the filter in force."""
        self.add_class("-editing")
        field = self.query_one(FilterInput)
        with field.prevent(Input.Changed):
            field.value = self.text
        field.focus()

    def close(self) -> None:
        """Back to the chip."""
        self._stop()
        self.remove_class("-editing")

    def clear(self) -> None:
        self._apply("")

    def watch_text(self, text: str) -> None:
        self._show_chip()

    def watch_aside(self, aside: Content) -> None:
        self._show_chip()

    def watch_infos(self, infos: Content) -> None:
        self.query_one("#filtre-infos", Static).update(infos)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._stop()
        text = event.value
        self._pause = self.set_timer(TYPING_PAUSE, lambda: self._apply(text))

    @on(FilterInput.Left)
    def _left(self, event: FilterInput.Left) -> None:
        field = self.query_one(FilterInput)
        self.close()
        self._apply("" if event.cleared else field.value)

    @on(events.Mount)
    def _mounted(self) -> None:
        self._show_chip()

    def _stop(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _apply(self, text: str) -> None:
        text = text.strip()
        if text != self.text:
            self.text = text
            self.post_message(self.Changed(text))

    def _show_chip(self) -> None:
        chip = self.query_one("#filtre-puce", Static)
        if self.text:
            shown = content("[b $text-primary on $panel] Filtre : $texte ✕ [/]", texte=self.text)
            chip.update(linked(shown, "screen.effacer_filtre"))
        else:
            chip.update(self.aside)
