"""Asks before an absence that refuses by itself (CNV-5, CNV-6), and takes the commentaire kept with it."""

from collections.abc import Iterable
from dataclasses import replace

from textual import on
from textual.widget import Widget

from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.widgets.champ import Champ
from rafaelpro_tui.widgets.formes import CHAMPS
from rafaelpro_tui.widgets.zone_sure import ZoneSure


class RefusAutomatique(Confirmation):
    """`commentaire` is optional; the rule judges it (AVI-8)."""

    DEFAULT_CSS = """
    RefusAutomatique Champ { margin: 1 0 0 0; }
    """

    commentaire: str = ""

    def corps(self) -> Iterable[Widget]:
        texte, boutons = super().corps()
        yield texte
        saisie = ZoneSure(id="commentaire", compact=True, show_line_numbers=False)
        yield Champ("commentaire", replace(CHAMPS["commentaire"], aide=""), saisie)
        yield boutons

    @on(ZoneSure.Changed)
    def _tape(self, event: ZoneSure.Changed) -> None:
        self.commentaire = event.text_area.text
