"""The charts of one session or formation (Pilotage): each figure opens the list that it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from textual import on, work
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.texte import entier_fr, nombre_fr, pluriel
from rafaelpro_tui.core.vues_pilotage import Pilote
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.screens.derriere import DerriereScreen
from rafaelpro_tui.widgets.jauge import barre, remplissage
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.volet import LigneVolet, Volet

JAUGES: Final = (30, 14, 8)
"""Cells of a bar, where there is room and where there is less."""


@dataclass
class SessionsLues(Message, bubble=False):
    pilotes: Sequence[Pilote]


class PiloteScreen(BaseScreen):
    """Args:
    pilote: Its figures.
    par_formation: Whether they are those of a formation: its sessions follow.
    """

    AIDE = "Pilotage d’une session"
    AIDE_AUSSI = (Volet,)
    PREMIERES = ("volet.ouvrir", "zone.suivante")
    CSS_PATH = "pilotage.tcss"

    def __init__(self, pilote: Pilote, *, par_formation: bool = False) -> None:
        super().__init__()
        self._pilote = pilote
        self._par_formation = par_formation
        self._sessions: Sequence[Pilote] = ()

    @property
    def fil(self) -> str:
        return self._pilote.nom

    @property
    def reference(self) -> str | None:
        return self._pilote.nom

    def corps(self) -> Iterable[Widget]:
        yield Static(self._tete(), id="pilote-tete")
        with VerticalScroll(id="graphiques", can_focus=False):
            with Vertical():
                yield Volet("Du dépôt à l’entrée", id="entonnoir")
                yield Volet("Remplissage", id="remplissage")
                yield Volet("Délais moyens, depuis la candidature", id="delais")
            with Vertical():
                yield Volet("Motifs de refus", id="motifs")
                if self._par_formation:
                    yield Volet("Sessions, retenues sur effectif visé", id="sessions")

    def _tete(self) -> Content:
        return content(
            "[b]$intitule[/b] · $sessions",
            intitule=self._pilote.intitule,
            sessions=pluriel(self._pilote.sessions, "session"),
        )

    def on_mount(self) -> None:
        pilote = self._pilote
        etapes = (*pilote.etapes, ("En attente", pilote.en_attente, f"{pilote.cle} etat:en_attente"))
        self._montrer("entonnoir", [_barre(nom, nombre, pilote.deposees, f) for nom, nombre, f in etapes])
        vises, places = entier_fr(pilote.effectif_vise), pluriel(pilote.capacite, "place")
        remplissages = ((f"sur {vises} visées", pilote.effectif_vise), (f"sur {places}", pilote.capacite))
        retenues = pilote.filtre_retenues
        self._montrer("remplissage", [_barre(nom, pilote.retenues, sur, retenues) for nom, sur in remplissages])
        self._montrer("delais", [_delai(nom, jours, f) for nom, jours, f in pilote.delais], "Aucun délai connu.")
        motifs = [_barre(motif.libelle, nombre, pilote.refus, f) for motif, nombre, f in pilote.refusees]
        self._montrer("motifs", motifs, "Aucun refus.")
        self.query_one("#entonnoir").focus()
        if self._par_formation:
            self._lire_les_sessions()

    def _montrer(self, id: str, lignes: Sequence[LigneVolet], vide: str = "") -> None:
        volet = self.query_one(f"#{id}", Volet)
        volet.vide = content("$vide", vide=vide)
        volet.lignes = tuple(lignes)

    @work(thread=True, exclusive=True, exit_on_error=False, group="lecture")
    def _lire_les_sessions(self) -> None:
        pilotes = [pilote for pilote in self.desk.pilotage.lire() if pilote.action == self._pilote.action]
        self.post_message(SessionsLues(pilotes))

    def on_sessions_lues(self, message: SessionsLues) -> None:
        self._sessions = message.pilotes
        self._montrer("sessions", list(map(_session, self._sessions)))

    @on(Volet.Choisi)
    def _choisi(self, message: Volet.Choisi) -> None:
        if message.volet.id == "sessions":
            choisie = next(pilote for pilote in self._sessions if pilote.cle == message.cle)
            self.app.push_screen(PiloteScreen(choisie))
            return
        nom, _, filtre = message.cle.partition("\n")
        self.app.push_screen(DerriereScreen(nom, filtre))


def _barre(nom: str, nombre: int, total: int, filtre: str) -> LigneVolet:
    part = f"{round(100 * nombre / total)} %" if total else "—"
    dit = f"{entier_fr(nombre):>5}  {part:>5}  "
    return LigneVolet(f"{nom}\n{filtre}", (*(barre(nombre, total, cases) + dit for cases in JAUGES), dit), nom)


def _delai(nom: str, jours: float, filtre: str) -> LigneVolet:
    dits = nombre_fr(Decimal(f"{jours:.1f}"))
    return LigneVolet(f"{nom}\n{filtre}", (f"{dits:>5} jours  ",), nom)


def _session(pilote: Pilote) -> LigneVolet:
    places = f"{pilote.retenues} / {pilote.effectif_vise}"
    barres = (remplissage(pilote.retenues, pilote.effectif_vise, pilote.capacite, cases) for cases in JAUGES)
    return LigneVolet(pilote.cle, (*(f"{dessin}  {places:>7}  " for dessin in barres), f"{places:>7}  "), pilote.nom)
