"""What a lot would do, to be gone through before it is validated (LOT-6); then its report (LOT-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final, Generic, TypeVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.resultats import Annulable
from rafaelpro_tui.core.texte import NBSP, entier_fr, pluriel
from rafaelpro_tui.screens.base_screen import BaseChangee
from rafaelpro_tui.screens.bilan import Bilan, Issue, LigneBilan, LignesBilan
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.ecriture import FINAL
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.lot_progression import TravailScreen
from rafaelpro_tui.screens.lot_touches import COMPLETER, ENREGISTRER, VALIDER
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.filter_bar import FilterBar
from rafaelpro_tui.widgets.row_preview import RowPreview
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.selection import Selection
from rafaelpro_tui.widgets.tab_line import Tab, TabLine
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled, VirtualTable

STYLES: Final = {
    Issue.FAIT: "success",
    Issue.AVERTISSEMENT: "warning",
    Issue.REFUS: "error",
    Issue.ECARTEE: "muted",
}


def _issue(ligne: LigneBilan) -> Cell:
    return Styled(ligne.issue.texte, STYLES[ligne.issue])  # type: ignore[arg-type]


COLONNES: Final[tuple[Column[LigneBilan], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("candidat", "Candidat·e", Flex(16, 32, weight=2), lambda ligne: ligne.candidat),
    Column("issue", "Issue", 15, _issue),
    Column("regle", "Règle", Flex(6, 14), lambda ligne: ligne.regle),
    Column("message", "Message", Flex(20, weight=4), lambda ligne: ligne.message or f"→ {ligne.suite}"),
)

ONGLETS: Final = (
    (Tab("tout", "Toutes", "Toutes", "Tout"), frozenset(Issue)),
    (Tab("faites", "Faites", "Faites", "Fait"), frozenset({Issue.FAIT, Issue.AVERTISSEMENT})),
    (Tab("avertissements", "Avec avertissement", "Avertissement", "Avert."), frozenset({Issue.AVERTISSEMENT})),
    (Tab("refusees", "Refusées", "Refusées", "Ref."), frozenset({Issue.REFUS})),
    (Tab("ecartees", "Écartées", "Écartées", "Écart."), frozenset({Issue.ECARTEE})),
)
ISSUES: Final = {tab.id: issues for tab, issues in ONGLETS}


B = TypeVar("B", bound=Bilan)


@dataclass
class LotExecute(Message, Generic[B], bubble=False):
    """`annulables`: what of it can still be undone, latest first."""

    bilan: B
    annulables: tuple[Annulable, ...]


@dataclass
class RapportEcrit(Message, bubble=False):
    chemin: Path
    nombre: int


@dataclass
class LotAnnule(Message, bubble=False):
    pass


class ResultatsScreen(ListeScreen[LigneBilan], TravailScreen, Generic[B]):
    """The rows of a bilan, refused ones first, with the whole of what is said of the one under the cursor."""

    CSS_PATH = ["liste_screen.tcss", "lot_resultats.tcss"]
    CHOSE = ("ligne", None)

    def __init__(self, bilan: B) -> None:
        super().__init__()
        self.bilan = bilan

    @property
    def reference(self) -> str | None:
        return self.candidature or self.bilan.session

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.avant.reference if ligne is not None and ligne.avant is not None else None

    def onglets(self) -> Sequence[Tab]:
        return [tab for tab, _ in ONGLETS]

    def colonnes(self) -> Sequence[Column[LigneBilan]]:
        titre, largeur = self.bilan.REPERE
        repere = Column[LigneBilan]("repere", titre, largeur, lambda ligne: ligne.repere, align="right")
        return (repere, *COLONNES) if titre else COLONNES

    @property
    def montre(self) -> B:
        """The one whose rows are shown."""
        return self.bilan

    def source(self, onglet: str, regard: Regard) -> RowSource[LigneBilan]:
        return LignesBilan(self.montre.lignes, ISSUES[onglet], replace(regard))

    def vide(self, onglet: str) -> Content:
        return content("Aucune ligne dans cet onglet.")

    def corps(self) -> Iterable[Widget]:
        yield Static(id="lot-phrase")
        yield Static(id="lot-comptes")
        yield TabLine(self.onglets(), self.onglet)
        yield FilterBar()
        with Horizontal(id="liste"):
            yield VirtualTable[LigneBilan](self.colonnes(), selectable=self.COCHABLE)
            yield RowPreview()

    def on_mount(self) -> None:
        self.dire_le_bilan()

    def dire_le_bilan(self) -> None:
        """The counts, above and in the tabs."""
        comptes = self.montre.comptes
        self.query_one(TabLine).tabs = tuple(
            replace(tab, count=sum(comptes[issue] for issue in ISSUES[tab.id])) for tab in self.onglets()
        )
        self.query_one("#lot-comptes", Static).update(content("$phrase", phrase=self.bilan.phrase))

    def apercu(self, ligne: LigneBilan) -> Iterable[tuple[str, str]]:
        regle = f" ({ligne.regle})" if ligne.regle else ""
        dit = f"{ligne.message} {ligne.remede}".strip() or f"→ {ligne.suite}"
        yield f"{ligne.reference} · {ligne.candidat} · {ligne.issue.texte}{regle}", dit

    def ouvrir(self, n: int, ligne: LigneBilan) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        if ligne.avant is not None:
            self.app.push_screen(CandidatureScreen(ligne.avant.reference, None))


class SimulationScreen(ResultatsScreen[B]):
    """Ticked: what will be given. A refused row cannot be.

    Args:
        bilan: What the simulation said.
        apres: Told what was done, once it is.
    """

    AIDE = "Simulation d’un lot"
    PREMIERES: ClassVar[tuple[str, ...]] = ("lot.valider", "selectionner")
    COCHABLE = True

    BINDINGS: ClassVar[list[BindingType]] = [VALIDER]

    def __init__(self, bilan: B, apres: Callable[[B], None]) -> None:
        self._simule = bilan
        super().__init__(bilan)
        self._apres = apres
        self._passent = frozenset(ligne.n for ligne in bilan.lignes if ligne.fait)
        # One selection, whatever the tab.
        self.cochees = dict.fromkeys(self.cochees, Selection(self._passent))

    @property
    def fil(self) -> str:
        return "Simulation"

    def onglets(self) -> Sequence[Tab]:
        return [tab for tab in super().onglets() if tab.id != "ecartees"]

    @property
    def montre(self) -> B:
        """As it was simulated: ticks alone say what is put aside, so that a row does not move under the cursor."""
        return self._simule

    def on_mount(self) -> None:
        phrase = self._simule.dire(len(self._simule.lignes))
        self.query_one("#lot-phrase", Static).update(
            content("[b]Simulation[/b] · $phrase [$text-muted]· rien n’est encore écrit[/]", phrase=phrase)
        )

    @on(VirtualTable.SelectionChanged)
    def _selection_changee(self) -> None:
        gardees = self.table.selection.ids()
        if interdites := gardees - self._passent:
            self.table.tick_only(gardees - interdites)
            if len(interdites) == 1:
                self.hote.dire("Une ligne refusée ne peut pas être validée.", attention=True)
            return
        self.bilan = self._simule.sans(self._passent - gardees)
        self.dire_le_bilan()
        self._dire_infos()
        self.refresh_bindings()

    def _dire_infos(self) -> None:
        super()._dire_infos()
        dit = f"{entier_fr(len(self.table.selection))} à valider sur {entier_fr(len(self._simule.lignes))}"
        self.barre.infos = content("$dit", dit=dit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "valider":
            return True if self.bilan.faites else None
        return super().check_action(action, parameters)

    def action_valider(self) -> None:
        if self.au_travail:
            return
        bilan = self.bilan
        phrase = bilan.dire(bilan.faites)

        def repondu(oui: bool | None) -> None:
            if oui and not self.au_travail:
                self.commencer(content("$phrase…", phrase=phrase), bilan.faites)
                self._executer(bilan)

        question = content("$phrase\N{NO-BREAK SPACE}?", phrase=phrase)
        self.app.push_screen(Confirmation(question, _a_lire(bilan), oui="Valider le lot"), repondu)

    @work(thread=True, exit_on_error=False, group="lot", description="executer")
    def _executer(self, bilan: B) -> None:
        fait = bilan.executer(self.desk, self.avancer)
        donnees = frozenset(fait.commandes)
        annulables = tuple(saisie for saisie in self.desk.annulables() if saisie.id in donnees)
        self.post_message(LotExecute(fait, annulables))

    def on_lot_execute(self, message: LotExecute[B]) -> None:
        self.terminer()
        bilan = message.bilan
        self._apres(bilan)
        if bilan.commandes:
            self.hote.dire(_dit(message.annulables))
        self.hote.a_change(bilan.resultat)
        self.app.switch_screen(RapportScreen(bilan))


class RapportScreen(ResultatsScreen[Bilan]):
    """Nothing silent: each row is named, with its rule when it was refused."""

    AIDE = "Rapport d’un lot"
    PREMIERES = ("retour", "lot.enregistrer", "lot.completer")

    BINDINGS: ClassVar[list[BindingType]] = [ENREGISTRER, COMPLETER]

    @property
    def fil(self) -> str:
        return "Rapport"

    def on_mount(self) -> None:
        self._dire("Rapport du lot")

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
        self._dire("↶ Lot annulé")

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

        nom = f"rapport-lot-{self.bilan.session}-{self.desk.aujourdhui.isoformat()}.csv"
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
        self.post_message(RapportEcrit(chemin, exporter_rapport(lignes, chemin)))

    def on_rapport_ecrit(self, message: RapportEcrit) -> None:
        accord = "enregistrée" if message.nombre < 2 else "enregistrées"
        self.hote.dire(f"{pluriel(message.nombre, 'ligne')} {accord} dans {message.chemin}")


def _dit(annulables: Sequence[Annulable]) -> str:
    """What was done can be undone: a lot in one go, the rows of a file one by one."""
    if not annulables:
        return "Validé sur ce poste."
    reste = f"{round(annulables[-1].reste)}{NBSP}s"
    if len(annulables) == 1:
        return f"{annulables[0].libelle}. Validé sur ce poste, annulable {reste} (touche u)."
    return f"Validé sur ce poste, annulable {reste}, ligne par ligne (touche u)."


def _a_lire(bilan: Bilan) -> Content:
    """Before it is given: what is written, what must be seen, what cannot be taken back."""
    resume = bilan.details
    largeur = max((len(nom) for nom, _ in resume), default=0)
    lignes = [
        content("[$text-muted]$nom[/]  [b]$valeur[/b]", nom=nom.ljust(largeur), valeur=valeur) for nom, valeur in resume
    ]
    comptes = bilan.comptes
    if nombre := comptes[Issue.AVERTISSEMENT]:
        lignes.append(
            content(
                "[$text-warning]▲ $combien avec avertissement$regles[/]",
                combien=nombre,
                regles=bilan.regles(Issue.AVERTISSEMENT),
            )
        )
    laissees = comptes[Issue.REFUS] + comptes[Issue.ECARTEE]
    if laissees:
        accord = "ne sera pas traitée" if laissees == 1 else "ne seront pas traitées"
        lignes.append(
            content("$combien $accord.", combien=pluriel(laissees, "autre ligne", "autres lignes"), accord=accord)
        )
    if nombre := bilan.definitives:
        accord = "candidature sera close" if nombre == 1 else "candidatures seront closes"
        lignes.append(
            content(
                "\n[b]$nombre $accord\N{NO-BREAK SPACE}: c’est définitif.[/b] $final\n"
                "Attention aux erreurs de clics\N{NO-BREAK SPACE}!",
                nombre=nombre,
                accord=accord,
                final=FINAL,
            )
        )
    else:
        lignes.append(content("\nAucune candidature n’est close par ce lot."))
    return Content("\n").join(lignes)
