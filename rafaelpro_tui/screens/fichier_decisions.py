"""Decisions in a spreadsheet: the file to fill in goes out, comes back, is gone through row by row (LOT-5, LOT-6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.screens.fichier_bilan import BilanFichier, simuler
from rafaelpro_tui.screens.lot_progression import TravailScreen
from rafaelpro_tui.screens.rapporter import SUFFIXES, RapporterScreen
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.volet import LigneVolet, Volet

DECISIONS: Final = Binding(
    "D",
    "decisions",
    "Tableur",
    show=False,
    tooltip="Décider dans un tableur : exporter le fichier à remplir, rapporter le fichier rempli",
    id="decisions",
)


@dataclass
class ModeleEcrit(Message, bubble=False):
    chemin: Path
    nombre: int


@dataclass
class FichierSimule(Message, bubble=False):
    bilan: BilanFichier


class DecisionsScreen(TravailScreen):
    """Two rows, one each way."""

    AIDE = "Décisions dans un tableur"
    AIDE_AUSSI = (Volet,)
    PREMIERES = ("volet.ouvrir", "decisions.exporter", "decisions.rapporter")
    # Also those of the screens that follow: nothing is left to parse while a file is under way.
    CSS_PATH: ClassVar = ["fichier_decisions.tcss", "liste_screen.tcss", "resultats.tcss", "dialogue.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "exporter", "Exporter", tooltip="Exporter le fichier à remplir", id="decisions.exporter"),
        Binding("R", "rapporter", "Rapporter", tooltip="Rapporter un fichier rempli", id="decisions.rapporter"),
    ]

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session
        self._dernier: Path | None = None
        """The file that went out, or came back, last."""

    @property
    def fil(self) -> str:
        return "Tableur"

    @property
    def reference(self) -> str | None:
        return self.session

    def corps(self) -> Iterable[Widget]:
        yield Volet(f"Décider dans un tableur, sur la session {self.session}", id="tableur")
        yield Static(_mode_d_emploi(), id="tableur-aide")

    def on_mount(self) -> None:
        volet = self.query_one(Volet)
        volet.lignes = (
            LigneVolet("exporter", ("E  Exporter le fichier à remplir",), " : une ligne par candidature"),
            LigneVolet("rapporter", ("R  Rapporter un fichier rempli",), " : simulé ligne par ligne, puis validé"),
        )
        volet.focus()

    @on(Volet.Choisi)
    def _choisi(self, message: Volet.Choisi) -> None:
        if message.cle == "exporter":
            self.action_exporter()
        else:
            self.action_rapporter()

    # Out

    def action_exporter(self) -> None:
        from rafaelpro_tui.screens.exporter import ExporterScreen

        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._exporter(chemin)

        self.app.push_screen(ExporterScreen(f"decisions-{self.session}.xlsx", "le fichier à remplir"), choisi)

    @work(thread=True, exit_on_error=False, group="export")
    def _exporter(self, chemin: Path) -> None:
        self.post_message(ModeleEcrit(chemin, self.desk.exporter_decisions(self.session, chemin)))

    def on_modele_ecrit(self, message: ModeleEcrit) -> None:
        self._dernier = message.chemin
        from rafaelpro_tui.core.exchange.provenance import ou_lire

        accord = "écrite" if message.nombre < 2 else "écrites"
        combien = pluriel(message.nombre, "ligne")
        self.hote.dire(f"{combien} {accord} dans {message.chemin}. {ou_lire(message.chemin)}")

    # Back

    def action_rapporter(self) -> None:
        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._dernier = chemin
                self.commencer(content("Simulation de «\N{NO-BREAK SPACE}$nom\N{NO-BREAK SPACE}»", nom=chemin.name), 0)
                self._simuler(chemin)

        if not self.au_travail:
            self.app.push_screen(RapporterScreen(self._dernier or _le_plus_recent(Path.cwd(), self.session)), choisi)

    @work(thread=True, exit_on_error=False, group="lot", description="simuler")
    def _simuler(self, chemin: Path) -> None:
        self.post_message(FichierSimule(simuler(self.desk, self.session, chemin, self.avancer)))

    def on_fichier_simule(self, message: FichierSimule) -> None:
        from rafaelpro_tui.screens.simulation import SimulationScreen

        self.terminer()
        if message.bilan.lignes:
            self.app.push_screen(SimulationScreen(message.bilan, lambda _: None))
        else:
            quoi = pluriel(message.bilan.inchangees, "ligne lue", "lignes lues")
            self.hote.dire(f"{quoi}{NBSP}: le fichier ne demande aucun changement.", attention=True)


def _le_plus_recent(dossier: Path, session: str) -> Path | None:
    """The file of this session that was saved last, where the program was started."""
    trouves = (chemin for suffixe in SUFFIXES for chemin in dossier.glob(f"decisions-{session}*{suffixe}"))
    return max(trouves, key=lambda chemin: chemin.stat().st_mtime, default=None)


def _mode_d_emploi() -> Content:
    lignes = (
        ("Cellule vide", "laisse les choses en l’état."),
        ("Convocation", "la date du rendez-vous, nouveau ou déplacé."),
        ("Résultat", "Présence, Absence justifiée, Absence non justifiée."),
        ("Recrutement", "Oui ou Non, avec son Motif (et une Raison pour Autres)."),
        ("Entrée, Sortie", "pour Oui, avec l’Intensité ; vides, celles de la session."),
        ("Au retour", "vous voyez chaque ligne avant que rien soit écrit (LOT-6)."),
    )
    largeur = max(len(nom) for nom, _ in lignes)
    return Content("\n").join(
        content("[b]$nom[/b]  [$text-muted]$dit[/]", nom=nom.ljust(largeur), dit=dit) for nom, dit in lignes
    )
