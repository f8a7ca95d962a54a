"""The rows of a bilan, refused ones first: what its simulation and its report share (LOT-5, LOT-6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Generic, TypeVar

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rafaelpro_tui.screens.bilan import Bilan, Issue, LigneBilan
from rafaelpro_tui.screens.bilan_lignes import LignesBilan
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.lot_progression import TravailScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.filter_bar import FilterBar
from rafaelpro_tui.widgets.row_preview import RowPreview
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab, TabLine
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled, VirtualTable

STYLES: Final = {
    Issue.FAIT: "success",
    Issue.AVERTISSEMENT: "warning",
    Issue.REFUS: "error",
    Issue.ECARTEE: "muted",
}


def _issue(ligne: LigneBilan) -> Cell:
    return Styled(ligne.issue.texte, STYLES[ligne.issue])  # type: ignore[arg-type]


COLONNES: Final[tuple[Column[LigneBilan], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("candidat", "Candidat·e", Flex(16, 32, weight=2), lambda ligne: ligne.candidat),
    Column("issue", "Issue", 15, _issue),
    Column("regle", "Règle", Flex(6, 14), lambda ligne: ligne.regle),
    Column("message", "Message", Flex(20, weight=4), lambda ligne: ligne.message or f"→ {ligne.suite}"),
)

ONGLETS: Final = (
    (Tab("tout", "Toutes", "Toutes", "Tout"), frozenset(Issue)),
    (Tab("faites", "Faites", "Faites", "Fait"), frozenset({Issue.FAIT, Issue.AVERTISSEMENT})),
    (Tab("avertissements", "Avec avertissement", "Avertissement", "Avert."), frozenset({Issue.AVERTISSEMENT})),
    (Tab("refusees", "Refusées", "Refusées", "Ref."), frozenset({Issue.REFUS})),
    (Tab("ecartees", "Écartées", "Écartées", "Écart."), frozenset({Issue.ECARTEE})),
)
ISSUES: Final = {tab.id: issues for tab, issues in ONGLETS}

B = TypeVar("B", bound=Bilan)


class ResultatsScreen(ListeScreen[LigneBilan], TravailScreen, Generic[B]):
    """The rows of a bilan, refused ones first, with the whole of what is said of the one under the cursor."""

    CSS_PATH = ["liste_screen.tcss", "resultats.tcss"]
    CHOSE = ("ligne", None)

    def __init__(self, bilan: B) -> None:
        super().__init__()
        self.bilan = bilan

    @property
    def reference(self) -> str | None:
        return self.candidature or self.bilan.session

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.avant.reference if ligne is not None and ligne.avant is not None else None

    def onglets(self) -> Sequence[Tab]:
        return [tab for tab, _ in ONGLETS]

    def colonnes(self) -> Sequence[Column[LigneBilan]]:
        titre, largeur = self.bilan.repere
        repere = Column[LigneBilan]("repere", titre, largeur, lambda ligne: ligne.repere, align="right")
        return (repere, *COLONNES) if titre else COLONNES

    @property
    def montre(self) -> B:
        """The one whose rows are shown."""
        return self.bilan

    def source(self, onglet: str, regard: Regard) -> RowSource[LigneBilan]:
        return LignesBilan(self.montre.lignes, ISSUES[onglet], replace(regard))

    def vide(self, onglet: str) -> Content:
        return content("Aucune ligne dans cet onglet.")

    def corps(self) -> Iterable[Widget]:
        yield Static(id="lot-phrase")
        yield Static(id="lot-comptes")
        yield from self.entete()
        yield TabLine(self.onglets(), self.onglet)
        yield FilterBar()
        with Horizontal(id="liste"):
            yield VirtualTable[LigneBilan](self.colonnes(), selectable=self.COCHABLE)
            yield RowPreview()

    def on_mount(self) -> None:
        self.dire_le_bilan()

    def dire_le_bilan(self) -> None:
        """The counts, above and in the tabs."""
        comptes = self.montre.comptes
        self.query_one(TabLine).tabs = tuple(
            replace(tab, count=sum(comptes[issue] for issue in ISSUES[tab.id])) for tab in self.onglets()
        )
        self.query_one("#lot-comptes", Static).update(content("$phrase", phrase=self.bilan.phrase))

    def apercu(self, ligne: LigneBilan) -> Iterable[tuple[str, str]]:
        regle = f" ({ligne.regle})" if ligne.regle else ""
        dit = f"{ligne.message} {ligne.remede}".strip() or f"→ {ligne.suite}"
        yield f"{ligne.reference} · {ligne.candidat} · {ligne.issue.texte}{regle}", dit

    def ouvrir(self, n: int, ligne: LigneBilan) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        if ligne.avant is not None:
            self.app.push_screen(CandidatureScreen(ligne.avant.reference, None))
