"""« Panier »: what was decided and is not validated yet; validate all or some, send one back (ECRANS §8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from rafaelpro_tui.core.panier import TotalSession
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.screens.base_screen import BaseChangee
from rafaelpro_tui.screens.panier_bilan import BilanPanier, places, simuler
from rafaelpro_tui.screens.simulation import SimulationScreen
from rafaelpro_tui.widgets.jauge import remplissage
from rafaelpro_tui.widgets.selection import Selection
from rafaelpro_tui.widgets.volet import LigneVolet, Volet

JAUGE: Final = 12
"""Cells of a bar."""


@dataclass
class PanierRelu(Message, bubble=False):
    bilan: BilanPanier


class PanierScreen(SimulationScreen[BilanPanier]):
    """Ticked at first: what passes, and that nobody else has changed since."""

    AIDE = "Panier"
    PREMIERES = ("lot.valider", "panier.retirer", "selectionner", "panier.sessions")
    CSS_PATH = ["liste_screen.tcss", "resultats.tcss", "panier.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,R",
            "retirer",
            "Retirer",
            key_display="R",
            tooltip="Retirer du panier la candidature du curseur\u00a0: elle redevient à décider",
            id="panier.retirer",
        ),
        Binding(
            "K",
            "sessions_du_panier",
            "Sessions",
            tooltip="Aller aux totaux par session\u00a0; ⏎ ne montre que les candidatures de l’une d’elles",
            id="panier.sessions",
        ),
    ]

    def __init__(self, bilan: BilanPanier) -> None:
        super().__init__(bilan, lambda fait: None)
        self._poser(bilan, frozenset())

    def _poser(self, bilan: BilanPanier, ecartees: Collection[int]) -> None:
        """Those rows that the user had unticked stay so."""
        self._simule = bilan
        self._passent = frozenset(ligne.n for ligne in bilan.lignes if ligne.fait)
        gardees = frozenset(ligne.n for ligne in bilan.lignes if ligne.deposee.a_valider).difference(ecartees)
        self.cochees = dict.fromkeys(self.cochees, Selection(gardees))
        self.bilan = bilan.sans(self._passent - gardees)

    @property
    def fil(self) -> str:
        return "Panier"

    def entete(self) -> Iterable[Widget]:
        yield Volet("Ce que devient chaque session", id="totaux")

    def dire_le_bilan(self) -> None:
        super().dire_le_bilan()
        self.query_one("#totaux", Volet).lignes = tuple(map(_total, self.bilan.totaux))

    @on(Volet.Choisi, "#totaux")
    def _session_choisie(self, message: Volet.Choisi) -> None:
        """Only hers, then all of them again."""
        self.filtrer("" if self.regard.texte == message.cle else message.cle)
        self.table.focus()

    def action_sessions_du_panier(self) -> None:
        volet = self.query_one("#totaux", Volet)
        (self.table if volet.has_focus else volet).focus()

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
        self.hote.compter_le_panier()
        if not self.is_mounted or self not in self.app.screen_stack:  # validated meanwhile
            return
        if message.bilan.lignes:
            self._poser(message.bilan, self._passent - self.table.selection.ids())
            self.dire_la_simulation()
            self.dire_le_bilan()
            self.montrer(cursor_id=self.table.cursor_id)
        elif self.is_current:
            self.app.pop_screen()
            self.hote.dire(f"Le panier est vide\u00a0: {pluriel(0, 'candidature')} à valider.")


def _total(total: TotalSession) -> LigneVolet:
    session = total.session
    barre = remplissage(
        total.retenues, session.effectif_vise, session.capacite_accueil, JAUGE, au_panier=total.ajoutees
    )
    dit = places(total)
    debuts = (f"{session.reference}  {barre}  {dit}", f"{session.reference}  {dit}")
    return LigneVolet(session.reference, debuts, presse=total.trop)
