"""« Depuis la dernière synchro »: what others have done on the candidatures since the user last looked (ECRANS §9)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from textual.content import Content

from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues_poste import Nouvelle
from rafaelpro_tui.screens.lignes import Lignes
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.widgets.row_window import RowSource
from rafaelpro_tui.widgets.safe_text import content
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, Flex

NEUVES, TOUTES = "neuves", "toutes"
SANS_SERVEUR: Final = (
    "Cette base est sur ce poste seul : personne d’autre n’y travaille.\n"
    "« rafaelpro-tui connexion » relie ce poste à un serveur."
)

COLONNES: Final[tuple[Column[Nouvelle], ...]] = (
    Column("le", "Date", 11, lambda ligne: f"{ligne.le:%d/%m %H:%M}"),
    Column("candidat", "Candidat", Flex(14, 24), lambda ligne: ligne.candidat),
    Column("quoi", "Ce qui a changé", Flex(20, weight=5), lambda ligne: ligne.quoi),
    Column("par", "Par", Flex(12, 26, 2), lambda ligne: ligne.par or "—"),
    Column("session", "Session", 9, lambda ligne: ligne.session),
)
CHAMPS: Final[Mapping[str, Callable[[Nouvelle], Any]]] = {
    "le": lambda ligne: ligne.le,
    "candidat": lambda ligne: ligne.candidat,
    "quoi": lambda ligne: ligne.quoi,
    "par": lambda ligne: ligne.par,
    "session": lambda ligne: ligne.session,
    "reference": lambda ligne: ligne.candidature,
    "intitule": lambda ligne: ligne.intitule,
}


class NouvellesScreen(ListeScreen[Nouvelle]):
    """The latest first. Those found new stay so until the screen is left; the next time, they are among the others."""

    AIDE = "Depuis la dernière synchro"
    ANCETRES = ()
    CHOSE = ("changement", None)

    def __init__(self) -> None:
        super().__init__()
        self._neuves: set[int] = set()

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.candidature if ligne is not None else None

    @property
    def reference(self) -> str | None:
        return self.candidature

    def onglets(self) -> Sequence[Tab]:
        return (
            Tab(NEUVES, "Depuis votre dernier passage", "Depuis votre dernier passage", "Nouveau"),
            Tab(TOUTES, "Tout ce qui est venu du serveur", "Tout", "Tout"),
        )

    def colonnes(self) -> Sequence[Column[Nouvelle]]:
        return COLONNES

    def source(self, onglet: str, regard: Regard) -> RowSource[Nouvelle]:
        def lire() -> Sequence[Nouvelle]:
            if not self.desk.replique:
                return ()
            toutes = self.desk.poste.nouvelles()
            if a_voir := [ligne.n for ligne in toutes if not ligne.vue]:
                self._neuves |= set(a_voir)
                self.desk.poste.voir(a_voir)
            return [ligne for ligne in toutes if onglet == TOUTES or ligne.n in self._neuves]

        return Lignes(lire, CHAMPS, regard, cle=lambda ligne: ligne.n)

    def relire(self) -> None:
        """What is read whole is read anew."""
        self.montrer(cursor_id=self.table.cursor_id)

    def vide(self, onglet: str) -> Content:
        if not self.desk.replique:
            return content(SANS_SERVEUR)
        if onglet == NEUVES:
            return content(
                "Rien de nouveau depuis votre dernier passage.\n"
                "Ce que d’autres font sur vos candidatures viendra ici, avec leur nom et l’heure."
            )
        return content("Personne d’autre n’a encore rien changé à vos candidatures.")

    def apercu(self, ligne: Nouvelle) -> Iterable[tuple[str, str]]:
        yield "Candidature", f"{ligne.candidature} · {ligne.candidat}"
        yield "Ce qui a changé", ligne.quoi
        yield "Par", ligne.par or "le serveur ne le dit pas"
        yield "Le", f"{date_fr(ligne.le.date())} à {ligne.le:%H:%M}"
        yield "Session", f"{ligne.session} · {ligne.intitule}"

    def a_cote(self, onglet: str) -> Content:
        ligne = self.table.cursor_data
        return Content() if ligne is None else content("$reference", reference=ligne.candidature)

    def ouvrir(self, n: int, ligne: Nouvelle) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        self.app.push_screen(CandidatureScreen(ligne.candidature, None))
