"""F4, Gestion par candidatures: those of all sessions, by state, under the guide's dashboard (ECRANS §4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.core.model import Etat, Role
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues import Onglet, Tri
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne, LigneTableau
from rafaelpro_tui.screens.candidatures_ailleurs import AilleursScreen
from rafaelpro_tui.screens.candidatures_colonnes import COLONNES, apercu
from rafaelpro_tui.screens.candidatures_onglets import ETATS, PERIODES, VIDES
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.etats import DEFINITIONS
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.selection import Selection
from rafaelpro_tui.widgets.tab_line import Tab, TabLine
from rafaelpro_tui.widgets.tableau_roles import FORMATEUR_SEUL, TableauRoles, filtre
from rafaelpro_tui.widgets.virtual_table import Column

HAUT: Final = 32
"""Lines of the terminal from which the dashboard is unfolded at first."""


@dataclass
class ComptesLus(Message, bubble=False):
    comptes: Mapping[Onglet, Mapping[Etat, int]]
    tableau: tuple[LigneTableau, ...]


class CandidaturesScreen(AilleursScreen):
    """Dashboard, tabs by date of the session, then by state.

    Args:
        texte: A filter to begin with, over all sessions; it goes to the tab of the state that it asks for.
    """

    AIDE = "Gestion par candidatures"
    ANCETRES = ("Candidatures",)
    PREMIERES = ("filtrer", "periode", "tableau")
    CSS_PATH: ClassVar = ["liste_screen.tcss", "candidatures.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t",
            "periode",
            "Sessions terminées",
            tooltip="Passer des sessions en cours et à venir aux terminées, puis à toutes",
            id="periode",
        ),
        Binding(
            "d",
            "tableau",
            "Tableau de bord",
            tooltip="Déplier le tableau de bord et y aller ; de là, le replier",
            id="tableau",
        ),
    ]

    def __init__(self, texte: str = "") -> None:
        super().__init__()
        self._premier_filtre = texte
        self.comptes: Mapping[Onglet, Mapping[Etat, int]] = {}

    @property
    def consultation(self) -> Refus | None:
        interdit: Refus | None = getattr(self._source, "interdit", None)
        return interdit

    @property
    def reference(self) -> str | None:
        return self.candidature

    @property
    def nom_du_fichier(self) -> str:
        return f"candidatures-{self.onglet}"

    @property
    def contenu(self) -> str:
        return f"candidatures, {Etat(self.onglet).libelle.lower()}, {self.periode.libelle.lower()}"

    def entete(self) -> Iterable[Widget]:
        yield TableauRoles()
        pli = Static(id="pli")
        pli.auto_links = False
        yield pli
        yield TabLine(PERIODES, self.periode.name)

    def onglets(self) -> Sequence[Tab]:
        return ETATS

    def colonnes(self) -> Sequence[Column[CandidatureLigne]]:
        return COLONNES

    def apercu(self, ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
        return apercu(ligne)

    def source(self, onglet: str, regard: Regard) -> RowSource[CandidatureLigne]:
        # Those that wait most come first; of what is decided, the latest.
        return self.desk.candidatures(
            etat=Etat(onglet),
            onglet=self.periode,
            texte=regard.texte,
            selection=self.cochees[onglet],
            tri=regard.tri or Tri("deposee_le", decroissant=onglet != Etat.EN_ATTENTE),
        )

    def on_mount(self) -> None:
        """Before `ListeScreen.on_mount`, which Textual runs too."""
        self._plier_si_bas()
        if self._premier_filtre:
            self._poser_periode(Onglet.TOUTES)
            self.poser_filtre(self._premier_filtre)
        self._lire_comptes()

    def relire(self) -> None:
        super().relire()
        self._lire_comptes()

    def recommencer(self) -> None:
        super().recommencer()
        self._lire_comptes()

    @property
    def prete(self) -> bool:
        return super().prete and bool(self.comptes)

    @property
    def ligne_onglets(self) -> TabLine:
        return self.query(TabLine).last()

    # What is counted

    @work(thread=True, exclusive=True, exit_on_error=False, group="comptes")
    def _lire_comptes(self) -> None:
        self.post_message(ComptesLus(self.desk.comptes_candidatures(), self.desk.tableau()))

    def on_comptes_lus(self, message: ComptesLus) -> None:
        self.comptes = message.comptes
        self.query_one(TableauRoles).lignes = message.tableau
        self.query_one("#pli", Static).update(linked(_resume(message.tableau), "screen.tableau"))
        self._dire_comptes()
        self.peindre_si_prete()

    def _dire_comptes(self) -> None:
        if comptes := self.comptes:
            periodes, etats = self.query(TabLine)
            periodes.tabs = tuple(replace(tab, count=sum(comptes[Onglet[tab.id]].values())) for tab in PERIODES)
            etats.tabs = tuple(replace(tab, count=comptes[self.periode][Etat(tab.id)]) for tab in ETATS)
            self.table.empty = self.vide(self.onglet) if not self.regard.texte else self.table.empty

    # Which sessions

    def montrer(self, *, cursor_id: int | None = None) -> None:
        self.query(TabLine).first().active = self.periode.name
        super().montrer(cursor_id=cursor_id)
        if self.consultation is not None:  # DRT-9, and not the filter, is why there is nothing.
            self.table.empty = self.vide(self.onglet)
        self._dire_comptes()

    def changer_onglet(self, onglet: str) -> None:
        """A tab of either line."""
        if onglet in Onglet.__members__:
            self.changer_periode(Onglet[onglet])
        else:
            super().changer_onglet(onglet)

    def changer_periode(self, periode: Onglet) -> None:
        """Filters, sorts and ticks belong to a list and tab: those of the other sessions come back with them."""
        if periode is not self.periode:
            self._poser_periode(periode)
            self.barre.close()
            self.table.focus()
            self.montrer()

    def _poser_periode(self, periode: Onglet) -> None:
        self._ailleurs[self.periode] = (self.regards, self.cochees)
        self.periode = periode
        self.regards, self.cochees = self._ailleurs.get(periode) or (
            {tab.id: Regard() for tab in ETATS},
            {tab.id: Selection() for tab in ETATS},
        )

    def _oublier(self) -> None:
        super()._oublier()
        self.periode = Onglet.EN_COURS_ET_A_VENIR
        self._ailleurs: dict[Onglet, tuple[dict[str, Regard], dict[str, Selection]]] = {}

    def action_periode(self) -> None:
        if not self.suivre_le_filtre():
            self.changer_onglet(self.query(TabLine).first().neighbour(1))

    # The dashboard

    def plier(self, plie: bool) -> None:
        self.query_one(TableauRoles).display = not plie
        self.query_one("#pli").display = plie

    def _plier_si_bas(self) -> None:
        """Leave the place to the list, in a low window."""
        self.plier(self.app.size.height < HAUT)

    def action_tableau(self) -> None:
        tableau = self.query_one(TableauRoles)
        if tableau.display and tableau.has_focus:
            self.plier(True)
            self.table.focus()
        else:
            self.plier(False)
            tableau.focus()

    @on(TableauRoles.Choisi)
    def _nombre_choisi(self, message: TableauRoles.Choisi) -> None:
        self._plier_si_bas()
        if message.role is Role.FORMATEUR and message.nombre and self.consultation is None:
            self.hote.dire(FORMATEUR_SEUL)
        self._montrer_derriere(filtre(message.role, message.colonne))

    def _montrer_derriere(self, texte: str) -> None:
        """The list that a filter is about, over all sessions."""
        if self.periode is not Onglet.TOUTES:
            self._poser_periode(Onglet.TOUTES)
        self.filtrer(texte)
        self.table.focus()

    # What is empty, what is said

    def a_cote(self, onglet: str) -> Content:
        return content("[$text-muted]$definition[/]", definition=DEFINITIONS[Etat(onglet)])

    def vide(self, onglet: str) -> Content:
        if refus := self.consultation:  # DRT-9: counts, and why the names behind them are not shown.
            compte = self.comptes[self.periode][Etat(onglet)] if self.comptes else 0
            return content(
                "$compte ici.\n$message\n$remede [$text-muted]($regle)[/]",
                compte=pluriel(compte, "candidature"),
                message=refus.message,
                remede=refus.remede,
                regle=refus.regle,
            )
        return content(
            "$quoi\nTab passe à un autre état, t à d’autres sessions, F5 à la liste des sessions.",
            quoi=VIDES[Etat(onglet)],
        )


def _resume(tableau: Sequence[LigneTableau]) -> Content:
    """The dashboard on one line: what presses most, in the role where there is most of it."""
    bientot = max((ligne.passage_15_jours for ligne in tableau), default=0)
    return content(
        "▸ [b]Tableau de bord[/b] [$text-muted]·[/] passage en avis non transmis d’ici 15 jours : $bientot"
        " [$text-muted]· d déplie[/]",
        bientot=f"▲ {entier_fr(bientot)}" if bientot else "0",
    )
