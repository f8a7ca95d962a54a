"""What the lists of candidatures share, of one session or of all: ticks, export, the way to a candidature."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from rafaelpro_tui.core.filtre import CANDIDATURES, SELECTION, lire
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.file_touches import OUVRIR as TRAITER
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.personne import PERSONNE, PersonneScreen
from rafaelpro_tui.screens.regard import Regard
from rafaelpro_tui.screens.session_colonnes import apercu
from rafaelpro_tui.screens.suivre import SUIVRE, SuivreScreen
from rafaelpro_tui.widgets.row_window import RowSource

if TYPE_CHECKING:
    from rafaelpro_tui.core.exchange.provenance import Provenance

EXPORTER = Binding(
    "E",
    "exporter",
    "Exporter",
    tooltip="Exporter ce qui est coché, sinon le tableau montré, filtre et tri compris (CSV)",
    id="exporter",
)


@dataclass
class Exportee(Message, bubble=False):
    nombre: int
    chemin: Path


class ListeCandidatures(ListeScreen[CandidatureLigne], SuivreScreen):
    """A list of candidatures in tabs, each of which has the identifier of its state."""

    CHOSE = ("candidature", None)
    COCHABLE = True
    LANGAGE = "candidatures"

    BINDINGS: ClassVar[list[BindingType]] = [TRAITER, *SUIVRE, EXPORTER, PERSONNE]

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.reference if ligne is not None else None

    @property
    @abstractmethod
    def consultation(self) -> Refus | None:
        """DRT-9: why this user does not see the candidats behind the counts."""

    @property
    @abstractmethod
    def nom_du_fichier(self) -> str:
        """The name offered for what is exported, without « .csv »."""

    @property
    @abstractmethod
    def contenu(self) -> str:
        """What the tab lists, for the provenance of an export."""

    def apercu(self, ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
        return apercu(ligne)

    def ouvrir(self, n: int, ligne: CandidatureLigne) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen, Voisines

        ordre = self.table.order
        voisines = Voisines(ordre, self.table.cursor_row) if ordre is not None else None
        self.app.push_screen(CandidatureScreen(ligne.reference, voisines))

    def a_suivre(self) -> Sequence[int] | str:
        """What is ticked, hidden by the filter or not; else the row under the cursor."""
        return sorted(self.cochees[self.onglet].ids()) or self.candidature or ""

    @property
    def de_quoi_suivre(self) -> bool:
        """Counted, not listed: all may be ticked."""
        return bool(len(self.cochees[self.onglet]) or self.candidature)

    def poser_filtre(self, texte: str) -> None:
        """A filter that asks for one state goes to its tab, where it finds something."""
        etats = lire(texte, CANDIDATURES, self.desk.aujourdhui).parmi("etat")
        if len(etats) == 1 and etats[0] != self.onglet:
            self.regard.texte = ""
            self.onglet = etats[0].value
        super().poser_filtre(texte)

    def action_personne(self) -> None:
        if self.candidature is not None:
            self.app.push_screen(PersonneScreen(self.candidature))

    # Export

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "personne":
            return self.candidature is not None or None
        if action in ("exporter", "file"):
            return bool(self.nombre or len(self.cochees[self.onglet])) or None
        return super().check_action(action, parameters)

    def raison(self, action: str) -> str:
        if action in ("exporter", "file"):
            refus, quoi = self.consultation, "exporter" if action == "exporter" else "traiter"
            return f"{refus.message} ({refus.regle})" if refus else f"Il n’y a aucune candidature à {quoi} ici."
        return super().raison(action)

    def action_file(self) -> None:
        """What is ticked, hidden by the filter or not; else what is shown, from the cursor."""
        from rafaelpro_tui.screens.file import FileScreen

        ordre, coches = list(self.table.order or ()), self.cochees[self.onglet].ids()
        if not coches:
            if ordre:
                self.app.push_screen(FileScreen(ordre, self.table.cursor_row))
            return
        montrees = [n for n in ordre if n in coches]
        self.app.push_screen(FileScreen([*montrees, *sorted(coches.difference(montrees))]))

    def action_exporter(self) -> None:
        """What is ticked, hidden by the filter or not; else what is shown."""
        from rafaelpro_tui.screens.exporter import ExporterScreen

        cochees = len(self.cochees[self.onglet])
        regard = Regard(SELECTION, self.regard.tri) if cochees else self.regard
        source = self.source(self.onglet, regard)
        contenu = f"{self.contenu}, cochées" if cochees else self.contenu
        filtre = "" if cochees else self.regard.texte

        def choisi(chemin: Path | None) -> None:
            if chemin is not None:
                self._exporter(source, chemin, self.desk.provenance(contenu, filtre))

        quoi = (
            pluriel(cochees, "candidature cochée", "candidatures cochées")
            if cochees
            else pluriel(self.nombre or 0, "candidature")
        )
        self.app.push_screen(ExporterScreen(f"{self.nom_du_fichier}.csv", quoi), choisi)

    @work(thread=True, exit_on_error=False, group="export")
    def _exporter(self, source: RowSource[CandidatureLigne], chemin: Path, provenance: "Provenance") -> None:
        from rafaelpro_tui.core.exchange.csv_session import exporter_session

        self.post_message(Exportee(exporter_session(source, chemin, provenance), chemin))

    def on_exportee(self, message: Exportee) -> None:
        from rafaelpro_tui.core.exchange.provenance import ou_lire

        accord = "exportée" if message.nombre < 2 else "exportées"
        combien = pluriel(message.nombre, "candidature")
        self.hote.dire(f"{combien} {accord} dans {message.chemin}. {ou_lire(message.chemin)}")
