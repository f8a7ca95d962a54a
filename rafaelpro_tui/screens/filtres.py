"""`F`: the filters kept under a name; the one in force can be kept too."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui import filtres
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.fichier_du_poste import nom_propre
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain

GARDER = "+"
"""Id of the choice that keeps the filter in force under the name typed; the others' begin with « = »."""


class FiltresScreen(Dialogue[str]):
    """Answers with the text of the filter chosen.

    Args:
        liste: The list that they are filters of, as in `Langage.liste`.
        actuel: The filter in force.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "retirer", "Retirer", tooltip="Ne plus garder le filtre surligné", id="filtres.retirer")
    ]

    def __init__(self, liste: str, actuel: str) -> None:
        super().__init__()
        self._liste, self._actuel = liste, actuel
        self._gardes: dict[str, str] = {}

    @property
    def titre(self) -> Content:
        return content("Filtres enregistrés · $liste", liste=self._liste)

    def corps(self) -> Iterable[Widget]:
        aide = "Nom d’un filtre, ou nouveau nom…" if self._actuel else "Nom d’un filtre…"
        yield ChoiceList((), placeholder=aide)
        yield Static(id="filtres-note", classes="dialogue-paragraphe")

    def on_mount(self) -> None:
        self._lire()

    @property
    def _choix(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    def _lire(self) -> None:
        try:
            self._gardes = filtres.lire(self._liste)
        except Erreur as erreur:
            self.dismiss(None)
            self.hote.signaler(erreur)
            return
        self._choix.set_choices(
            [
                Choice(f"={nom}", content("[b]$nom[/b]  $texte", nom=nom, texte=texte), f"{nom} {texte}")
                for nom, texte in self._gardes.items()
            ]
        )
        self._noter()

    def _noter(self) -> None:
        note = self.query_one("#filtres-note", Static)
        if self._actuel:
            note.update(content("Pour garder « $texte » : tapez son nom, puis ⏎.", texte=self._actuel))
        elif not self._gardes:
            note.update(
                plain("Aucun filtre enregistré. Filtrez d’abord la liste (f), puis revenez ici lui donner un nom.")
            )
        else:
            note.update(plain("Pour en garder un autre : filtrez d’abord la liste (f), puis revenez ici."))

    @on(ChoiceList.Typed)
    def _tape(self, message: ChoiceList.Typed) -> None:
        nom = nom_propre(message.text)
        if not nom or not self._actuel:
            self._choix.set_found(())
            return
        if nom in self._gardes:
            garder = content("Remplacer [b]$nom[/b] par « $texte »", nom=nom, texte=self._actuel)
        else:
            garder = content("Garder « $texte » sous le nom [b]$nom[/b]", nom=nom, texte=self._actuel)
        self._choix.set_found([Choice(GARDER, garder, "")])

    @on(ChoiceList.Chosen)
    def _choisi(self, message: ChoiceList.Chosen) -> None:
        if message.id != GARDER:
            self.dismiss(self._gardes[message.id[1:]])
            return
        nom = nom_propre(self._choix.text)
        if self._faire(lambda: filtres.enregistrer(self._liste, nom, self._actuel)):
            self.dismiss(None)
            self.hote.dire(f"Filtre « {nom} » gardé. F le retrouve.")

    def action_retirer(self) -> None:
        choix = self._choix.highlighted
        if choix is None or choix == GARDER:
            return
        nom = choix[1:]
        if self._faire(lambda: filtres.oublier(self._liste, nom)):
            self.hote.dire(f"Filtre « {nom} » retiré.")
            self._lire()

    def _faire(self, ecriture: Callable[[], None]) -> bool:
        """Write; what goes wrong is said."""
        try:
            ecriture()
        except Erreur as erreur:
            self.hote.signaler(erreur)
            return False
        return True
