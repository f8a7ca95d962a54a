"""The line between the tabs and the table: what is filtered, always visible, and how many rows there are."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input, Static

from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.filter_suggestions import FilterSuggestions
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content, plain

if TYPE_CHECKING:
    from rafaelpro_tui.core.filtre import Langage
    from rafaelpro_tui.core.filtre_completion import EnCours, Proposition

TYPING_PAUSE = 0.15
"""Seconds without a key before what is wrong is said: « etat: » is not a fault yet while one types the state."""

PROPOSING = 0.05
"""Seconds that what could follow waits to be proposed: what is found comes first."""


class FilterInput(LigneSure):
    """Where the filter is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "leave",
            "Aller à la liste",
            key_display="⏎",
            tooltip="Garder le filtre et aller à la liste, ou prendre la proposition surlignée",
            id="filtre.liste",
        ),
        Binding("tab", "complete", "Compléter", tooltip="Prendre la première proposition", id="filtre.completer"),
        Binding(
            "down", "move(1)", "Proposition suivante", show=False, tooltip="Aller aux propositions", id="filtre.bas"
        ),
        Binding(
            "up",
            "move(-1)",
            "Proposition précédente",
            show=False,
            tooltip="Revenir à la proposition précédente",
            id="filtre.haut",
        ),
        Binding("escape", "cancel", "Effacer", tooltip="Effacer le filtre", id="filtre.effacer"),
    ]

    class Left(Annonce):
        """Back to the list; `cleared` when the filter is given up."""

        cleared: bool

    class Moved(Annonce):
        """An arrow, for what is proposed under the field."""

        step: int

    class Completed(Message):
        """Tab: take what is proposed."""

    def action_leave(self) -> None:
        self.post_message(self.Left(cleared=False))

    def action_cancel(self) -> None:
        self.post_message(self.Left(cleared=True))

    def action_move(self, step: int) -> None:
        self.post_message(self.Moved(step))

    def action_complete(self) -> None:
        self.post_message(self.Completed())


