"""F6, Formations conventionnées: the formations on which the active structure has a role (FOR-1)."""

from collections.abc import Iterable, Sequence
from typing import Final

from textual.content import Content

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.texte import entier_fr
from rafaelpro_tui.core.vues_formations import FormationLigne, OngletFormations
from rafaelpro_tui.screens.base_vide import vide
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.links import linked
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled


def _roles(ligne: FormationLigne) -> str:
    return ", ".join(role.libelle for role in ligne.roles)


def _attente(ligne: FormationLigne) -> Cell:
    return Styled(entier_fr(ligne.en_attente), "strong") if ligne.en_attente else "0"


COLONNES: Final[tuple[Column[FormationLigne], ...]] = (
    Column("reference", "Référence", Flex(9, 16), lambda ligne: ligne.reference),
    Column("intitule", "Intitulé", Flex(20, weight=8), lambda ligne: ligne.intitule),
    Column("dispositif", "Dispositif", Flex(10, 14), lambda ligne: ligne.dispositif),
    Column("responsable", "Responsable", Flex(11, 28), lambda ligne: ligne.responsable),
    Column("roles", "Rôle", Flex(11, 36), _roles),
    Column("sessions", "Sessions", 8, lambda ligne: entier_fr(ligne.sessions), align="right"),
    Column("en_attente", "Candidatures en attente", Flex(12, 23), _attente, align="right"),
)


class FormationsScreen(ListeScreen[FormationLigne]):
    """Tabs « Publiées » and « Archivées »; ⏎ is the guide's pencil."""

    AIDE = "Formations conventionnées"
    CHOSE = ("formation", None)

    @property
    def roles(self) -> tuple[Role, ...]:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.roles if ligne is not None else ()

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    def onglets(self) -> Sequence[Tab]:
        return [Tab(onglet.name, onglet.libelle, onglet.libelle, onglet.libelle) for onglet in OngletFormations]

    def colonnes(self) -> Sequence[Column[FormationLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[FormationLigne]:
        return self.desk.formations(OngletFormations[onglet], regard.texte, regard.tri)

    def vide(self, onglet: str) -> Content:
        acteur = self.desk.acteur
        if onglet == OngletFormations.ARCHIVEES.name and acteur.structure.id:
            return content(
                "Aucune formation archivée pour $nom.\nTab revient aux formations publiées.", nom=acteur.structure.nom
            )
        return vide(acteur, "Aucune formation publiée")

    def a_cote(self, onglet: str) -> Content:
        return linked(content("[b $footer-key-foreground]Ctrl+F[/] Moteur de recherche"), "app.recherche")

    def ouvrir(self, n: int, ligne: FormationLigne) -> None:
        from rafaelpro_tui.screens.formulaire_action import FormulaireActionScreen

        self.app.push_screen(FormulaireActionScreen(ligne.reference))

    def apercu(self, ligne: FormationLigne) -> Iterable[tuple[str, str]]:
        yield "Formation", ligne.intitule
        yield "Référence", ligne.reference
        yield "Dispositif", ligne.dispositif
        yield "Organisme Responsable", ligne.responsable
        yield "Mon organisme est", _roles(ligne)
        yield "Sessions", entier_fr(ligne.sessions)
        yield "Candidatures en attente", entier_fr(ligne.en_attente)
