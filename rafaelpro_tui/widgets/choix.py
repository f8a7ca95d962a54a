"""One answer among a few, on one line or one per line: it shows what was decided, and asks to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.widgets.formes import Option
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.safe_text import content

ECART = 2
"""Cells between two answers."""
RETRAIT = 4
"""Cells before the rest of an answer that takes several lines: those of « (•) »."""


class Choix(Widget, can_focus=True):
    """`choisi` is set by who owns the choice: a click only asks (`Choix.Demande`), as a rule may refuse it."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,down", "bouger(1)", "Réponse suivante", show=False, tooltip="Réponse suivante", id="choix.suivante"
        ),
        Binding(
            "left,up",
            "bouger(-1)",
            "Réponse précédente",
            show=False,
            tooltip="Réponse précédente",
            id="choix.precedente",
        ),
        Binding(
            "space,enter", "prendre", "Choisir", key_display="␣", tooltip="Choisir cette réponse", id="choix.prendre"
        ),
    ]

    DEFAULT_CSS = """
    Choix { height: auto; width: 1fr; text-wrap: nowrap; }
    """

    auto_links = False

    @dataclass
    class Demande(Message):
        """The user wants this answer."""

        choix: "Choix"
        option: str

        @property
        def control(self) -> "Choix":
            return self.choix

    choisi: reactive[str | None] = reactive(None)
    curseur: reactive[int] = reactive(0)

    def __init__(
        self,
        options: Sequence[Option],
        *,
        choisi: str | None = None,
        vertical: bool = False,
        disabled: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, disabled=disabled)
        self.options = tuple(options)
        self._vertical = vertical
        self.set_reactive(Choix.choisi, choisi)
        self.set_reactive(Choix.curseur, self._place(choisi))

    def render(self) -> RenderResult:
        return Content("\n").join(self._lignes(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lignes(width))

    def watch_choisi(self, choisi: str | None) -> None:
        self.curseur = self._place(choisi)

    def demander(self, option: str) -> None:
        """Ask for an answer, as a click does."""
        self.curseur = self._place(option)
        self.post_message(self.Demande(self, option))

    def action_bouger(self, pas: int) -> None:
        self.curseur = (self.curseur + pas) % len(self.options)

    def action_prendre(self) -> None:
        self.demander(self.options[self.curseur].id)

    def action_cliquer(self, rang: int) -> None:
        self.demander(self.options[rang].id)

    def _place(self, option: str | None) -> int:
        return next((rang for rang, autre in enumerate(self.options) if autre.id == option), 0)

    def _lignes(self, largeur: int) -> list[Content]:
        """A line is cut between two answers; inside one, between two words, only when it alone does not fit."""
        lignes: list[Content] = []
        for option in map(self._option, range(len(self.options))):
            place = lignes[-1].cell_length + ECART + option.cell_length if lignes else largeur + 1
            if self._vertical or place > largeur:
                lignes.append(option)
            else:
                lignes[-1] = Content.assemble(lignes[-1], " " * ECART, option)
        return [morceau for ligne in lignes for morceau in _replier(ligne, largeur)]

    def _option(self, rang: int) -> Content:
        option = self.options[rang]
        texte = ("(•) " if option.id == self.choisi else "( ) ") + (f"{option.touche} " if option.touche else "")
        texte += option.libelle
        if option.interdit:
            montre = content("[$text-disabled]$texte — $raison[/]", texte=texte, raison=option.interdit)
        elif self.has_focus and rang == self.curseur:
            montre = content("[$block-cursor-foreground on $block-cursor-background]$texte[/]", texte=texte)
        elif option.id == self.choisi:
            montre = content("[b]$texte[/b]", texte=texte)
        else:
            montre = content("$texte", texte=texte)
        return linked(montre, f"cliquer({rang})")


def _replier(ligne: Content, largeur: int) -> list[Content]:
    """Textual would fold it in the middle of a word, and push the last answers out of the widget."""
    if ligne.cell_length <= largeur or largeur <= RETRAIT:
        return [ligne]
    premier, *suite = ligne.wrap(largeur - RETRAIT)
    return [premier, *(Content(" " * RETRAIT) + morceau for morceau in suite)]
