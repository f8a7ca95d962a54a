"""« Avis sur la candidature par l'organisme de formation »: the convocations, the avis given, the form of the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.demandes import Demande
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.widgets.avis_form import AvisForm
from rafaelpro_tui.widgets.avis_lu import AvisLu
from rafaelpro_tui.widgets.choix import Choix
from rafaelpro_tui.widgets.convocation_grid import ETAPES, ConvocationGrid
from rafaelpro_tui.widgets.formes import Forme
from rafaelpro_tui.widgets.safe_text import content


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """What the pane shows of a candidature: the form of the next avis, or why there is none.

    Args:
        forme, refus: The shape of the avis that is or would be given; why it cannot be given now.
        possibles: By type of command, why it cannot be given; None when it can.
        ouvert: Whether an avis is, or will be, to be given here.
        bandeau: What is said above everything: a right that lacks, a state that is final.
        demande: The pre-written request (AVI-7).
    """

    vue: CandidatureVue
    aujourdhui: date
    forme: Forme
    refus: Refus | None
    possibles: Mapping[str, Refus | None]
    ouvert: bool
    bandeau: Refus | None
    demande: Demande | None

    @property
    def de_la_grille(self) -> object:
        """What the grid depends on."""
        return self.vue.candidature.convocations, [self.possibles[type_] for type_ in ETAPES], self.aujourdhui

    @property
    def du_formulaire(self) -> object:
        """What the form depends on."""
        return self.vue.candidature.reference, self.forme, self.refus


class AvisPane(VerticalScroll):
    """Only what has changed is built again: what is being typed elsewhere stays."""

    BORDER_TITLE = "Avis sur la candidature par l’organisme de formation"

    DEFAULT_CSS = """
    AvisPane {
        padding: 0 1; border: round $border-blurred; border-title-color: $text-primary; border-title-style: bold;
        &:focus { border: round $border; }
        & > #bandeau { height: auto; margin: 0 0 1 0; color: $text-warning; }
        & > ConvocationGrid { margin: 0 0 1 0; }
    }
    """

    def __init__(self, aujourdhui: date) -> None:
        super().__init__(id="avis")
        self._aujourdhui = aujourdhui
        self._montre: Tableau | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="bandeau")
        yield ConvocationGrid()
        yield AvisLu()
        yield AvisForm(self._aujourdhui)

    @property
    def grille(self) -> ConvocationGrid:
        return self.query_one(ConvocationGrid)

    @property
    def formulaire(self) -> AvisForm:
        return self.query_one(AvisForm)

    async def montrer(self, tableau: Tableau) -> bool:
        """Show a candidature; True when the form was built again, hence is empty."""
        avant, self._montre = self._montre, tableau
        bandeau = self.query_one("#bandeau", Static)
        bandeau.display = tableau.bandeau is not None
        if tableau.bandeau is not None:
            bandeau.update(
                content(
                    "▲ $message $remede ($regle)",
                    message=tableau.bandeau.message,
                    remede=tableau.bandeau.remede,
                    regle=tableau.bandeau.regle,
                )
            )
        candidature = tableau.vue.candidature
        self.query_one(AvisLu).display = bool(candidature.avis)
        self.query_one(AvisLu).montrer(candidature, tableau.demande)
        grille, formulaire = self.grille, self.formulaire
        grille.display = bool(candidature.convocations) or not tableau.vue.dispositif.hsp
        if avant is None or avant.de_la_grille != tableau.de_la_grille:
            await grille.montrer(candidature.convocations, tableau.possibles, tableau.aujourdhui)
        formulaire.display = tableau.ouvert
        if avant is not None and avant.du_formulaire == tableau.du_formulaire:
            return False
        await formulaire.montrer(tableau.forme, tableau.refus)
        return True

    def viser_l_etape(self) -> None:
        """Put the cursor on what is to be done next, never in a text field: the letters must work."""
        rang = self.grille.rang_en_cours if self.grille.display else None
        cible: Widget = self
        if rang is not None:
            cible = rang.query_one(Choix)
        elif self.formulaire.display and self.formulaire.query("#reponse:enabled"):
            cible = self.formulaire.query_one("#reponse")
        cible.focus()