class FilterBar(Vertical):
    """While one types: the field and what can follow. Otherwise the filter as a chip, cleared by a click or Échap."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        color: $foreground;
        & > #filtre-ligne { height: 1; padding: 0 1; }
        & #filtre-signe {
            width: auto; margin: 0 1 0 0; display: none; color: $text-primary; text-style: bold;
        }
        & FilterInput {
            display: none; width: 1fr; height: 1; border: none; padding: 0 1; background: $surface;
            &:focus { border: none; }
        }
        & #filtre-puce { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #filtre-infos {
            width: auto; height: 1; margin: 0 0 0 2; color: $text-muted; text-wrap: nowrap;
        }
        &.-editing #filtre-signe, &.-editing FilterInput { display: block; }
        &.-editing #filtre-puce { display: none; }
    }
    """

    class Changed(Annonce):
        """The list is to be filtered by this text."""

        text: str

    class ValuesWanted(Annonce):
        """The values of the base are wanted for what is typed: `FilterBar.offer` takes them."""

        typed: "EnCours"

    text: reactive[str] = reactive("", init=False)
    """The filter in force."""
    aside: reactive[Content] = reactive(Content(), init=False)
    """Shown on the left when nothing is filtered."""
    infos: reactive[Content] = reactive(Content(), init=False)
    """Shown on the right: counts, sort, what is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None
        self._proposing: Timer | None = None
        self.language: Langage | None = None
        """What the filter may say, to complete it; None: words only."""
        self.fault: Callable[[str], str] = lambda text: ""
        """What is wrong with a text as a filter, "" when it can be used."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="filtre-ligne"):
            chip = Static(id="filtre-puce")
            chip.auto_links = False
            yield chip
            yield Static(id="filtre-infos")

    def _build(self) -> None:
        """What one types in, and what can follow: not in the first frame, where nobody types yet."""
        if not self.query(FilterInput):
            from rafaelpro_tui.core.filtre import LONGUEUR_MAX

            field = FilterInput(placeholder="nom, référence, commune…", max_length=LONGUEUR_MAX, compact=True)
            self.query_one("#filtre-ligne").mount(Static(plain("Filtrer :"), id="filtre-signe"), field, before=0)
            self.mount(FilterSuggestions())

    @property
    def editing(self) -> bool:
        return self.has_class("-editing")

    def edit(self) -> None:
        """Show the field, ready to type after the filter in force."""
        self._build()
        self.add_class("-editing")
        field = self.query_one(FilterInput)
        if self.language is not None:
            exemples = " ".join(cle.ecrite for cle in list(self.language.cles.values())[:3])
            field.placeholder = f"nom, référence, commune… ou {exemples}…"
        with field.prevent(Input.Changed):
            field.value = self.text
        field.focus()

    def close(self) -> None:
        """Back to the chip."""
        if not self.editing:
            return
        self._stop()
        self._suggestions.offer(())
        self.remove_class("-editing")
        self._show_chip()

    def clear(self) -> None:
        self._apply("")

    def watch_text(self, text: str) -> None:
        self._show_chip()

    def watch_aside(self, aside: Content) -> None:
        self._show_chip()

    def watch_infos(self, infos: Content) -> None:
        self.query_one("#filtre-infos", Static).update(infos)

    def offer(self, typed: "EnCours", values: Sequence[str]) -> None:
        """The values of the base for what was typed, unless something else has been typed since."""
        from rafaelpro_tui.core.filtre_completion import proposer

        if self.language is not None and self.editing and typed == self._typed:
            self._suggestions.offer(proposer(typed, self.language, values))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """Filter at once; of keys that have come faster than they are handled, only the last counts."""
        from rafaelpro_tui.core.filtre import fermer

        event.stop()
        self._stop()
        text = event.value
        if text != self.query_one(FilterInput).value:
            return
        if self.fault(fermer(text).strip()):
            self._pause = self.set_timer(TYPING_PAUSE, lambda: self._apply(text))
        else:
            self._apply(text)
        self._proposing = self.set_timer(PROPOSING, self._propose)

    @on(FilterInput.Left)
    def _left(self, event: FilterInput.Left) -> None:
        from rafaelpro_tui.core.filtre import fermer  # only once one types

        self._propose_now()
        taken = self._suggestions.highlighted
        text = "" if event.cleared else fermer(self.query_one(FilterInput).value)
        if taken is not None and not event.cleared:
            event.stop()
            self._take(taken)
        elif fault := self.fault(text):
            event.stop()
            self._suggestions.offer(())
            self._suggestions.say(fault)
        else:
            self.close()
            self._apply(text)

    @on(FilterInput.Completed)
    def _completed(self) -> None:
        self._propose_now()
        taken = self._suggestions.highlighted or self._suggestions.first
        if taken is None:
            self.query_one(FilterInput).action_leave()
        else:
            self._take(taken)

    @on(FilterInput.Moved)
    def _moved(self, event: FilterInput.Moved) -> None:
        self._propose_now()
        if self._suggestions.shown:
            self._suggestions.move(event.step)
        elif event.step > 0:
            self.query_one(FilterInput).action_leave()

    @on(FilterSuggestions.Taken)
    def _clicked(self, event: FilterSuggestions.Taken) -> None:
        event.stop()
        self._take(event.proposition)

    @on(events.Mount)
    def _mounted(self) -> None:
        self._show_chip()

    @on(events.Show)
    def _shown(self) -> None:
        self.call_after_refresh(self._build)

    @property
    def _suggestions(self) -> FilterSuggestions:
        return self.query_one(FilterSuggestions)

    @property
    def _typed(self) -> "EnCours | None":
        """What is being typed at the end of the field, None elsewhere in it."""
        field = self.query_one(FilterInput)
        if self.language is None or field.cursor_position < len(field.value):
            return None
        from rafaelpro_tui.core.filtre_completion import en_cours  # only once one types

        return en_cours(field.value, self.language)

    def _propose_now(self) -> None:
        if self._proposing is not None:
            self._propose()

    def _propose(self) -> None:
        self._stop_proposing()
        from rafaelpro_tui.core.filtre_completion import proposer

        typed = self._typed
        if typed is None or self.language is None:
            self._suggestions.offer(())
        elif typed.a_lire is not None:
            self.post_message(self.ValuesWanted(typed))
        else:
            self._suggestions.offer(proposer(typed, self.language))

    def _take(self, proposition: "Proposition") -> None:
        field = self.query_one(FilterInput)
        field.value = proposition.texte
        field.cursor_position = len(field.value)
        field.focus()

    @property
    def hesite(self) -> bool:
        """Whether what is typed waits for a pause (`repos.py`)."""
        return self._pause is not None or self._proposing is not None

    def _stop_proposing(self) -> None:
        if self._proposing is not None:
            self._proposing.stop()
            self._proposing = None

    def _stop(self) -> None:
        self._stop_proposing()
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _apply(self, text: str) -> None:
        from rafaelpro_tui.core.filtre import fermer

        self._pause = None
        text = fermer(text).strip()
        if fault := self.fault(text):
            if not self._suggestions.shown:
                self._suggestions.say(fault)
        elif text != self.text:
            self.text = text
            self.post_message(self.Changed(text))

    def _show_chip(self) -> None:
        if self.editing:  # Not seen meanwhile, and what is updated has the whole screen laid out again.
            return
        chip = self.query_one("#filtre-puce", Static)
        if self.text:
            shown = content("[b $text-primary on $panel] Filtre : $texte ✕ [/]", texte=self.text)
            chip.update(linked(shown, "screen.effacer_filtre"))
        else:
            chip.update(self.aside)
