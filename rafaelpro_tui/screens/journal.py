"""F8, Journal: who decided what and when in the active structure; its chain verified on demand."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from rafaelpro_tui.core.texte import date_fr, entier_fr
from rafaelpro_tui.core.vues_accueil import DECISIONS, ISSUES, DecisionLigne
from rafaelpro_tui.core.vues_journal import Verification
from rafaelpro_tui.screens import journal_phrases
from rafaelpro_tui.screens.grace import Grace
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

TOUT: Final = "tout"
REFUS: Final = "refus"
LENT: Final = 1.0
"""Seconds after which a verification says how far it is."""


@dataclass
class AnnulablesLus(Message, bubble=False):
    grace: Grace


@dataclass
class PosteLu(Message, bubble=False):
    """On a replica: what there is to look at, to send, to settle."""

    texte: str


@dataclass
class Avance(Message, bubble=False):
    """How far the verification is."""

    faites: int
    total: int


@dataclass
class Verifie(Message, bubble=False):
    verification: Verification


def _issue(ligne: DecisionLigne) -> Cell:
    return Styled("✓ Fait", "success") if ligne.issue == "fait" else Styled("✕ Refusé", "error")


COLONNES: Final[tuple[Column[DecisionLigne], ...]] = (
    Column("date", "Date", 16, lambda ligne: f"{ligne.date:%d/%m/%Y %H:%M}", sortable=False),
    Column("par", "Par", Flex(10, 30), lambda ligne: ligne.par, sortable=False),
    Column("type", "Décision", Flex(22, 44, 4), lambda ligne: DECISIONS.get(ligne.type, ligne.type), sortable=False),
    Column("sur", "Sur", Flex(9, 40, 2), lambda ligne: ligne.sur, sortable=False),
    Column("issue", "Issue", 8, _issue, sortable=False),
)


class JournalScreen(ListeScreen[DecisionLigne]):
    """The latest first; above, what can still be undone."""

    AIDE = "Journal"
    ANCETRES: ClassVar = ()
    PREMIERES = ("nouvelles", "saisies", "regler", "synchroniser", "verifier")
    CHOSE = ("ligne", None)
    CSS_PATH = ["liste_screen.tcss", "journal.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "verifier", "Vérifier", tooltip="Vérifier que rien n’a été changé dans le journal", id="verifier"),
        Binding("S", "synchroniser", "Synchroniser", tooltip="Envoyer et recevoir maintenant", id="synchroniser"),
        Binding(
            "N",
            "nouvelles",
            "Nouveautés",
            tooltip="Depuis la dernière synchro : ce que d’autres ont fait",
            id="nouvelles",
        ),
        Binding("M", "saisies", "Mes saisies", tooltip="Mes saisies : parties, en attente, refusées", id="saisies"),
        Binding(
            "R", "regler", "À régler", tooltip="Les saisies que le serveur a refusées : la mienne, la leur", id="regler"
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._grace = Grace()
        self._verifie_depuis: float | None = None

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.cible if ligne is not None and ligne.candidature else None

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.cible if ligne is not None else None

    def action_synchroniser(self) -> None:
        self.hote.synchroniser()
        self.hote.dire("Synchronisation demandée.")

    def action_regler(self) -> None:
        from rafaelpro_tui.screens.regler import ReglerScreen

        self.app.push_screen(ReglerScreen())

    def action_nouvelles(self) -> None:
        from rafaelpro_tui.screens.nouvelles import NouvellesScreen

        self.app.push_screen(NouvellesScreen())

    def action_saisies(self) -> None:
        from rafaelpro_tui.screens.saisies import SaisiesScreen

        self.app.push_screen(SaisiesScreen())

    def entete(self) -> Iterable[Widget]:
        yield Static(id="poste")
        yield Static(id="annulables")
        yield Static(id="verification")

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(TOUT, "Tout ce qui a été décidé", "Tout", "Tout"),
            Tab(REFUS, "Ce qui a été refusé", "Refusé", "Refusé"),
        )

    def colonnes(self) -> Sequence[Column[DecisionLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[DecisionLigne]:
        return self.desk.decisions(regard.texte, refusees=onglet == REFUS)

    def vide(self, onglet: str) -> Content:
        if onglet == REFUS:
            return content("Rien n’a été refusé à votre structure.\nTab revient à tout le journal.")
        return content(
            "Le journal est vide : rien n’a encore été décidé ici pour $nom.\n"
            "Chaque avis, convocation ou modification s’y inscrira.\nF4 mène aux candidatures.",
            nom=self.desk.acteur.structure.nom,
        )

    def ouvrir(self, n: int, ligne: DecisionLigne) -> None:
        if not ligne.candidature:
            quoi = DECISIONS.get(ligne.type, ligne.type)
            self.hote.dire(f"{quoi} ({ligne.sur}) : il n’y a pas de candidature à ouvrir.")
            return
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        self.app.push_screen(CandidatureScreen(ligne.cible, None))

    def apercu(self, ligne: DecisionLigne) -> Iterable[tuple[str, str]]:
        yield "Ligne du journal", entier_fr(ligne.n)
        yield "Date", f"{date_fr(ligne.date.date())} à {ligne.date:%H:%M:%S}"
        yield "Par", ligne.par
        yield "Décision", DECISIONS.get(ligne.type, ligne.type)
        yield "Sur", ligne.sur
        yield "Issue", ISSUES.get(ligne.issue, ligne.issue)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "trier":  # Always the latest first: that is what a journal is.
            return False
        if action in ("synchroniser", "regler", "nouvelles", "saisies"):
            return self.desk.replique
        if action == "verifier":
            return self._verifie_depuis is None or None
        return super().check_action(action, parameters)

    # What can still be undone

    def montrer(self, *, cursor_id: int | None = None) -> None:
        super().montrer(cursor_id=cursor_id)
        self._lire_l_entete()

    def relire(self) -> None:
        super().relire()
        self._lire_l_entete()

    def _lire_l_entete(self) -> None:
        self._lire_annulables()
        if self.desk.replique:
            self._lire_le_poste()

    @work(thread=True, exclusive=True, exit_on_error=False, group="poste")
    def _lire_le_poste(self) -> None:
        self.post_message(PosteLu(journal_phrases.poste(self.desk.poste.etat(), self.desk.poste.nouvelles())))

    def on_poste_lu(self, message: PosteLu) -> None:
        for zone in self.query("#poste").results(Static):
            zone.display = bool(message.texte)
            zone.update(content("[$text-accent]$texte[/]", texte=message.texte))

    @work(thread=True, exclusive=True, exit_on_error=False, group="annulables")
    def _lire_annulables(self) -> None:
        self.post_message(AnnulablesLus(Grace(self.desk.annulables(), self.hote.horloge.secondes())))

    def on_annulables_lus(self, message: AnnulablesLus) -> None:
        self._grace = message.grace
        self._dire_annulables()

    def maj_grace(self, texte: tuple[str, str] | None) -> None:
        """Told by the app each second while something can be undone."""
        super().maj_grace(texte)
        self._dire_annulables()

    def _dire_annulables(self) -> None:
        lignes = journal_phrases.annulables(self._grace, self.hote.horloge.secondes())
        for zone in self.query("#annulables").results(Static):  # none yet, or none any more when the app is closing
            zone.display = bool(lignes)
            zone.update(Content("\n").join(lignes))

    # The verification

    def action_verifier(self) -> None:
        self._verifie_depuis = time.monotonic()
        self.refresh_bindings()
        self._verifier()

    @work(thread=True, exclusive=True, exit_on_error=False, group="verification")
    def _verifier(self) -> None:
        def avance(faites: int, total: int) -> None:
            self.post_message(Avance(faites, total))

        self.post_message(Verifie(self.desk.verifier_journal(progression=avance)))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        super().on_worker_state_changed(event)
        if event.worker.group == "verification" and event.worker.is_finished:
            self._verifie_depuis = None  # What failed can be asked again.
            self.refresh_bindings()

    def on_avance(self, message: Avance) -> None:
        if self._verifie_depuis is not None and time.monotonic() - self._verifie_depuis >= LENT:
            self._dire_verification(journal_phrases.avance(message.faites, message.total))

    def on_verifie(self, message: Verifie) -> None:
        self._dire_verification(journal_phrases.verifie(message.verification))

    def _dire_verification(self, texte: Content) -> None:
        zone = self.query_one("#verification", Static)
        zone.display = True
        zone.update(texte)
