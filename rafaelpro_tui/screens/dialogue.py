"""Dialogs: a title, a body, the keys that work in it, over the screen which stays in sight."""

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import Worker, WorkerState

from rafaelpro_tui.screens.une_fois import UneFois
from rafaelpro_tui.widgets.key_footer import KeyFooter
from rafaelpro_tui.widgets.safe_text import plain

if TYPE_CHECKING:
    from rafaelpro_tui.screens.hote import Hote

Reponse = TypeVar("Reponse")


class Dialogue(ModalScreen[Reponse | None], UneFois[Reponse | None], inherit_bindings=False):
    """A dialog; Échap closes it without an answer."""

    CSS_PATH = "dialogue.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-bas"), (30, "-haut")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "fermer", "Fermer", tooltip="Fermer sans rien changer", id="dialogue.fermer"),
        Binding(
            "tab",
            "app.focus_next",
            "Zone suivante",
            show=False,
            tooltip="Passer à la zone suivante",
            id="dialogue.suivante",
        ),
        Binding(
            "shift+tab",
            "app.focus_previous",
            "Zone précédente",
            show=False,
            tooltip="Revenir à la zone précédente",
            id="dialogue.precedente",
        ),
    ]

    A_LIRE: ClassVar[bool] = False
    """Whether it must have been seen before a key does something in it."""

    def __init__(self) -> None:
        super().__init__()
        self.lisible_depuis = inf if self.A_LIRE else 0.0
        """When it came on screen, by the clock of `Message.time`: keys pressed before are not for it."""

    @property
    def titre(self) -> Content:
        return Content()

    def corps(self) -> Iterable[Widget]:
        return ()

    @property
    def hote(self) -> "Hote":
        return cast("Hote", self.app)

    def compose(self) -> ComposeResult:
        self.se_styler()
        with Vertical(id="dialogue"):
            yield Static(self.titre, id="dialogue-titre")
            yield from self.corps()
            yield KeyFooter()

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, self._lisible, immediate=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one handler of what fails in a worker of the dialog."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.hote.signaler(event.worker.error)

    def action_fermer(self) -> None:
        self.dismiss(None)

    def _lisible(self, _: Screen[Any]) -> None:
        self.lisible_depuis = min(self.lisible_depuis, Message().time)


class Confirmation(Dialogue[bool]):
    """Asks before something final; the default button is the way back.

    Args:
        titre: The question.
        texte: What will happen, and what cannot be taken back.
        oui: Label of the button that does it.
        non: Label of the way back.
    """

    A_LIRE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "fermer", "Revenir", tooltip="Revenir sans rien faire", id="confirmation.revenir"),
        Binding(
            "left,right,up,down",
            "app.focus_next",
            "Autre bouton",
            show=False,
            tooltip="Passer à l’autre bouton",
            id="confirmation.autre",
        ),
    ]

    def __init__(self, titre: Content, texte: Content, *, oui: str, non: str = "Revenir") -> None:
        super().__init__()
        self._titre, self._texte, self._oui, self._non = titre, texte, oui, non

    @property
    def titre(self) -> Content:
        return self._titre

    def corps(self) -> Iterable[Widget]:
        yield VerticalScroll(Static(self._texte), id="dialogue-texte", can_focus=False)
        yield Horizontal(
            Button(plain(self._non), id="non", variant="primary", compact=True),
            Button(plain(self._oui), id="oui", compact=True),
            id="dialogue-boutons",
        )

    def on_mount(self) -> None:
        self.query_one("#non").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "oui")


def boutons(oui: str) -> Horizontal:
    """The way back, and what the field above is for: a mouse has no ⏎."""
    return Horizontal(
        Button(plain("Revenir"), id="non", compact=True),
        Button(plain(oui), id="oui", compact=True),
        id="dialogue-boutons",
    )


class Alerte(Dialogue[None]):
    """Says what went wrong, and what to do next."""

    A_LIRE = True

    def __init__(self, titre: str, message: str, que_faire: str) -> None:
        super().__init__()
        self._titre, self._message, self._que_faire = titre, message, que_faire

    @property
    def titre(self) -> Content:
        return plain(f"▲ {self._titre}")

    def corps(self) -> Iterable[Widget]:
        yield Static(plain(self._message), classes="dialogue-paragraphe")
        yield Static(plain(self._que_faire), classes="dialogue-paragraphe")
        yield Horizontal(Button(plain("Fermer"), id="fermer", variant="primary", compact=True), id="dialogue-boutons")

    def on_button_pressed(self) -> None:
        self.dismiss(None)
