"""What is only read in a form: labels and values, two beside each other where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.widgets.safe_text import content

DEUX_COLONNES = 96
"""Cells from which two pairs share a line."""
ECART = 2


@dataclass(frozen=True, slots=True)
class Lu:
    """A label and its value; `raison`, a sentence under it, says why it is not to be edited."""

    nom: str
    valeur: str
    raison: str = ""


class FicheLue(Widget, can_focus=False):
    """Labels are as wide as the widest one; or `etiquette` cells, under each other as the fields of the form."""

    DEFAULT_CSS = """
    FicheLue { height: auto; color: $foreground; }
    """

    lus: reactive[tuple[Lu, ...]] = reactive((), layout=True)

    def __init__(self, lus: Sequence[Lu] = (), *, etiquette: int = 0) -> None:
        super().__init__()
        self._etiquette = etiquette
        self.set_reactive(FicheLue.lus, tuple(lus))

    def render(self) -> RenderResult:
        return Content("\n").join(self._lignes(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lignes(width))

    def _lignes(self, largeur: int) -> list[Content]:
        etiquette = self._etiquette or max((len(lu.nom) for lu in self.lus), default=0) + ECART
        paires: list[Content] = [_paire(lu, etiquette) for lu in self.lus]
        place = largeur // 2 - ECART
        if self._etiquette or largeur < DEUX_COLONNES or any(paire.cell_length > place for paire in paires):
            return [ligne for lu in self.lus for ligne in self._seul(lu, etiquette, largeur)]
        milieu = (len(paires) + 1) // 2
        droites = [*paires[milieu:], Content()]
        return [
            gauche.pad_right(largeur // 2 - gauche.cell_length) + droite
            for gauche, droite in zip(paires[:milieu], droites, strict=False)
        ]

    def _seul(self, lu: Lu, etiquette: int, largeur: int) -> list[Content]:
        """A long value goes on under itself."""
        premiere, *suite = content("[b]$valeur[/b]", valeur=lu.valeur or "—").wrap(max(10, largeur - etiquette))
        nom = content("[$text-muted]$nom[/]", nom=lu.nom.ljust(etiquette))
        lignes = [nom + premiere, *(valeur.pad_left(etiquette) for valeur in suite)]
        if lu.raison:
            raisons = content("[$text-muted]· $raison[/]", raison=lu.raison).wrap(max(20, largeur - ECART))
            lignes += [raison.pad_left(ECART) for raison in raisons]
        return lignes


def _paire(lu: Lu, etiquette: int) -> Content:
    return content("[$text-muted]$nom[/][b]$valeur[/b]", nom=lu.nom.ljust(etiquette), valeur=lu.valeur or "—")
