"""The way to the basket from everywhere, its count in the footer, its reminder when the app opens on one that waits."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import work
from textual.app import App

from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.widgets.annonce import Annonce

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.screens.base_screen import BaseScreen
    from rafaelpro_tui.screens.panier_bilan import BilanPanier


class PanierLu(Annonce):
    bilan: BilanPanier


class PanierCompte(Annonce):
    nombre: int
    rappeler: bool


class PanierApp(App[None], inherit_bindings=False):
    """The part of the app that shows the basket."""

    au_panier = 0
    """Candidatures in it, as last counted."""

    @property
    @abstractmethod
    def desk(self) -> Desk: ...

    @abstractmethod
    def dire(self, texte: str, *, attention: bool = False) -> None: ...

    @property
    @abstractmethod
    def pile(self) -> list[BaseScreen]: ...

    def rappeler_le_panier(self) -> None:
        self._compter_le_panier(rappeler=True)

    def compter_le_panier(self) -> None:
        self._compter_le_panier(rappeler=False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="panier")
    def _compter_le_panier(self, *, rappeler: bool) -> None:
        self.post_message(PanierCompte(self.desk.panier.nombre(), rappeler))

    def on_panier_compte(self, message: PanierCompte) -> None:
        self.au_panier = message.nombre
        for ecran in self.pile:
            ecran.maj_panier(message.nombre)
        if message.nombre and message.rappeler:
            self.dire(f"{pluriel(message.nombre, 'candidature')} au panier, à valider (touche P).", attention=True)

    def action_panier(self) -> None:
        self.ouvrir_panier()

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def ouvrir_panier(self) -> None:
        from rafaelpro_tui.screens.panier_bilan import simuler

        self.post_message(PanierLu(simuler(self.desk)))

    def on_panier_lu(self, message: PanierLu) -> None:
        from rafaelpro_tui.screens.panier import PanierScreen

        if not message.bilan.lignes:
            self.dire("Le panier est vide\u00a0: T, sur une liste de candidatures, les traite à la file.")
        elif not isinstance(self.screen, PanierScreen):
            self.push_screen(PanierScreen(message.bilan))
