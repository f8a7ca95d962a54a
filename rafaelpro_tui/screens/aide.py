"""F1: the keys, screen by screen, made from the bindings themselves (so remapped keys are told as they are)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.demandes import ADRESSE
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.widgets.choice_list import ChoiceInput
from rafaelpro_tui.widgets.safe_text import content, plain

COLONNE = 16
"""Cells for the keys, before what they do."""
LARGEUR = 104
"""Cells of the dialog where there is room."""
MARGES = 8
"""Cells of border, padding and scrollbar."""
AILLEURS = (
    ("Assistance", "La page d’assistance et les webateliers de RafaelPro : PARCOURS PRO, dans votre espace personnel."),
    ("Un avis", f"« Non retenu » par erreur : écrivez à {ADRESSE}. « Retenu » par erreur : notez-le dans EOS (AVI-7)."),
    ("Agora", "La plateforme d’échange des données de la formation : les avis financés par la Région y vont (TRX-1)."),
    ("Ce programme", "« rafaelpro-tui diagnostic » écrit une fiche d’assistance, sans donnée personnelle."),
)
"""The guide's last page (« Besoin d'aide ? », « En savoir plus sur Agora »), and ours."""


@dataclass(frozen=True, slots=True)
class Chapitre:
    """The keys of some classes; each key is told once, in the first chapter that has it."""

    titre: str
    classes: tuple[type[DOMNode], ...]
    touches: tuple[Binding, ...]


def chapitres(app: type[DOMNode]) -> Iterator[Chapitre]:
    """The whole help, `app` being the class of the app."""
    from rafaelpro_tui.screens.accueil import AccueilScreen
    from rafaelpro_tui.screens.attente import AttenteScreen
    from rafaelpro_tui.screens.candidature import CandidatureScreen
    from rafaelpro_tui.screens.candidatures import CandidaturesScreen
    from rafaelpro_tui.screens.creneau import CreneauScreen
    from rafaelpro_tui.screens.fichier_decisions import DecisionsScreen
    from rafaelpro_tui.screens.file import FileScreen
    from rafaelpro_tui.screens.filtres import FiltresScreen
    from rafaelpro_tui.screens.formulaire import FormulaireScreen
    from rafaelpro_tui.screens.journal import JournalScreen
    from rafaelpro_tui.screens.liste_candidatures import ListeCandidatures
    from rafaelpro_tui.screens.liste_screen import ListeScreen
    from rafaelpro_tui.screens.lot import LotScreen
    from rafaelpro_tui.screens.modeles import ModelesScreen
    from rafaelpro_tui.screens.panier import PanierScreen
    from rafaelpro_tui.screens.pilotage import PilotageScreen
    from rafaelpro_tui.screens.plan import PlanScreen
    from rafaelpro_tui.screens.radar import RadarScreen
    from rafaelpro_tui.screens.rapport import RapportScreen
    from rafaelpro_tui.screens.recherche import RechercheScreen, TableAGerer
    from rafaelpro_tui.screens.saisies import SaisiesScreen
    from rafaelpro_tui.screens.semblables import SemblablesListe
    from rafaelpro_tui.screens.session import SessionScreen
    from rafaelpro_tui.screens.sessions import SessionsScreen
    from rafaelpro_tui.screens.simulation import SimulationScreen
    from rafaelpro_tui.screens.suivi import NoteScreen

    dits: set[str | None] = set()
    for titre, classes in (
        ("Partout", (app, BaseScreen)),
        ("Listes", (ListeScreen, *ListeScreen.AIDE_AUSSI)),
        (AccueilScreen.AIDE, (AccueilScreen, *AccueilScreen.AIDE_AUSSI)),
        (CandidaturesScreen.AIDE, (CandidaturesScreen, ListeCandidatures)),
        (SessionsScreen.AIDE, (SessionsScreen,)),
        (SessionScreen.AIDE, (SessionScreen,)),
        (CandidatureScreen.AIDE, (CandidatureScreen, *CandidatureScreen.AIDE_AUSSI)),
        (FileScreen.AIDE, (FileScreen,)),
        (PanierScreen.AIDE, (PanierScreen,)),
        (LotScreen.AIDE, (LotScreen, SemblablesListe, SimulationScreen)),
        (RapportScreen.AIDE, (RapportScreen,)),
        (DecisionsScreen.AIDE, (DecisionsScreen,)),
        (PlanScreen.AIDE, (PlanScreen, CreneauScreen)),
        (AttenteScreen.AIDE, (AttenteScreen,)),
        ("Formulaires action et session", (FormulaireScreen,)),
        (RadarScreen.AIDE, (RadarScreen,)),
        (PilotageScreen.AIDE, (PilotageScreen,)),
        (RechercheScreen.AIDE, (RechercheScreen, TableAGerer)),
        (JournalScreen.AIDE, (JournalScreen,)),
        (SaisiesScreen.AIDE, (SaisiesScreen,)),
        ("Dialogues et palette", (Dialogue, ChoiceInput, FiltresScreen, ModelesScreen, NoteScreen)),
    ):
        touches: dict[str | None, Binding] = {}
        for touche in (touche for classe in classes for touche in touches_de(classe)):
            if touche.id not in dits:
                touches.setdefault(touche.id, touche)
        dits |= touches.keys()
        if touches:
            yield Chapitre(titre, classes, tuple(touches.values()))


def touches_de(classe: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class of ours declares itself."""
    for touche in classe.__dict__.get("BINDINGS", ()):
        if isinstance(touche, Binding):
            yield touche


