"""F1: the keys, screen by screen, made from the bindings themselves (so remapped keys are told as they are)."""

from collections.abc import Iterable, Iterator

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import ChoiceInput
from rafaelpro_tui.widgets.safe_text import content, plain

LARGEUR_TOUCHES = 18
"""Cells for the keys, before what they do."""


def chapitres(app: type[DOMNode]) -> Iterator[tuple[str, list[Binding]]]:
    """Title and bindings of each chapter of the help; each binding once, where it belongs first."""
    from rafaelpro_tui.screens.candidature import CandidatureScreen
    from rafaelpro_tui.screens.liste_screen import ListeScreen
    from rafaelpro_tui.screens.session import SessionScreen
    from rafaelpro_tui.screens.sessions import SessionsScreen

    dits: set[str | None] = set()
    for titre, classes in (
        ("Partout", (app, BaseScreen)),
        ("Listes", (ListeScreen, *ListeScreen.AIDE_AUSSI)),
        (SessionsScreen.AIDE, (SessionsScreen,)),
        (SessionScreen.AIDE, (SessionScreen,)),
        (CandidatureScreen.AIDE, (CandidatureScreen, *CandidatureScreen.AIDE_AUSSI)),
        ("Dialogues et palette", (Dialogue, ChoiceInput)),
    ):
        touches = [touche for classe in classes for touche in touches_de(classe) if touche.id not in dits]
        dits.update(touche.id for touche in touches)
        if touches:
            yield titre, touches


def touches_de(classe: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class of ours declares itself."""
    for touche in classe.__dict__.get("BINDINGS", ()):
        if isinstance(touche, Binding):
            yield touche


class AideScreen(Dialogue[None]):
    """All the keys; those of the screen one comes from are at the top."""

    def __init__(self, depuis: BaseScreen) -> None:
        super().__init__()
        self._depuis = depuis

    @property
    def titre(self) -> Content:
        return plain("Aide : les touches")

    def corps(self) -> Iterable[Widget]:
        yield VerticalScroll(Static(self._texte(), id="aide-texte"), id="aide")

    def on_mount(self) -> None:
        self.query_one("#aide").focus()

    def _texte(self) -> Content:
        tous = list(chapitres(type(self.app)))
        tous.sort(key=lambda chapitre: chapitre[0] != self._depuis.AIDE)
        return Content("\n\n").join([self._chapitre(titre, touches) for titre, touches in tous])

    def _chapitre(self, titre: str, touches: Iterable[Binding]) -> Content:
        lignes = [content("[b $text-primary]$titre[/]", titre=titre)]
        for touche in touches:
            cles = self._cles(touche)
            blanc = " " * max(1, LARGEUR_TOUCHES - len(cles))
            lignes.append(
                content(
                    "[b]$cles[/b]$blanc$quoi [$text-muted]$id[/]",
                    cles=cles,
                    blanc=blanc,
                    quoi=touche.tooltip or touche.description,
                    id=f"[{touche.id}]",
                )
            )
        return Content("\n").join(lignes)

    def _cles(self, touche: Binding) -> str:
        """« f ou / », as remapped by the user's preferences."""
        choisies = self.hote.touches.get(touche.id or "", touche.key)
        seules = [Binding(cle.strip(), "", "") for cle in choisies.split(",")]
        return " ".join(dict.fromkeys(self.app.get_key_display(cle) for cle in seules))
