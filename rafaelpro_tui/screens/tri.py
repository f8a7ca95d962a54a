"""`s`: by which column the list is sorted, and which way."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget

from rafaelpro_tui.core.vues import Tri
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain


class TriScreen(Dialogue[Tri]):
    """Each column, upwards and downwards; the sort in force is the one highlighted."""

    def __init__(self, colonnes: Sequence[tuple[str, str]], actuel: Tri | None) -> None:
        super().__init__()
        self._tris = [Tri(colonne, sens) for colonne, _ in colonnes for sens in (False, True)]
        self._noms = dict(colonnes)
        self._actuel = actuel

    @property
    def titre(self) -> Content:
        return plain("Trier la liste")

    def corps(self) -> Iterable[Widget]:
        choix = [
            Choice(str(rang), _libelle(self._noms[tri.colonne], tri, tri == self._actuel), self._noms[tri.colonne])
            for rang, tri in enumerate(self._tris)
        ]
        surligne = str(self._tris.index(self._actuel)) if self._actuel in self._tris else None
        yield ChoiceList(choix, placeholder="Nom d’une colonne…", highlighted=surligne)

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        self.dismiss(self._tris[int(message.id)])


def _libelle(nom: str, tri: Tri, actuel: bool) -> Content:
    sens = "▼ décroissant" if tri.decroissant else "▲ croissant"
    marque = " ✓ en cours" if actuel else ""
    return content("$nom [$text-muted]$sens$marque[/]", nom=nom, sens=sens, marque=marque)
