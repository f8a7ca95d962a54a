"""Moteur de recherche: text over formations and sessions, with the guide's two criteria; « Gérer » opens one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues import SessionLigne
from rafaelpro_tui.screens.base_screen import ZONES
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.sessions import SIGNES
from rafaelpro_tui.screens.vers_formulaire import MODIFIER_SESSION, ouvrir_formulaire
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled, VirtualTable


@dataclass(frozen=True, slots=True)
class Criteres:
    """« Critères de recherche »: both as the guide leaves them, unticked."""

    sans_completes: bool = False
    avec_terminees: bool = False


LIBELLES: Final = {
    "sans_completes": "Exclure les formations complètes",
    "avec_terminees": "Inclure les formations terminées",
}
TOUCHES: Final = {"sans_completes": "c", "avec_terminees": "t"}


class CriteresLigne(Widget, can_focus=False):
    """The two criteria, each to be ticked by its key or a click."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    CriteresLigne { height: auto; padding: 0 1; color: $foreground; }
    """

    auto_links = False

    criteres: reactive[Criteres] = reactive(Criteres(), init=False)

    def render(self) -> RenderResult:
        return self._lignes(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._lignes(width).plain.count("\n") + 1

    def _lignes(self, largeur: int) -> Content:
        """On one line where there is room, else one under the other."""
        titre = content("[b $text-primary]Critères de recherche[/]  ")
        premier, second = (self._critere(nom) for nom in LIBELLES)
        ligne = titre + premier + content("   ") + second
        if ligne.cell_length <= largeur:
            return ligne
        return titre + premier + Content("\n") + second.pad_left(titre.cell_length)

    def _critere(self, nom: str) -> Content:
        coche = "[x]" if getattr(self.criteres, nom) else "[ ]"
        texte = content(
            "[b]$coche[/b] $libelle [b $footer-key-foreground]$touche[/]",
            coche=coche,
            libelle=LIBELLES[nom],
            touche=TOUCHES[nom],
        )
        return linked(texte, f"screen.critere('{nom}')")


class TableAGerer(VirtualTable[SessionLigne]):
    """⏎ is the guide's « Gérer »."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Gérer", tooltip="Gérer les candidatures de la session", id="gerer")
    ]


def _inscrits(ligne: SessionLigne) -> Cell:
    texte = ligne.occupation
    return Styled(f"{texte} complète", "warning") if ligne.inscrits >= ligne.maximum else texte


COLONNES: Final[tuple[Column[SessionLigne], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("intitule", "Formation", Flex(18, weight=4), lambda ligne: ligne.intitule),
    Column("responsable", "Responsable", Flex(9, 28), lambda ligne: ligne.responsable),
    Column("commune", "Lieu", Flex(9, 24), lambda ligne: ligne.commune),
    Column("debut", "Date", 17, lambda ligne: f"{ligne.debut:%d/%m/%y}–{ligne.fin:%d/%m/%y}"),
    Column("etat", "État", 10, lambda ligne: SIGNES[ligne.etat]),
    Column("inscrits", "Inscrits", 14, _inscrits, align="right"),
)


class RechercheScreen(ListeScreen[SessionLigne]):
    """The sessions whose formation, reference, commune or organismes hold the words typed."""

    AIDE = "Moteur de recherche"
    CHOSE = ("session", None)
    TABLE = TableAGerer
    LANGAGE = "sessions"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "critere('sans_completes')",
            "Exclure les complètes",
            tooltip="Exclure les formations complètes, ou les montrer de nouveau",
            id="recherche.completes",
        ),
        Binding(
            "t",
            "critere('avec_terminees')",
            "Inclure les terminées",
            tooltip="Inclure les formations terminées, ou les cacher de nouveau",
            id="recherche.terminees",
        ),
        MODIFIER_SESSION,
        *ZONES,
    ]

    @property
    def roles(self) -> tuple[Role, ...]:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.roles if ligne is not None else ()

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    def entete(self) -> Iterable[Widget]:
        yield CriteresLigne()

    def onglets(self) -> Sequence[Tab]:
        return (Tab("trouvees", "Formations et sessions trouvées", "Formations et sessions", "Trouvées"),)

    def colonnes(self) -> Sequence[Column[SessionLigne]]:
        return COLONNES

    def on_mount(self) -> None:
        """One comes here to type."""
        self.call_after_refresh(self.barre.edit)

    @property
    def criteres(self) -> Criteres:
        return self.query_one(CriteresLigne).criteres

    def source(self, onglet: str, regard: Regard) -> RowSource[SessionLigne]:
        criteres = self.criteres
        return self.desk.chercher(
            regard.texte,
            regard.tri,
            sans_completes=criteres.sans_completes,
            avec_terminees=criteres.avec_terminees,
        )

    def vide(self, onglet: str) -> Content:
        return content("Aucune session ne répond à ces critères.\nLa touche t inclut les formations terminées.")

    def ouvrir(self, n: int, ligne: SessionLigne) -> None:
        """« Gérer »."""
        from rafaelpro_tui.screens.session import SessionScreen

        self.app.push_screen(SessionScreen(ligne.reference))

    def apercu(self, ligne: SessionLigne) -> Iterable[tuple[str, str]]:
        yield "Session", f"{ligne.reference} · {ligne.etat.libelle}"
        yield "Formation", ligne.intitule
        yield "Dates", f"du {date_fr(ligne.debut)} au {date_fr(ligne.fin)}"
        yield "Lieu", f"{ligne.commune} ({ligne.code_postal})"
        yield "Responsable", ligne.responsable
        yield "Positionneur", ligne.positionneur
        yield "Formateur", ligne.formateur
        yield "Mon organisme est", ", ".join(role.libelle for role in ligne.roles)
        yield "Inscrits", f"{ligne.inscrits} sur {ligne.maximum}"

    # Actions

    def action_critere(self, nom: str) -> None:
        ligne = self.query_one(CriteresLigne)
        if nom in LIBELLES:
            ligne.criteres = replace(self.criteres, **{nom: not getattr(self.criteres, nom)})
            self.montrer(cursor_id=self.table.cursor_id)

    def action_modifier_session(self) -> None:
        ouvrir_formulaire(self.app, self.reference)
