"""F5, Gestion par sessions: the sessions on which the active structure has a role."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from rafaelpro_tui.core.model import EtatSession, Role
from rafaelpro_tui.core.texte import date_fr, pluriel
from rafaelpro_tui.core.vues import Onglet, SessionLigne
from rafaelpro_tui.screens.base_vide import vide
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.vers_formulaire import MODIFIER_SESSION, ouvrir_formulaire
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, Flex, Styled

SIGNES: Final = {
    EtatSession.A_VENIR: Styled("○ À venir", "accent"),
    EtatSession.EN_COURS: Styled("● En cours", "success"),
    EtatSession.TERMINEE: Styled("■ Terminée", "muted"),
    EtatSession.ANNULEE: Styled("✕ Annulée", "error"),
}

COLONNES: Final[tuple[Column[SessionLigne], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("intitule", "Session", Flex(18, weight=4), lambda ligne: ligne.intitule),
    Column("responsable", "Responsable", Flex(9, 28), lambda ligne: ligne.responsable),
    Column("positionneur", "Positionneur", Flex(9, 28), lambda ligne: ligne.positionneur),
    Column("formateur", "Formateur", Flex(9, 28), lambda ligne: ligne.formateur),
    Column("commune", "Lieu", Flex(9, 24), lambda ligne: ligne.commune),
    Column("debut", "Date", 17, lambda ligne: f"{ligne.debut:%d/%m/%y}–{ligne.fin:%d/%m/%y}"),
    Column("etat", "État", 10, lambda ligne: SIGNES[ligne.etat]),
    Column("inscrits", "Inscrits", 8, lambda ligne: ligne.occupation, align="right"),
)


class SessionsScreen(ListeScreen[SessionLigne]):
    """Tabs « Sessions en cours et à venir » and « Sessions terminées », the guide's nine columns."""

    AIDE = "Sessions"
    ANCETRES = ("Candidatures",)
    ECRANS = True
    CHOSE = ("session", None)
    LANGAGE = "sessions"
    ONGLETS: ClassVar = (Onglet.EN_COURS_ET_A_VENIR, Onglet.TERMINEES)

    BINDINGS: ClassVar[list[BindingType]] = [MODIFIER_SESSION]

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(Onglet.EN_COURS_ET_A_VENIR.name, Onglet.EN_COURS_ET_A_VENIR.libelle, "En cours et à venir", "En cours"),
            Tab(Onglet.TERMINEES.name, Onglet.TERMINEES.libelle, "Terminées", "Terminées"),
        )

    def colonnes(self) -> Sequence[Column[SessionLigne]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[SessionLigne]:
        return self.desk.sessions(Onglet[onglet], regard.texte, regard.tri)

    @property
    def roles(self) -> tuple[Role, ...]:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.roles if ligne is not None else ()

    @property
    def reference(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    def vide(self, onglet: str) -> Content:
        acteur = self.desk.acteur
        if onglet == Onglet.TERMINEES.name and acteur.structure.id:
            return content(
                "Aucune session terminée pour $nom.\nTab revient aux sessions en cours et à venir.",
                nom=acteur.structure.nom,
            )
        return vide(acteur, "Aucune session en cours ou à venir")

    def a_cote(self, onglet: str) -> Content:
        """What the last columns say of the row under the cursor, for where they do not fit."""
        ligne = self.table.cursor_data
        if ligne is None:
            return Content()
        return content(
            "$reference [$text-muted]·[/] $etat [$text-muted]·[/] $inscrits [$text-muted]·[/] $attente en attente",
            reference=ligne.reference,
            etat=ligne.etat.libelle,
            inscrits=pluriel(ligne.inscrits, "inscrit"),
            attente=ligne.en_attente,
        )

    def ouvrir(self, n: int, ligne: SessionLigne) -> None:
        from rafaelpro_tui.screens.session import SessionScreen

        self.app.push_screen(SessionScreen(ligne.reference))

    def action_modifier_session(self) -> None:
        ouvrir_formulaire(self.app, self.reference)

    def apercu(self, ligne: SessionLigne) -> Iterable[tuple[str, str]]:
        yield "Session", f"{ligne.reference} · {ligne.etat.libelle}"
        yield "Formation", ligne.intitule
        yield "Dates", f"du {date_fr(ligne.debut)} au {date_fr(ligne.fin)}"
        yield "Type d’entrées", ligne.type_entrees.libelle
        yield "Lieu", f"{ligne.commune} ({ligne.code_postal})"
        yield "Responsable", ligne.responsable
        yield "Positionneur", ligne.positionneur
        yield "Formateur", ligne.formateur
        yield "Mon organisme est", ", ".join(role.libelle for role in ligne.roles)
        yield (
            "Inscrits",
            f"{ligne.inscrits} sur {pluriel(ligne.maximum, 'candidature possible', 'candidatures possibles')}",
        )
        yield "En attente de traitement", pluriel(ligne.en_attente, "candidature")
        if ligne.en_attente and ligne.jours_restants >= 0:
            yield "Pour les traiter", f"il reste {pluriel(ligne.jours_restants, 'jour')}"
