"""A field and the choices that it narrows: the switcher, the sort, the palette."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.champ_sur import LigneSure
from rafaelpro_tui.widgets.safe_text import content


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` is what is searched (folded here), `label` what is shown.

    No colour in a label: it must be read on the ground of the list and on the cursor's.
    """

    id: str
    label: Content
    text: str


class ChoiceInput(LigneSure):
    """What narrows the list; the arrows move in the list meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choice('cursor_down')", "Suivant", show=False, tooltip="Choix suivant", id="liste.bas"),
        Binding("up", "choice('cursor_up')", "Précédent", show=False, tooltip="Choix précédent", id="liste.haut"),
        Binding(
            "pagedown",
            "choice('page_down')",
            "Page suivante",
            show=False,
            tooltip="Page suivante des choix",
            id="liste.page_bas",
        ),
        Binding(
            "pageup",
            "choice('page_up')",
            "Page précédente",
            show=False,
            tooltip="Page précédente des choix",
            id="liste.page_haut",
        ),
        Binding("enter", "choice('select')", "Choisir", tooltip="Prendre le choix surligné", id="liste.prendre"),
    ]

    class Moved(Annonce):
        """A key for the list: the name of one of its actions."""

        action: str

    def action_choice(self, action: str) -> None:
        self.post_message(self.Moved(action))


class ChoiceList(Vertical):
    """All the choices until one types; then those which hold each word typed, accents and case aside."""

    DEFAULT_CSS = """
    ChoiceList {
        height: auto;
        & > ChoiceInput {
            height: 1; border: none; padding: 0 1; background: $panel; color: $foreground;
            &:focus { border: none; }
        }
        & > OptionList {
            height: auto; max-height: 42vh; border: none; padding: 0; background: transparent; margin: 1 0;
            text-wrap: nowrap; text-overflow: ellipsis;
            &:focus { border: none; }
            & > .option-list--option { padding: 0 1; }
            & > .option-list--option-highlighted {
                color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
            }
        }
    }
    """

    class Chosen(Annonce):
        """A choice was taken."""

        id: str

    class Typed(Annonce):
        """The field holds another text."""

        text: str

    def __init__(self, choices: Sequence[Choice], *, placeholder: str, highlighted: str | None = None) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._found: tuple[Choice, ...] = ()
        self._placeholder = placeholder
        self._wanted = highlighted
        self._pointed = False
        """Whether an arrow chose what is highlighted: else it is the first, the best for what is typed."""

    def compose(self) -> ComposeResult:
        yield ChoiceInput(placeholder=self._placeholder)
        yield OptionList()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.query_one(ChoiceInput).focus()
        self._fill()

    @property
    def text(self) -> str:
        return self.query_one(ChoiceInput).value

    @property
    def highlighted(self) -> str | None:
        """Id of the choice that ⏎ would take."""
        options = self.query_one(OptionList)
        return None if options.highlighted is None else options.get_option_at_index(options.highlighted).id

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Other choices, narrowed by what is typed."""
        self._choices = tuple(choices)
        self._fill()

    def set_found(self, found: Sequence[Choice]) -> None:
        """Choices found elsewhere for what is typed; shown after the others, not narrowed."""
        self._found = tuple(found)
        self._fill()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._wanted = None
        self._pointed = False
        self._fill()
        self.post_message(self.Typed(event.value))

    @on(ChoiceInput.Moved)
    async def _moved(self, event: ChoiceInput.Moved) -> None:
        event.stop()
        self._pointed = True
        await self.query_one(OptionList).run_action(event.action)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id))

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        kept = self.highlighted
        words = fold(self.text).split()
        shown = [choice for choice in self._choices if all(word in fold(choice.text) for word in words)]
        shown += self._found
        options.set_options([Option(choice.label, id=choice.id) for choice in shown])
        if not shown:
            if words:  # else the screen says what an empty list means
                options.add_option(Option(content("Aucun résultat"), disabled=True))
            return
        ids = [choice.id for choice in shown]
        target = kept if self._pointed else self._wanted
        options.highlighted = ids.index(target) if target in ids else 0
