"""The filter of a list, as text: tried before it is used, completed as one types, kept under a name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.message import Message

from rafaelpro_tui.screens.premiere_image import PremiereImage
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from rafaelpro_tui.core.filtre import Langage
    from rafaelpro_tui.core.filtre_completion import EnCours


class ValeursLues(Message, bubble=False):
    """What the base holds for a condition being typed."""

    def __init__(self, saisie: EnCours, valeurs: Sequence[str]) -> None:
        super().__init__()
        self.saisie = saisie
        self.valeurs = valeurs


class Filtrage(PremiereImage):
    """The half of a list that is about its filter; it says how a text is tried, and shows what is found."""

    LANGAGE: ClassVar[str | None] = None
    """Whose language its filter speaks, "candidatures" or "sessions"; None: words only. Read once a filter is typed."""

    @property
    @abstractmethod
    def regard(self) -> Regard:
        """How the active tab is looked at."""

    @abstractmethod
    def montrer(self) -> None:
        """Show the active tab, as it is looked at."""

    @abstractmethod
    def essayer(self, texte: str) -> None:
        """Raises `FiltreMalforme` when a text cannot be a filter of the active tab."""

    @property
    def langage(self) -> Langage | None:
        """What its filter may say beside words, to complete it as one types."""
        from rafaelpro_tui.core.filtre import LANGAGES

        return None if self.LANGAGE is None else LANGAGES[self.LANGAGE]

    @property
    def barre(self) -> FilterBar:
        return self.query_one(FilterBar)

    def preparer_filtre(self) -> None:
        """Tell the bar what it may ask."""
        self.barre.fault = self.faute_du_filtre

    def poser_filtre(self, texte: str) -> None:
        """Give the active tab a filter, which can be read."""
        self.regard.texte = texte

    def filtrer(self, texte: str) -> None:
        """Give the active tab a filter, and show it."""
        self.poser_filtre(texte)
        self.montrer()

    def faute_du_filtre(self, texte: str) -> str:
        """What is wrong with a text as a filter of this tab, "" when it can be used."""
        from rafaelpro_tui.core.filtre import FiltreMalforme

        try:
            self.essayer(texte)
        except FiltreMalforme as faute:
            return f"{faute.message} {faute.que_faire}"
        return ""

    # Workers

    @work(thread=True, exclusive=True, exit_on_error=False, group="valeurs")
    def _lire_valeurs(self, langage: Langage, saisie: EnCours, cle: str) -> None:
        valeurs = self.desk.valeurs_de_filtre(langage, cle, saisie.valeur)
        self.post_message(ValeursLues(saisie, valeurs))

    def on_valeurs_lues(self, message: ValeursLues) -> None:
        self.barre.offer(message.saisie, message.valeurs)

    # What the bar says

    @on(FilterBar.Changed)
    def _filtre_change(self, message: FilterBar.Changed) -> None:
        self.filtrer(message.text)

    @on(FilterBar.ValuesWanted)
    def _valeurs_voulues(self, message: FilterBar.ValuesWanted) -> None:
        if self.langage is not None and message.typed.a_lire is not None:
            self._lire_valeurs(self.langage, message.typed, message.typed.a_lire.nom)

    # Actions

    def action_filtrer(self) -> None:
        self.barre.language = self.langage
        self.barre.edit()

    def action_filtres(self) -> None:
        from rafaelpro_tui.screens.filtres import FiltresScreen

        def choisi(texte: str | None) -> None:
            if texte is None:
                return
            if faute := self.faute_du_filtre(texte):  # The file is theirs to edit.
                self.hote.dire(faute, attention=True)
            else:
                self.filtrer(texte)

        if self.LANGAGE is not None:
            self.app.push_screen(FiltresScreen(self.LANGAGE, self.regard.texte), choisi)

    def action_effacer_filtre(self) -> None:
        """Also a click on the filter's chip."""
        self.barre.clear()
