"""« Panier »: what was decided and is not validated yet; validate all or some, send one back (ECRANS §8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.screens.base_screen import BaseChangee
from rafaelpro_tui.screens.lot_resultats import SimulationScreen
from rafaelpro_tui.screens.panier_bilan import BilanPanier, simuler
from rafaelpro_tui.widgets.selection import Selection


@dataclass
class PanierRelu(Message, bubble=False):
    bilan: BilanPanier


class PanierScreen(SimulationScreen[BilanPanier]):
    """Ticked at first: what passes, and that nobody else has changed since."""

    AIDE = "Panier"
    PREMIERES = ("lot.valider", "panier.retirer", "selectionner")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,R",
            "retirer",
            "Retirer",
            key_display="R",
            tooltip="Retirer du panier la candidature du curseur\u00a0: elle redevient à décider",
            id="panier.retirer",
        ),
    ]

    def __init__(self, bilan: BilanPanier) -> None:
        super().__init__(bilan, lambda fait: None)
        changees = frozenset(ligne.n for ligne in bilan.lignes if ligne.deposee.change)
        self.cochees = dict.fromkeys(self.cochees, Selection(self._passent - changees))
        self.bilan = bilan.sans(self._passent & changees)

    @property
    def fil(self) -> str:
        return "Panier"

    def on_base_changee(self, message: BaseChangee) -> None:
        """Simulated again, unless it is its own doing."""
        if not self.au_travail:
            self._relire_le_panier([])

    def action_retirer(self) -> None:
        n = self.table.cursor_id
        rangs = [mise.rang for ligne in self._simule.lignes if ligne.n == n for mise in ligne.deposee.mises]
        if rangs and not self.au_travail:
            self._relire_le_panier(rangs)

    @work(thread=True, exclusive=True, exit_on_error=False, group="lot", description="relire")
    def _relire_le_panier(self, retires: list[int]) -> None:
        if retires:
            self.desk.panier.retirer(retires)
        self.post_message(PanierRelu(simuler(self.desk)))

    def on_panier_relu(self, message: PanierRelu) -> None:
        if not self.is_current:
            return
        if message.bilan.lignes:
            self.app.switch_screen(PanierScreen(message.bilan))
        else:
            self.app.pop_screen()
            self.hote.dire(f"Le panier est vide\u00a0: {pluriel(0, 'candidature')} à valider.")
