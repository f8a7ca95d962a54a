"""F9 or `?`: what can and cannot be done on a candidature, here and now, rule by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.vocabulaire import GESTES
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.safe_text import content

if TYPE_CHECKING:
    from rafaelpro_tui.core.rules import Possibilite


@dataclass
class Expliquee(Message, bubble=False):
    possibilites: tuple[Possibilite, ...]


class PourquoiScreen(Dialogue[None]):
    """Each action: possible, or why not and what would allow it."""

    def __init__(self, candidature: str) -> None:
        super().__init__()
        self._candidature = candidature

    @property
    def titre(self) -> Content:
        return content("Candidature $reference : ce qui peut être fait maintenant", reference=self._candidature)

    def corps(self) -> Iterable[Widget]:
        yield VerticalScroll(id="pourquoi")

    def on_mount(self) -> None:
        self.query_one("#pourquoi").focus()
        self._expliquer()

    @work(thread=True, exit_on_error=False)
    def _expliquer(self) -> None:
        self.post_message(Expliquee(self.hote.desk.expliquer(self._candidature)))

    def on_expliquee(self, message: Expliquee) -> None:
        possibles = sorted(message.possibilites, key=lambda possibilite: possibilite.refus is not None)
        self.query_one("#pourquoi").mount_all(paragraphe for possible in possibles for paragraphe in _dire(possible))


def _dire(possibilite: Possibilite) -> Iterable[Static]:
    nom = GESTES.get(possibilite.type, possibilite.type)
    refus = possibilite.refus
    if refus is None:
        yield Static(content("[b $text-success]✓ $nom[/]", nom=nom))
        return
    yield Static(content("[b $text-error]✕ $nom[/] [$text-muted]$regle[/]", nom=nom, regle=refus.regle))
    yield Static(content("$message", message=refus.message), classes="pourquoi-detail")
    yield Static(content("[$text-primary]→[/] $remede", remede=refus.remede), classes="pourquoi-detail")
