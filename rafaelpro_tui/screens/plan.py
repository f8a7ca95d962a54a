"""Plan des convocations: a selection is spread over slots of information collective, then convened at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_plan import Creneau, Repartition
from rafaelpro_tui.screens.creneau import CreneauScreen, MenuCreneau
from rafaelpro_tui.screens.lignes import Lignes
from rafaelpro_tui.screens.liste_de_session import FEUILLES, ListeDeSession, Simulee
from rafaelpro_tui.screens.plan_bilan import BilanPlan, simuler
from rafaelpro_tui.screens.plan_colonnes import CHAMPS, COLONNES
from rafaelpro_tui.screens.plan_lignes import PlanLigne, ligne_de_creneau, lire
from rafaelpro_tui.screens.plan_touches import TOUCHES
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.session_colonnes import apercu
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column
from rafaelpro_tui.widgets.volet import Volet

A_CONVOQUER, CONVOQUEES = "a_convoquer", "convoquees"


@dataclass
class CreneauxLus(Message, bubble=False):
    creneaux: tuple[Creneau, ...]


@dataclass
class Reparties(Message, bubble=False):
    repartition: Repartition


@dataclass
class FeuilleEcrite(Message, bubble=False):
    chemin: Path
    nombre: int


class PlanScreen(ListeDeSession[PlanLigne, BilanPlan]):
    """The slots with their load; who is to be convened, and where they are."""

    AIDE = "Plan des convocations"
    PREMIERES = ("plan.convoquer", "plan.nouveau", "plan.creneaux", "plan.repartir", "selectionner")
    CSS_PATH = [*FEUILLES, "plan.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = TOUCHES

    def __init__(self, session: str) -> None:
        self.creneaux: tuple[Creneau, ...] = ()
        super().__init__(session)

    @property
    def fil(self) -> str:
        return "Plan"

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(A_CONVOQUER, "À convoquer", "À convoquer", "À conv."),
            Tab(CONVOQUEES, "Convoquées, dans un créneau", "Convoquées", "Conv."),
        )

    def colonnes(self) -> Sequence[Column[PlanLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[PlanLigne]:
        etape = Etape.A_CONVOQUER if onglet == A_CONVOQUER else None
        return Lignes(lambda: lire(self.desk, self.session, etape), CHAMPS, regard, lambda ligne: ligne.avant.n)

    def vide(self, onglet: str) -> Content:
        if onglet == A_CONVOQUER:
            return content("Personne n’est à convoquer sur cette session.")
        return content("Personne n’est encore convoqué dans un créneau de cette session.")

    def apercu(self, ligne: PlanLigne) -> Iterable[tuple[str, str]]:
        yield "Créneau", ligne.creneau.nom if ligne.creneau else "aucun"
        yield from apercu(ligne.avant)

    def entete(self) -> Iterable[Widget]:
        yield Volet(f"Créneaux d’information collective, session {self.session}", id="creneaux")

    def on_mount(self) -> None:
        """Beside `ListeScreen.on_mount`, which Textual runs too."""
        self._lire_creneaux()

    # Reading

    def relire(self) -> None:
        super().relire()
        self._lire_creneaux()

    @work(thread=True, exclusive=True, exit_on_error=False, group="creneaux")
    def _lire_creneaux(self) -> None:
        self.post_message(CreneauxLus(self.desk.plan.creneaux(self.session)))

    def on_creneaux_lus(self, message: CreneauxLus) -> None:
        self.creneaux = message.creneaux
        volet = self.query_one("#creneaux", Volet)
        volet.vide = content("Aucun créneau. N en ajoute un : date, heure, lieu, places.")
        volet.lignes = tuple(map(ligne_de_creneau, self.creneaux))

    # Slots

    def action_creneaux(self) -> None:
        volet = self.query_one("#creneaux", Volet)
        (volet if volet.can_focus and not volet.has_focus else self.table).focus()

    def action_nouveau(self) -> None:
        self._modifier(None)

    def _modifier(self, creneau: Creneau | None) -> None:
        def choisi(garde: Creneau | None) -> None:
            if garde is not None:
                self.ranger(lambda: self.desk.plan.garder(self.session, garde))

        semblable = self.creneaux[-1] if self.creneaux else None
        self.app.push_screen(CreneauScreen(self.desk.aujourdhui, creneau, semblable), choisi)

    @on(Volet.Choisi, "#creneaux")
    def _creneau_choisi(self, message: Volet.Choisi) -> None:
        creneau = next((creneau for creneau in self.creneaux if str(creneau.id) == message.cle), None)
        if creneau is None:
            return

        def choisi(quoi: str | None) -> None:
            match quoi:
                case "placer":
                    self._placer(creneau.id)
                case "modifier":
                    self._modifier(creneau)
                case "vider":
                    self.ranger(lambda: self.desk.plan.placer(None, creneau.candidatures))
                case "supprimer":
                    self.ranger(lambda: self.desk.plan.supprimer(creneau.id))
                case "emargement" | "publipostage":
                    self._feuille(quoi, creneau)

        self.app.push_screen(MenuCreneau(creneau, len(self.table.selection)), choisi)

    def _placer(self, creneau: int | None) -> None:
        """What is ticked; nothing stays ticked."""
        ids = list(self.table.selection.ids())
        self.table.tick_only()
        self.ranger(lambda: self.desk.plan.placer(creneau, [self.desk.reference_candidature(n) for n in ids]))

    def action_retirer(self) -> None:
        if len(self.table.selection):
            self._placer(None)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def action_repartir(self) -> None:
        """In the order of the list: by date de candidature, unless it is sorted otherwise."""
        coches = self.table.selection.ids()
        lignes = [ligne.avant for ligne in lire(self.desk, self.session, Etape.A_CONVOQUER) if ligne.creneau is None]
        gardees = [avant.reference for avant in lignes if not coches or avant.n in coches]
        self.post_message(Reparties(self.desk.plan.repartir(self.session, gardees)))

    def on_reparties(self, message: Reparties) -> None:
        self.table.tick_only()
        self.relire()
        faites = sum(map(len, message.repartition.placees.values()))
        dit = pluriel(faites, "candidature répartie", "candidatures réparties")
        if sans := message.repartition.sans_place:
            accord = "n’a pas trouvé de place" if len(sans) == 1 else "n’ont pas trouvé de place"
            dit += f"{NBSP}; {len(sans)} {accord}{NBSP}: ajoutez un créneau (N)"
        self.hote.dire(f"{dit}.", attention=bool(sans))

    # Sheets

    def _feuille(self, quoi: str, creneau: Creneau) -> None:
        from rafaelpro_tui.screens.exporter import ExporterScreen

        suffixe, format = (".html", "page à imprimer") if quoi == "emargement" else (".csv", "CSV ou .xlsx")
        heure = creneau.heure.replace(":", "h")
        nom = f"{quoi}-{self.session}-{creneau.date.isoformat()}{'-' if heure else ''}{heure}{suffixe}"

        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._ecrire_feuille(quoi, creneau, chemin)

        gens = pluriel(len(creneau.candidatures), "personne")
        self.app.push_screen(ExporterScreen(nom, gens, format=format), choisi)

    @work(thread=True, exit_on_error=False, group="export")
    def _ecrire_feuille(self, quoi: str, creneau: Creneau, chemin: Path) -> None:
        ecrire = self.desk.plan.emargement if quoi == "emargement" else self.desk.plan.publipostage
        titre = "feuille d’émargement" if quoi == "emargement" else quoi
        provenance = self.desk.provenance(f"{titre}, session {self.session}, {creneau.nom}")
        nombre = ecrire(self.session, creneau, chemin, provenance)
        self.post_message(FeuilleEcrite(chemin, nombre))

    def on_feuille_ecrite(self, message: FeuilleEcrite) -> None:
        self.hote.dire(f"{pluriel(message.nombre, 'personne')} dans {message.chemin}")

    # Convening

    def action_convoquer_le_plan(self) -> None:
        if not self.au_travail:
            self.commencer(content("Simulation des convocations"), 0)
            self._simuler()

    @work(thread=True, exit_on_error=False, group="lot", description="simuler")
    def _simuler(self) -> None:
        lignes = lire(self.desk, self.session, Etape.A_CONVOQUER)
        placees: list[tuple[CandidatureLigne, date]] = [
            (ligne.avant, ligne.creneau.date) for ligne in lignes if ligne.creneau
        ]
        self.post_message(Simulee(simuler(self.desk, self.session, placees, self.avancer)))

    def rien_a_simuler(self) -> str:
        return "Personne n’est placé dans un créneau : R répartit, K ouvre les créneaux."
