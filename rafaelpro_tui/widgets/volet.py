"""A few rows under a title, each a way to somewhere: the panels of the home screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.widgets.safe_text import content, plain
from rafaelpro_tui.widgets.zones import sortir

MARGE = 2
"""Cells for the cursor's sign."""
FIN = 24
"""Cells that the end of a row is left before its start is shortened."""


@dataclass(frozen=True, slots=True)
class LigneVolet:
    """`cle` is what a choice answers.

    `debuts` are ways to start the row, from the longest to the shortest; `fin` follows and may be cut. `presse` colours
    the row: its text carries a sign too.
    """

    cle: str
    debuts: Sequence[str]
    fin: str = ""
    presse: bool = False

    def tient(self, largeur: int) -> int:
        """Rank of the longest start that leaves something to the end."""
        tenu = min(len(self.fin), FIN)
        rangs = (rang for rang, debut in enumerate(self.debuts) if len(debut) + tenu <= largeur)
        return next(rangs, len(self.debuts) - 1)

    def texte(self, largeur: int, rang: int) -> str:
        """With that start, or the shortest."""
        debut = self.debuts[min(rang, len(self.debuts) - 1)]
        return plain(debut + self.fin).truncate(largeur, ellipsis=True).plain


class Volet(Widget, can_focus=True):
    """Arrows go from row to row, and out of the panel at its ends; ⏎ or a click takes a row.

    Args:
        titre: First line; "" for none.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Volet { height: auto; padding: 0 1; color: $foreground; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choisir", "Ouvrir", tooltip="Ouvrir la ligne sous le curseur", id="volet.ouvrir"),
        Binding("down,j", "aller(1)", "Descendre", show=False, tooltip="Ligne suivante", id="volet.bas"),
        Binding("up,k", "aller(-1)", "Monter", show=False, tooltip="Ligne précédente", id="volet.haut"),
    ]

    @dataclass
    class Choisi(Message):
        """A row was taken."""

        volet: "Volet"
        cle: str

        @property
        def control(self) -> "Volet":
            return self.volet

    lignes: reactive[tuple[LigneVolet, ...]] = reactive((), layout=True, init=False)
    vide: reactive[Content] = reactive(Content(), layout=True, init=False)
    """Shown when there is no row: what that means."""
    curseur: reactive[int] = reactive(0, init=False)

    def __init__(self, titre: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titre = titre
        self.can_focus = False

    @property
    def cle(self) -> str | None:
        """Of the row under the cursor."""
        return self.lignes[self.curseur].cle if self.curseur < len(self.lignes) else None

    # Painting

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        corps = len(self.lignes) or len(self.vide.wrap(max(1, width - MARGE)))
        return (1 if self._titre else 0) + corps

    def render(self) -> RenderResult:
        largeur = self.content_size.width
        lignes = [content("[b $text-primary]$titre[/]", titre=self._titre).truncate(largeur, ellipsis=True)]
        lignes = lignes if self._titre else []
        if not self.lignes:
            vides = self.vide.wrap(max(1, largeur - MARGE))
            return Content("\n").join([*lignes, *(plain(" " * MARGE) + ligne for ligne in vides)])
        # The same start for all, that columns and bars line up.
        debut = max(ligne.tient(largeur - MARGE) for ligne in self.lignes)
        lignes += [
            self._ligne(rang, ligne.texte(largeur - MARGE, debut), largeur) for rang, ligne in enumerate(self.lignes)
        ]
        return Content("\n").join(lignes)

    def _ligne(self, rang: int, dit: str, largeur: int) -> Content:
        if rang == self.curseur and self.has_focus:
            return content(
                "[b $block-cursor-foreground on $block-cursor-background]$texte[/]",
                texte=f"▸ {dit}".ljust(largeur),
            )
        if self.lignes[rang].presse:
            return content("[$text-warning]  $texte[/]", texte=dit)
        return content("  $texte", texte=dit)

    # Keys and mouse

    def watch_lignes(self) -> None:
        self.can_focus = bool(self.lignes)
        self.curseur = max(0, min(self.curseur, len(self.lignes) - 1))

    def watch_curseur(self) -> None:
        self.screen.refresh_bindings()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        ou = event.get_content_offset(self)
        rang = -1 if ou is None else ou.y - (1 if self._titre else 0)
        if 0 <= rang < len(self.lignes):
            self.curseur = rang
            self.action_choisir()

    def action_aller(self, pas: int) -> None:
        if 0 <= self.curseur + pas < len(self.lignes):
            self.curseur += pas
        else:
            sortir(self, pas)

    def action_choisir(self) -> None:
        if self.cle is not None:
            self.post_message(self.Choisi(self, self.cle))
