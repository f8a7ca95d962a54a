"""Ctrl+P: any screen, action, session or candidature by name, accents and case aside."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from rafaelpro_tui.core.filtre import en_mots
from rafaelpro_tui.core.vues import Onglet, SessionLigne
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.dialogue import Dialogue
from rafaelpro_tui.screens.sans_touche import ECRANS
from rafaelpro_tui.widgets.choice_list import Choice, ChoiceList
from rafaelpro_tui.widgets.safe_text import content, plain

TROUVES = 8
"""Sessions, and candidatures, shown at most for what is typed."""
MOUVEMENTS = ("table.", "zone.", "onglet.", "filtre.", "choix.", "liste.", "tableau.", "volet.")
"""Ids of bindings which make no sense away from their widget."""


@dataclass
class Trouves(Message, bubble=False):
    """What the base holds for a text."""

    texte: str
    sessions: tuple[SessionLigne, ...]
    candidatures: tuple[CandidatureLigne, ...]


class PaletteScreen(Dialogue[None]):
    """The actions which work on the screen it was called from, then what the base holds.

    Args:
        depuis: That screen.
    """

    VERTICAL_BREAKPOINTS = [(0, "-bas"), (36, "-haut")]

    def __init__(self, depuis: Screen[object]) -> None:
        super().__init__()
        self._actions: dict[str, tuple[str, DOMNode]] = {}
        self._choix = tuple(self._lister(depuis))

    @property
    def titre(self) -> Content:
        return plain("Chercher un écran, une action, une session, une candidature")

    def corps(self) -> Iterable[Widget]:
        yield ChoiceList(self._choix, placeholder="Quelques lettres, accents ou pas…")

    def _lister(self, depuis: Screen[object]) -> Iterable[Choice]:
        vus: set[str] = set()
        for noeud, touche, possible, aide in depuis.active_bindings.values():
            if not possible or touche.id is None or touche.id in vus or touche.id.startswith(MOUVEMENTS):
                continue
            if touche.id == "palette":
                continue
            vus.add(touche.id)
            self._actions[touche.id] = (touche.action, noeud)
            yield Choice(touche.id, self._libelle(depuis, touche), f"{touche.description} {aide}")
        for id, entree in ECRANS.items():
            libelle = content("[b]$nom[/b] · $aide", nom=entree.nom, aide=entree.aide)
            yield Choice(f"ecran/{id}", libelle, f"{entree.nom} {entree.aide}")
        self._actions["theme"] = ("app.theme", depuis)
        yield Choice(
            "theme",
            content("[b]Changer de thème[/b] · clair ou sombre"),
            "Changer de thème clair sombre couleurs apparence",
        )

    def _libelle(self, depuis: Screen[object], touche: Binding) -> Content:
        return content(
            "[b]$nom[/b] · $aide [b]$cle[/b]",
            nom=touche.description,
            aide=touche.tooltip,
            cle=depuis.app.get_key_display(touche),
        )

    @on(ChoiceList.Typed)
    def _cherche(self, message: ChoiceList.Typed) -> None:
        if message.text.strip():
            self._chercher(message.text.strip())
        else:
            self.query_one(ChoiceList).set_found(())

    @work(thread=True, exclusive=True, exit_on_error=False, group="recherche")
    def _chercher(self, texte: str) -> None:
        desk, mots = self.hote.desk, en_mots(texte)
        sessions = tuple(ligne for _, ligne in desk.sessions(Onglet.TOUTES, mots).first(TROUVES))
        candidatures = tuple(ligne for _, ligne in desk.candidatures(texte=mots).first(TROUVES))
        self.post_message(Trouves(texte, sessions, candidatures))

    def on_trouves(self, message: Trouves) -> None:
        liste = self.query_one(ChoiceList)
        if message.texte == liste.text.strip():
            trouves = [_session(ligne) for ligne in message.sessions]
            liste.set_found([*trouves, *(_candidature(ligne) for ligne in message.candidatures)])

    @on(ChoiceList.Chosen)
    async def _choisi(self, message: ChoiceList.Chosen) -> None:
        genre, separateur, reference = message.id.partition("/")
        app = self.app
        self.dismiss(None)
        if separateur:
            self.hote.ouvrir_ecran(ecran(genre, reference))
        else:
            action, noeud = self._actions[message.id]
            app.call_later(app.run_action, action, noeud)


def ecran(genre: str, reference: str) -> BaseScreen:
    """The screen of what was found."""
    if genre == "ecran":
        return ECRANS[reference].ouvrir()
    if genre == "session":
        from rafaelpro_tui.screens.session import SessionScreen

        return SessionScreen(reference)
    from rafaelpro_tui.screens.candidature import CandidatureScreen

    return CandidatureScreen(reference, None)


def _session(ligne: SessionLigne) -> Choice:
    libelle = content(
        "session [b]$reference[/b] $intitule · $commune",
        reference=ligne.reference,
        intitule=ligne.intitule,
        commune=ligne.commune,
    )
    return Choice(f"session/{ligne.reference}", libelle, "")


def _candidature(ligne: CandidatureLigne) -> Choice:
    libelle = content(
        "candidature [b]$candidat[/b] $reference · $etat · $session $intitule",
        candidat=ligne.candidat,
        reference=ligne.reference,
        etat=ligne.etat.libelle,
        session=ligne.session,
        intitule=ligne.intitule,
    )
    return Choice(f"candidature/{ligne.reference}", libelle, "")