class AideScreen(Dialogue[None]):
    """All the keys; those of the screen one comes from are at the top."""

    def __init__(self, depuis: BaseScreen) -> None:
        super().__init__()
        self._depuis = depuis

    @property
    def titre(self) -> Content:
        return plain("Aide : les touches")

    def corps(self) -> Iterable[Widget]:
        yield VerticalScroll(Static(id="aide-texte"), id="aide")

    def on_mount(self) -> None:
        self.query_one("#aide").focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one("#aide-texte", Static).update, self._texte())

    def _texte(self) -> Content:
        largeur = min(self.app.size.width * 96 // 100, LARGEUR) - MARGES
        tous = list(chapitres(type(self.app)))
        tous.sort(key=lambda chapitre: not self._ici(chapitre))
        return Content("\n\n").join([*(self._chapitre(chapitre, largeur) for chapitre in tous), _ailleurs(largeur)])

    def _ici(self, chapitre: Chapitre) -> bool:
        """Whether a chapter is about the screen one comes from."""
        return BaseScreen not in chapitre.classes and isinstance(self._depuis, chapitre.classes)

    def _chapitre(self, chapitre: Chapitre, largeur: int) -> Content:
        dits = [
            (self._cles(touche), f"{touche.tooltip or touche.description} [{touche.id}]") for touche in chapitre.touches
        ]
        return _colonnes(chapitre.titre, dits, largeur)

    def _cles(self, touche: Binding) -> str:
        """« f ou / », as remapped by the user's preferences."""
        choisies = self.hote.touches.get(touche.id or "", touche.key)
        seules = [Binding(cle.strip(), "", "") for cle in choisies.split(",")]
        return " ".join(dict.fromkeys(self.app.get_key_display(cle) for cle in seules))


def _ailleurs(largeur: int) -> Content:
    return _colonnes("Besoin d’aide\u00a0?", AILLEURS, largeur)


def _colonnes(titre: str, dits: Iterable[tuple[str, str]], largeur: int) -> Content:
    """Two columns; what is said of a key is wrapped here, so that it stays in its own."""
    lignes = [content("[b $text-primary]$titre[/]", titre=titre)]
    for nom, quoi in dits:
        premiere, *suite = wrap(quoi, max(20, largeur - COLONNE), break_on_hyphens=False)
        lignes.append(content("[b]$nom[/b]$quoi", nom=nom.ljust(COLONNE), quoi=premiere))
        lignes += [content("$blanc$quoi", blanc=" " * COLONNE, quoi=reste) for reste in suite]
    return Content("\n").join(lignes)
