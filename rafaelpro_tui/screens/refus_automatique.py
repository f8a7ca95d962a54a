"""Asks before an absence that refuses by itself (CNV-5, CNV-6), and takes the commentaire kept with it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.modeles import MODELES, ModelesScreen
from rafaelpro_tui.widgets.champ import Champ
from rafaelpro_tui.widgets.formes import CHAMPS
from rafaelpro_tui.widgets.zone_sure import ZoneSure


class RefusAutomatique(Confirmation):
    """`commentaire` is optional; the rule judges it (AVI-8).

    Args:
        valeurs: What the fields of a template stand for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [MODELES]

    DEFAULT_CSS = """
    RefusAutomatique Champ { margin: 1 0 0 0; }
    """

    commentaire: str = ""

    def __init__(self, titre: Content, texte: Content, *, oui: str, valeurs: Mapping[str, str]) -> None:
        super().__init__(titre, texte, oui=oui)
        self._valeurs = valeurs

    def corps(self) -> Iterable[Widget]:
        texte, boutons = super().corps()
        yield texte
        saisie = ZoneSure(id="commentaire", compact=True, show_line_numbers=False)
        yield Champ("commentaire", replace(CHAMPS["commentaire"], aide=""), saisie)
        yield boutons

    @on(ZoneSure.Changed)
    def _tape(self, event: ZoneSure.Changed) -> None:
        self.commentaire = event.text_area.text

    def action_modeles(self) -> None:
        def choisi(commentaire: str | None) -> None:
            if commentaire is not None:
                self.query_one(ZoneSure).text = commentaire

        self.app.push_screen(ModelesScreen(self._valeurs, "", self.commentaire), choisi)
