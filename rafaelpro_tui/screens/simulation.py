"""What was asked for together would do this, to be gone through before it is validated (LOT-6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from rafaelpro_tui.core.resultats import Annulable
from rafaelpro_tui.core.texte import NBSP, entier_fr, pluriel
from rafaelpro_tui.screens.bilan import Bilan, Issue
from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.ecriture import FINAL
from rafaelpro_tui.screens.lot_touches import VALIDER
from rafaelpro_tui.screens.rapport import RapportScreen
from rafaelpro_tui.screens.resultats import B, ResultatsScreen
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.selection import Selection
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import VirtualTable


@dataclass
class LotExecute(Message, Generic[B], bubble=False):
    """`annulables`: what of it can still be undone, latest first."""

    bilan: B
    annulables: tuple[Annulable, ...]


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
        self.dire_la_simulation()

    def dire_la_simulation(self) -> None:
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
        self.app.push_screen(Confirmation(question, _a_lire(bilan), oui=f"Valider le {bilan.NOM}"), repondu)

    @work(thread=True, exit_on_error=False, group="lot", description="executer")
    def _executer(self, bilan: B) -> None:
        fait = bilan.executer(self.desk, self.avancer)
        self.desk.lier(fait.commandes, fait.dire(fait.faites))  # one `u` takes back all of it
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


def _dit(annulables: Sequence[Annulable]) -> str:
    """What was done can be undone, all of it at once (ANN-1)."""
    if not annulables:
        return "Validé sur ce poste."
    reste = f"{round(annulables[-1].reste)}{NBSP}s"
    if len(annulables) == 1:
        return f"{annulables[0].libelle}. Validé sur ce poste, annulable {reste} (touche u)."
    return f"Validé sur ce poste, annulable en entier {reste} (touche u)."


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
        lignes.append(content("\nAucune candidature n’est close par ce $nom.", nom=bilan.NOM))
    return Content("\n").join(lignes)
