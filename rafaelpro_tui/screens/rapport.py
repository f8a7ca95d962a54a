"""What became of what was asked for together: nothing silent, each row is named, with its rule when refused (LOT-5)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.screens.base_screen import BaseChangee
from rafaelpro_tui.screens.bilan import Bilan
from rafaelpro_tui.screens.lot_touches import COMPLETER, ENREGISTRER
from rafaelpro_tui.screens.resultats import ResultatsScreen
from rafaelpro_tui.widgets.safe_text import content


@dataclass
class RapportEcrit(Message, bubble=False):
    chemin: Path
    nombre: int


@dataclass
class LotAnnule(Message, bubble=False):
    pass


class RapportScreen(ResultatsScreen[Bilan]):
    """Nothing silent: each row is named, with its rule when it was refused."""

    AIDE = "Rapport d’un lot"
    PREMIERES = ("retour", "lot.enregistrer", "lot.completer")

    BINDINGS: ClassVar[list[BindingType]] = [ENREGISTRER, COMPLETER]

    @property
    def fil(self) -> str:
        return "Rapport"

    def on_mount(self) -> None:
        self._dire(f"Rapport du {self.bilan.NOM}")

    def _dire(self, titre: str) -> None:
        phrase = self.bilan.dire(len(self.bilan.lignes))
        self.query_one("#lot-phrase", Static).update(content("[b]$titre[/b] · $phrase", titre=titre, phrase=phrase))

    def on_base_changee(self, message: BaseChangee) -> None:
        if message.resultat is not None and message.resultat.type == "annuler" and message.resultat.fait:
            self._verifier()

    @work(thread=True, exclusive=True, exit_on_error=False, group="annule")
    def _verifier(self) -> None:
        if not self.bilan.commandes or set(self.bilan.commandes) - {saisie.id for saisie in self.desk.annulables()}:
            self.post_message(LotAnnule())

    def on_lot_annule(self) -> None:
        self._dire(f"↶ {self.bilan.NOM.capitalize()} annulé")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "completer":
            return self.bilan.a_completer
        return super().check_action(action, parameters)

    def action_completer(self) -> None:
        from rafaelpro_tui.screens.lot_completer import CompleterScreen

        self.app.push_screen(CompleterScreen(self.bilan.session))

    def action_enregistrer(self) -> None:
        from rafaelpro_tui.screens.exporter import ExporterScreen

        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._enregistrer(chemin)

        nom = f"rapport-{self.bilan.NOM}-{self.bilan.session}-{self.desk.aujourdhui.isoformat()}.csv"
        self.app.push_screen(ExporterScreen(nom, pluriel(len(self.bilan.lignes), "ligne")), choisi)

    @work(thread=True, exit_on_error=False, group="export")
    def _enregistrer(self, chemin: Path) -> None:
        from rafaelpro_tui.core.exchange.csv_lot import LigneRapport, exporter_rapport

        lignes = (
            LigneRapport(
                reference=ligne.reference,
                candidat=ligne.candidat,
                issue=ligne.issue.value[1],
                regle=ligne.regle,
                message=ligne.message,
                remede=ligne.remede,
                suite=ligne.suite,
            )
            for ligne in self.bilan.lignes
        )
        quoi = f"rapport de lot, session {self.bilan.session}\u00a0: {self.bilan.dire(len(self.bilan.lignes))}"
        provenance = self.desk.provenance(quoi)
        self.post_message(RapportEcrit(chemin, exporter_rapport(lignes, chemin, provenance)))

    def on_rapport_ecrit(self, message: RapportEcrit) -> None:
        from rafaelpro_tui.core.exchange.provenance import ou_lire

        accord = "enregistrée" if message.nombre < 2 else "enregistrées"
        combien = pluriel(message.nombre, "ligne")
        self.hote.dire(f"{combien} {accord} dans {message.chemin}. {ou_lire(message.chemin)}")
