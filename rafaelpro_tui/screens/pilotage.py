"""Pilotage: by session or formation, the funnel, the fill, the refusals; a row opens its charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues_pilotage import Pilote
from rafaelpro_tui.screens.liste_reservee import ListeReservee
from rafaelpro_tui.widgets.jauge import barre
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, Flex

SESSIONS, FORMATIONS = "sessions", "formations"


def _hors_hsp(nombre: Callable[[Pilote], int]) -> Callable[[Pilote], str]:
    return lambda pilote: "—" if pilote.hsp else entier_fr(nombre(pilote))


COLONNES: Final[tuple[Column[Pilote], ...]] = (
    Column("nom", "Référence", Flex(8, 14), lambda pilote: pilote.nom),
    Column("intitule", "Formation", Flex(10, weight=4), lambda pilote: pilote.intitule),
    Column("deposees", "Dép.", 5, lambda pilote: entier_fr(pilote.deposees), align="right"),
    Column("convoquees", "Conv.", 5, _hors_hsp(lambda pilote: pilote.convoquees), align="right"),
    Column("presentes", "Prés.", 5, _hors_hsp(lambda pilote: pilote.presentes), align="right"),
    Column("retenues", "Ret.", 5, lambda pilote: entier_fr(pilote.retenues), align="right"),
    Column("refus", "Refus", 5, lambda pilote: entier_fr(pilote.refus), align="right"),
    Column("remplissage", "Remplissage", 11, lambda pilote: barre(pilote.retenues, pilote.effectif_vise, 10)),
)
CHAMPS: Final[Mapping[str, Callable[[Pilote], Any]]] = {
    "nom": lambda pilote: pilote.nom,
    "intitule": lambda pilote: pilote.intitule,
    "deposees": lambda pilote: pilote.deposees,
    "convoquees": lambda pilote: pilote.convoquees,
    "presentes": lambda pilote: pilote.presentes,
    "retenues": lambda pilote: pilote.retenues,
    "refus": lambda pilote: pilote.refus,
    "remplissage": lambda pilote: pilote.retenues / max(1, pilote.effectif_vise),
}


@dataclass
class PilotageEcrit(Message, bubble=False):
    chemin: Path
    nombre: int


class PilotageScreen(ListeReservee[Pilote]):
    """By session, by formation."""

    AIDE = "Pilotage"
    CHAMPS = CHAMPS
    ANCETRES = ()
    PREMIERES = ("ouvrir", "pilotage.exporter", "onglet.suivant", "trier")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "exporter", "Exporter", tooltip="Exporter ces chiffres (CSV ou .xlsx)", id="pilotage.exporter"),
    ]

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(SESSIONS, "Par session", "Par session", "Sessions"),
            Tab(FORMATIONS, "Par formation", "Par formation", "Formations"),
        )

    def colonnes(self) -> Sequence[Column[Pilote]]:
        return COLONNES

    def interdit(self) -> Refus | None:
        return self.desk.pilotage.interdit()

    def lire(self, onglet: str) -> Sequence[Pilote]:
        return self.desk.pilotage.lire(par_formation=onglet == FORMATIONS)

    def rien(self) -> Content:
        return content("Aucune candidature n’a encore été déposée sur vos sessions.")

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.nom if ligne is not None else None

    def apercu(self, ligne: Pilote) -> Iterable[tuple[str, str]]:
        yield "Formation", ligne.intitule
        for nom, nombre, _ in ligne.etapes:
            yield nom, f"{barre(nombre, ligne.deposees, 16)} {entier_fr(nombre)}"
        yield "Retenues / effectif visé / capacité", f"{ligne.retenues} / {ligne.effectif_vise} / {ligne.capacite}"

    def ouvrir(self, n: int, ligne: Pilote) -> None:
        from rafaelpro_tui.screens.pilote import PiloteScreen

        self.app.push_screen(PiloteScreen(ligne, par_formation=self.onglet == FORMATIONS))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "exporter" and not self.nombre:
            return None
        return super().check_action(action, parameters)

    def action_exporter(self) -> None:
        from rafaelpro_tui.screens.exporter import ExporterScreen

        par_formation = self.onglet == FORMATIONS

        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._exporter(chemin, par_formation)

        nom = f"pilotage-{self.onglet}-{self.desk.aujourdhui.isoformat()}.csv"
        self.app.push_screen(ExporterScreen(nom, pluriel(self.nombre or 0, "ligne")), choisi)

    @work(thread=True, exit_on_error=False, group="export")
    def _exporter(self, chemin: Path, par_formation: bool) -> None:
        provenance = self.desk.provenance(f"pilotage par {'formation' if par_formation else 'session'}")
        nombre = self.desk.pilotage.exporter(chemin, provenance, par_formation=par_formation)
        self.post_message(PilotageEcrit(chemin, nombre))

    def on_pilotage_ecrit(self, message: PilotageEcrit) -> None:
        from rafaelpro_tui.core.exchange.provenance import ou_lire

        accord = "écrite" if message.nombre < 2 else "écrites"
        combien = pluriel(message.nombre, "ligne")
        self.hote.dire(f"{combien} {accord} dans {message.chemin}. {ou_lire(message.chemin)}")
