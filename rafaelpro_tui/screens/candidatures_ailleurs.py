"""F4: a filter that finds nothing among some sessions says among which others it does."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Final

from textual import work
from textual.message import Message

from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.screens.liste_candidatures import ListeCandidatures
from rafaelpro_tui.screens.liste_screen import Compte
from rafaelpro_tui.widgets.safe_text import content

AUTRE: Final = {
    Onglet.EN_COURS_ET_A_VENIR: Onglet.TERMINEES,
    Onglet.TERMINEES: Onglet.EN_COURS_ET_A_VENIR,
}


@dataclass
class TrouveesAilleurs(Message, bubble=False):
    """How many a list would have had among the sessions of another tab."""

    source: object
    periode: Onglet
    nombre: int


class AilleursScreen(ListeCandidatures):
    """The part of F4 that looks under the other tab."""

    periode: Onglet
    """Which sessions: the active tab of the first line."""
    trouvees: Onglet | None = None
    """The tab under which the filter finds something, when it finds nothing under this one."""

    @abstractmethod
    def changer_periode(self, periode: Onglet) -> None:
        """Show the same state among other sessions."""

    def montrer(self, *, cursor_id: int | None = None) -> None:
        self.trouvees = None
        super().montrer(cursor_id=cursor_id)

    def on_compte(self, message: Compte) -> None:
        """Beside `ListeScreen.on_compte`, which Textual runs too."""
        rien = message.source is self._source and message.nombre == 0 and self.consultation is None
        if rien and self.regard.texte and self.periode in AUTRE:
            self._chercher_ailleurs(message.source, AUTRE[self.periode], self.onglet, self.regard.texte)

    @work(thread=True, exclusive=True, exit_on_error=False, group="ailleurs")
    def _chercher_ailleurs(self, source: object, periode: Onglet, onglet: str, texte: str) -> None:
        trouvees = self.desk.candidatures(
            etat=Etat(onglet), onglet=periode, texte=texte, selection=self.cochees[onglet].ids()
        )
        self.post_message(TrouveesAilleurs(source, periode, trouvees.count()))

    def on_trouvees_ailleurs(self, message: TrouveesAilleurs) -> None:
        if message.source is self._source and message.nombre:
            self.trouvees = message.periode
            self.table.empty = content(
                "Aucun résultat pour « $texte » parmi ces sessions.\n"
                "$combien dans l’onglet « $onglet » : t y passe avec ce filtre.\nÉchap efface le filtre.",
                texte=self.regard.texte,
                combien=pluriel(message.nombre, "candidature"),
                onglet=message.periode.libelle,
            )

    def suivre_le_filtre(self) -> bool:
        """Go where it finds something; False when it does not."""
        if self.trouvees is None:
            return False
        texte = self.regard.texte
        self.changer_periode(self.trouvees)
        self.filtrer(texte)
        return True
