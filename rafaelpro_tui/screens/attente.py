"""Liste d'attente: who is next and why, who still fits, and their promotion to « retenue » (AVI-10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.attente import EnAttente, ListeAttente
from rafaelpro_tui.core.rules.lot import par_defaut
from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.screens.brouillon import Brouillon
from rafaelpro_tui.screens.lignes import Lignes
from rafaelpro_tui.screens.liste_de_session import FEUILLES, ListeDeSession, Simulee
from rafaelpro_tui.screens.lot_bilan import BilanLot, simuler
from rafaelpro_tui.screens.lot_traitement import EtapeLot, Traitement
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.session_colonnes import apercu
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

ATTENTE: Final = Binding(
    "A",
    "attente",
    "Liste d’attente",
    show=False,
    tooltip="Liste d’attente : qui est le suivant, qui tient encore, et les retenir",
    id="attente",
)


def _tient(ligne: EnAttente) -> Cell:
    return Styled("✓ tient", "success") if ligne.tient else Styled("○", "muted")


COLONNES: Final[tuple[Column[EnAttente], ...]] = (
    Column("ordre", "Ordre", 5, lambda ligne: str(ligne.ordre), align="right"),
    Column("tient", "Place", 7, _tient),
    Column("reference", "Référence", 9, lambda ligne: ligne.avant.reference),
    Column("candidat", "Candidat·e", Flex(14, 30, weight=2), lambda ligne: ligne.avant.candidat),
    Column("pourquoi", "Pourquoi à cette place", Flex(22, weight=3), lambda ligne: ligne.pourquoi),
)
CHAMPS: Final[Mapping[str, Callable[[EnAttente], Any]]] = {
    "ordre": lambda ligne: ligne.ordre,
    "tient": lambda ligne: not ligne.tient,
    "reference": lambda ligne: ligne.avant.reference,
    "candidat": lambda ligne: ligne.avant.candidat,
    "pourquoi": lambda ligne: ligne.pourquoi,
}


@dataclass
class AttenteLue(Message, bubble=False):
    liste: ListeAttente


class AttenteScreen(ListeDeSession[EnAttente, BilanLot]):
    """The list in its order; what is ticked is promoted as by lot."""

    AIDE = "Liste d’attente"
    PREMIERES = ("attente.retenir", "attente.cocher", "selectionner", "attente.monter", "attente.descendre")
    CSS_PATH = [*FEUILLES, "attente.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f10,ctrl+s",
            "retenir",
            "Retenir",
            key_display="F10",
            tooltip="Simuler le passage à « retenue » de ce qui est coché, sinon de la ligne du curseur",
            id="attente.retenir",
        ),
        Binding(
            "K",
            "cocher",
            "Cocher ce qui tient",
            tooltip="Cocher les premières, autant qu’il y a de places",
            id="attente.cocher",
        ),
        Binding("H", "monter(-1)", "Monter", tooltip="Monter d’une place dans la liste d’attente", id="attente.monter"),
        Binding("B", "monter(1)", "Descendre", tooltip="Descendre d’une place", id="attente.descendre"),
        Binding(
            "D",
            "par_date",
            "Par date",
            show=False,
            tooltip="Reprendre l’ordre des dates de candidature",
            id="attente.par_date",
        ),
    ]

    def __init__(self, session: str) -> None:
        self.liste: ListeAttente | None = None
        super().__init__(session)

    def onglets(self) -> Sequence[Tab]:
        return (Tab("attente", "Candidatures non retenues pour session complète", "Session complète", "Attente"),)

    def colonnes(self) -> Sequence[Column[EnAttente]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[EnAttente]:
        def lire() -> Sequence[EnAttente]:
            liste = self.desk.attente.lire(self.session)
            self.post_message(AttenteLue(liste))
            return liste.lignes

        return Lignes(lire, CHAMPS, regard, lambda ligne: ligne.avant.n)

    def entete(self) -> Iterable[Widget]:
        yield Static(id="attente-tete")

    def vide(self, onglet: str) -> Content:
        return content(
            "Aucune candidature en liste d’attente sur la session $session.\n"
            "Un avis « Non » dont le motif est « Session complète » y met la sienne.",
            session=self.session,
        )

    def apercu(self, ligne: EnAttente) -> Iterable[tuple[str, str]]:
        yield "Place dans la liste", f"{ligne.ordre}, {ligne.pourquoi}"
        yield from apercu(ligne.avant)

    def on_attente_lue(self, message: AttenteLue) -> None:
        self.liste = message.liste
        self.query_one("#attente-tete", Static).update(_tete(message.liste))
        self.refresh_bindings()

    # Order

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("retenir", "monter", "cocher") and not self.nombre:
            return None
        return super().check_action(action, parameters)

    def action_monter(self, pas: int) -> None:
        ligne = self.table.cursor_data
        if ligne is not None and 1 <= ligne.ordre + pas <= (self.nombre or 0):
            self.ranger(lambda: self.desk.attente.deplacer(self.session, ligne.avant.reference, ligne.ordre + pas))

    def action_par_date(self) -> None:
        self.ranger(lambda: self.desk.attente.par_date(self.session))

    # Promotion

    def action_cocher(self) -> None:
        """Who fits, and nobody else."""
        if self.liste is not None:
            self.table.tick_only({ligne.avant.n for ligne in self.liste.lignes if ligne.tient})
            if not self.liste.tiennent:
                self.hote.dire("Personne ne tient dans les places libres.", attention=True)

    def action_retenir(self) -> None:
        liste, ligne = self.liste, self.table.cursor_data
        if liste is None or ligne is None or self.au_travail:
            return
        coches = self.table.selection.ids() or {ligne.avant.n}
        ids = [une.avant.n for une in liste.lignes if une.avant.n in coches]
        traitement = _traitement(liste, self.desk.aujourdhui)
        self.commencer(content("Simulation\N{NO-BREAK SPACE}: $quoi", quoi=traitement.phrase(len(ids))), len(ids))
        self._simuler(traitement, ids)

    @work(thread=True, exit_on_error=False, group="lot", description="simuler")
    def _simuler(self, traitement: Traitement, ids: Sequence[int]) -> None:
        self.post_message(Simulee(simuler(self.desk, self.session, traitement, ids, self.avancer)))

    def apres(self, bilan: BilanLot) -> None:
        self.table.tick_only(bilan.refusees)


def _traitement(liste: ListeAttente, aujourdhui: Any) -> Traitement:
    """Retenir from today on, when the session has begun (LOT-3); à compléter where dates come one by one (LOT-4)."""
    defaut = par_defaut(liste.vue.session)
    traitement = Traitement(etape=EtapeLot.LISTE_ATTENTE, defaut=defaut, avis=Brouillon(reponse="oui"))
    if defaut is None or defaut.entree is None or defaut.entree >= aujourdhui:
        return traitement
    return replace(traitement, modification="avec", avis=Brouillon(reponse="oui", entree=aujourdhui))


def _tete(liste: ListeAttente) -> Content:
    places = "aucune place libre" if liste.libres <= 0 else pluriel(liste.libres, "place libre", "places libres")
    retenues = liste.vue.session.capacite_accueil - liste.libres
    sur = f"{pluriel(retenues, 'retenue')} sur {liste.vue.session.capacite_accueil}"
    limite = date_fr(liste.limite)
    quand = f"jusqu’au {limite}" if liste.a_temps else f"date limite passée, le {limite}{NBSP}: plus personne (AVI-10)"
    return content(
        "[b]$places[/b] ($sur) · entrée tardive $quand\n"
        "[$text-muted]Ordre : date de candidature ; H et B donnent un rang à la main, D l’oublie.[/]",
        places=places,
        sur=sur,
        quand=quand,
    )
