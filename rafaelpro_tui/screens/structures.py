"""F2: for which structure the user acts (DRT-7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.texte import entier_fr
from rafaelpro_tui.core.vues_accueil import StructureVue
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain


@dataclass
class StructuresLues(Message, bubble=False):
    structures: tuple[StructureVue, ...]


class StructuresScreen(Dialogue[str]):
    """The user's structures: name, droit, star, candidatures waiting. Answers with the id of the one chosen."""

    @property
    def titre(self) -> Content:
        return plain("Changer de structure")

    def corps(self) -> Iterable[Widget]:
        actif = self.hote.desk.acteur.structure.id
        yield ChoiceList((), placeholder="Nom d’une structure…", highlighted=actif)
        yield Static(id="structures-note", classes="dialogue-paragraphe")

    def on_mount(self) -> None:
        self._lire()

    @work(thread=True, exit_on_error=False, group="structures")
    def _lire(self) -> None:
        self.post_message(StructuresLues(self.hote.desk.structures()))

    def on_structures_lues(self, message: StructuresLues) -> None:
        actif = self.hote.desk.acteur.structure.id
        self.query_one(ChoiceList).set_choices(
            [
                Choice(vue.structure.id, _libelle(vue, vue.structure.id == actif), vue.structure.nom)
                for vue in message.structures
            ]
        )
        note = self.query_one("#structures-note", Static)
        if len(message.structures) > 1:
            note.update(plain("★ Vous êtes référent·e de cette structure."))
        else:
            note.update(
                plain(
                    "Votre compte n’est rattaché qu’à une structure. "
                    "Pour agir au nom d’une autre : demandez à son référent de vous y rattacher."
                )
            )

    @on(ChoiceList.Chosen)
    def _choisie(self, message: ChoiceList.Chosen) -> None:
        self.dismiss(message.id)


def _libelle(vue: StructureVue, active: bool) -> Content:
    texte = content(
        "$marque [b]$nom[/b]$etoile\n  $droit · $attente en attente",
        marque="●" if active else "○",
        nom=vue.structure.nom,
        etoile=" ★" if vue.referent else "",
        droit=vue.droit.libelle,
        attente=entier_fr(vue.en_attente),
    )
    return texte
