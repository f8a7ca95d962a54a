"""« Gestion par lot »: select, give the one treatment, simulate (guide, chapter 3; ECRANS §7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button

from rafaelpro_tui.core.filtre import SELECTION
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.lot import par_defaut
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.screens.brouillon import champ_nomme
from rafaelpro_tui.screens.fichier_decisions import DECISIONS, DecisionsScreen
from rafaelpro_tui.screens.lot_bilan import BilanLot, simuler
from rafaelpro_tui.screens.lot_colonnes import COLONNES, COMPARABLES, ONGLETS, VIDES
from rafaelpro_tui.screens.lot_saisie import SaisieLotScreen
from rafaelpro_tui.screens.lot_touches import TOUCHES
from rafaelpro_tui.screens.lot_traitement import EtapeLot, Traitement
from rafaelpro_tui.screens.modeles import MODELES
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.session_colonnes import apercu
from rafaelpro_tui.screens.voisines import Voisines
from rafaelpro_tui.widgets.filter_bar import FilterBar
from rafaelpro_tui.widgets.lot_form import LotForm
from rafaelpro_tui.widgets.lot_header import LotHeader, TeteDeLot
from rafaelpro_tui.widgets.row_preview import RowPreview
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab, TabLine
from rafaelpro_tui.widgets.virtual_table import Column, VirtualTable


@dataclass
class SessionDuLotLue(Message, bubble=False):
    """`a_completer` counts the retenues whose dates and intensité a lot left open (LOT-4)."""

    vue: SessionVue
    a_completer: int


@dataclass
class CocheesLues(Message, bubble=False):
    """By tab, which of the candidatures ticked before are there."""

    cochees: Mapping[EtapeLot, Sequence[int]]


@dataclass
class LotSimule(Message, bubble=False):
    bilan: BilanLot


class LotScreen(SaisieLotScreen):
    """The guide's four tabs, with live counts.

    Args:
        cochees: Row ids of what was ticked on the session: ticked here too, each in its tab.
    """

    # Also those of the screens that follow: nothing is left to parse while a lot is under way.
    CSS_PATH = ["liste_screen.tcss", "lot.tcss", "resultats.tcss", "dialogue.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-bas"), (36, "-haut")]
    AIDE = "Gestion par lot"
    PREMIERES = ("lot.simuler", "selectionner", "tout", "convoquer", "presence", "oui", "non")
    CHOSE = ("candidature", None)
    COCHABLE = True
    LANGAGE = "candidatures"

    BINDINGS: ClassVar[list[BindingType]] = [*TOUCHES, MODELES, DECISIONS]

    def __init__(self, session: str, cochees: Collection[int] = ()) -> None:
        super().__init__()
        self.session = session
        self._venues_cochees = cochees
        self.vue: SessionVue | None = None
        self._a_completer = 0
        self._refus: dict[int, Refus] = {}
        """Why a row was refused, by row id, until it is treated again."""

    # What the frame and the list ask

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.vue.roles if self.vue else ()

    @property
    def reference(self) -> str | None:
        return self.candidature or self.session

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    def onglets(self) -> Sequence[Tab]:
        return ONGLETS

    def colonnes(self) -> Sequence[Column[CandidatureLigne]]:
        return COLONNES

    def comparables(self) -> Sequence[Column[CandidatureLigne]]:
        return COMPARABLES

    def source(self, onglet: str, regard: Regard) -> RowSource[CandidatureLigne]:
        etape = EtapeLot[onglet]
        return self.desk.candidatures(
            session=self.session,
            etat=etape.etat,
            etape=etape.etape,
            texte=regard.texte,
            selection=self.cochees[onglet],
            tri=regard.tri,
        )

    def vide(self, onglet: str) -> Content:
        return content(VIDES[EtapeLot[onglet]])

    def a_cote(self, onglet: str) -> Content:
        return content("[$text-muted]Espace coche · * toutes · = semblables · f filtre[/]")

    def apercu(self, ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
        return apercu(ligne)

    def corps(self) -> Iterable[Widget]:
        yield LotHeader()
        yield TabLine(self.onglets(), self.onglet, around="()")
        yield FilterBar()
        with Horizontal(id="liste"):
            yield VirtualTable[CandidatureLigne](self.colonnes(), selectable=True)
            yield RowPreview()
        yield LotForm(self.desk.aujourdhui)

    def on_mount(self) -> None:
        """Beside `ListeScreen.on_mount`, which Textual runs too."""
        self._lire_session()
        if self._venues_cochees:
            self._lire_cochees(self._venues_cochees)

    def ouvrir(self, n: int, ligne: CandidatureLigne) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        ordre = self.table.order
        voisines = Voisines(ordre, self.table.cursor_row) if ordre is not None else None
        self.app.push_screen(CandidatureScreen(ligne.reference, voisines))

    # Reading

    def relire(self) -> None:
        super().relire()
        self._lire_session()

    @work(thread=True, exclusive=True, exit_on_error=False, group="session")
    def _lire_session(self) -> None:
        a_completer = self.desk.candidatures(session=self.session, a_completer=True).count()
        self.post_message(SessionDuLotLue(self.desk.session(self.session), a_completer))

    async def on_session_du_lot_lue(self, message: SessionDuLotLue) -> None:
        vue = self.vue = message.vue
        self._a_completer = message.a_completer
        self.query_one(LotHeader).tete = TeteDeLot(vue, self.desk.aujourdhui)
        self.query_one(TabLine).tabs = tuple(
            replace(tab, count=vue.etapes[etape.etape] if etape.etape else vue.comptes[etape.etat])
            for tab, etape in zip(ONGLETS, EtapeLot, strict=True)
        )
        await self.prendre_defaut(par_defaut(vue.session))
        self.maj_cadre()
        self.refresh_bindings()

    @work(thread=True, exit_on_error=False, group="lot", description="cochees")
    def _lire_cochees(self, ids: Collection[int]) -> None:
        venues = {
            etape: self.desk.candidatures(
                session=self.session, etat=etape.etat, etape=etape.etape, texte=SELECTION, selection=ids
            ).order()
            for etape in EtapeLot
        }
        self.post_message(CocheesLues(venues))

    def on_cochees_lues(self, message: CocheesLues) -> None:
        """Goes to the first tab that has some."""
        for etape, ids in message.cochees.items():
            self.cochees[etape.name].replace(ids)
        self.table.selection = self.cochees[self.onglet]
        premiere = next((etape.name for etape, ids in message.cochees.items() if ids), self.onglet)
        self.changer_onglet(premiere)

    def _dire_infos(self) -> None:
        """Also what the treatment is about: with nothing ticked, the row under the cursor, never all."""
        super()._dire_infos()
        coches = len(self.table.selection)
        ligne = self.table.cursor_data if self.nombre else None
        refus = self._refus.get(ligne.n) if ligne is not None else None
        cible = phrase = Content()
        if coches:
            combien = pluriel(coches, "candidature cochée", "candidatures cochées")
            cible = content("Pour [b]$combien[/b]", combien=combien)
        elif ligne is not None:
            cible = content("Pour [b]$candidat[/b], sous le curseur", candidat=f"{ligne.candidat} ({ligne.reference})")
        if refus is not None and ligne is not None:
            phrase = content(
                "✕ $reference\N{NO-BREAK SPACE}: $message $remede ($regle)",
                reference=ligne.reference,
                message=refus.message,
                remede=refus.remede,
                regle=refus.regle,
            )
        self.formulaire.cibler(cible, content("Simuler pour $nombre", nombre=coches or int(ligne is not None)))
        self.formulaire.dire(phrase)

    # Simulating

    @on(Button.Pressed, "#simuler")
    def action_simuler(self) -> None:
        traitement, ids = self.traitement, self._cibles()
        if self.au_travail:
            return
        if not ids:
            self.hote.dire("Il n’y a aucune candidature à traiter dans cet onglet.", attention=True)
        elif manque := traitement.manque:
            champ, phrase = manque
            self.formulaire.signaler(champ, "refus", phrase)
            self.formulaire.viser(champ)
        else:
            phrase = traitement.phrase(len(ids))
            self.commencer(content("Simulation\N{NO-BREAK SPACE}: $phrase", phrase=phrase), len(ids))
            self._simuler(traitement, ids)

    def _cibles(self) -> list[int]:
        """The ticked rows in the order of the list, those hidden by the filter last; else the one under the cursor."""
        coches = self.table.selection.ids()
        if not coches:
            return [self.table.cursor_id] if self.table.cursor_id is not None else []
        montrees = [n for n in self.table.order or () if n in coches]
        return [*montrees, *sorted(coches.difference(montrees))]

    @work(thread=True, exit_on_error=False, group="lot", description="simuler")
    def _simuler(self, traitement: Traitement, ids: Sequence[int]) -> None:
        self.post_message(LotSimule(simuler(self.desk, self.session, traitement, ids, self.avancer)))

    def on_lot_simule(self, message: LotSimule) -> None:
        from rafaelpro_tui.screens.simulation import SimulationScreen

        self.terminer()
        bilan = message.bilan
        if bilan.refus is not None:
            self.hote.dire(f"{bilan.refus.message} {bilan.refus.remede} ({bilan.refus.regle})", attention=True)
        elif fautif := _champ_fautif(bilan):
            self.formulaire.signaler(fautif[0], "refus", fautif[1])
            self.formulaire.viser(fautif[0])
        else:
            self.app.push_screen(SimulationScreen(bilan, self.noter))

    def noter(self, bilan: BilanLot) -> None:
        """A lot was given: what was refused stays ticked, with its reason; what was done, or put aside, does not."""
        traitees = {ligne.n for ligne in bilan.lignes}
        self._refus = {n: refus for n, refus in self._refus.items() if n not in traitees} | bilan.refusees
        selection = self.cochees[bilan.traitement.etape.name]
        selection.replace(selection.ids() & bilan.refusees.keys())
        self.table.selection = self.cochees[self.onglet]
        if bilan.faites:
            self.validee(bilan)
            self.table.focus()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "completer":
            return self._a_completer > 0
        return super().check_action(action, parameters)

    def action_decisions(self) -> None:
        self.app.push_screen(DecisionsScreen(self.session))

    def action_modeles(self) -> None:
        if self.vue is not None:
            self.proposer_modeles(self.vue)

    def action_completer(self) -> None:
        from rafaelpro_tui.screens.lot_completer import CompleterScreen

        self.app.push_screen(CompleterScreen(self.session))


def _champ_fautif(bilan: BilanLot) -> tuple[str, str] | None:
    """The field that has every row refused, and the one sentence for all: said beside it."""
    refus = {ligne.resultat.refus for ligne in bilan.lignes}
    seul = next(iter(refus)) if len(refus) == 1 else None
    if seul is None or (champ := champ_nomme(seul.message, bilan.traitement.champs)) is None:
        return None
    return champ, f"{seul.message} {seul.remede} ({seul.regle})"
