"""The app: keeps the stack of screens, tells errors and changes, switches theme and structure."""

from __future__ import annotations

import asyncio
import io
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import work
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.types import CSSPathType
from textual.worker import Worker, WorkerState

from rafaelpro_tui import settings
from rafaelpro_tui.annulation import AnnulationApp
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.vues import SessionLigne
from rafaelpro_tui.ouverture import OuvertureApp
from rafaelpro_tui.panier import PanierApp
from rafaelpro_tui.pannes import journaliser
from rafaelpro_tui.repit import RepitApp
from rafaelpro_tui.screens.base_screen import BaseChangee, BaseScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.synchro import SynchroApp
from rafaelpro_tui.touches import TOUCHES, fautes, nom_de_touche
from rafaelpro_tui.verrou import PERMISES, VerrouApp
from rafaelpro_tui.widgets import insecables
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.row_window import Beginning
from rafaelpro_tui.widgets.safe_text import plain, safe
from rafaelpro_tui.widgets.theme import CLAIR, SOMBRE, THEMES

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.core.resultats import Resultat

DU_BUREAU = frozenset(
    {
        "structure",
        "palette",
        "aide",
        "accueil",
        "candidatures",
        "sessions",
        "formations",
        "recherche",
        "membres",
        "journal",
        "panier",
        "annuler",
    }
)
"""Actions that ask for an open base."""
NOMS_DE_THEMES = tuple(theme.name for theme in THEMES)
VEILLE = 2.0
"""Seconds between two looks at whether another program has changed the base."""


class VersionLue(Annonce):
    """The number that changes when another program writes in the base, and what day it is."""

    version: int
    jour: date


class RafaelProApp(VerrouApp, RepitApp, OuvertureApp, AnnulationApp, SynchroApp, PanierApp, inherit_bindings=False):
    """RafaelPro in a terminal.

    Args:
        ouvrir: Opens the desk; called in a worker, so that the first paint waits for nothing.
        horloge: The clock; its real seconds count down the grace.
        etat_base: Said at the right of the footer, of a base which is no demo.
        preferences: Theme, keys; the usual ones by default.
        a_dire: Said once the app is open: what was wrong with the preferences.
        base: Where the base is: its clocks run first (ECH), and an old demo is offered to be about today again.
    """

    TITLE = "RafaelPro"
    CSS_PATH: ClassVar[CSSPathType | None] = ["app.tcss", "screens/liste_screen.tcss"]
    """Home's own too: Textual reads none for a screen that it shows first."""
    ENABLE_COMMAND_PALETTE = False  # Ours speaks French and folds accents: screens/palette.py.
    BINDINGS: ClassVar[list[BindingType]] = TOUCHES

    _habillee = False
    """Whether it has its theme: before, Textual would work out the variables of its own for nothing."""

    def __init__(
        self,
        ouvrir: Callable[[], Desk],
        *,
        horloge: Horloge,
        etat_base: str = "base locale",
        preferences: settings.Preferences | None = None,
        a_dire: str = "",
        base: Path | None = None,
    ) -> None:
        super().__init__()
        insecables.tenir()
        self.ouvrir = ouvrir
        self.base = base
        self._preferences = preferences or settings.Preferences()
        if not self._preferences.animations:
            self.animation_level = "none"
        self._habiller(self._preferences.theme)
        self._a_dire = a_dire
        self._version: int | None = None
        self._jour: date | None = None
        self._veilleur: Timer | None = None
        self.horloge = horloge
        self.etat_base = etat_base
        # Whatever ends the app is for the log (`panne_fatale`): no traceback ever reaches a user.
        self.error_console = Console(file=io.StringIO())

    def get_css_variables(self) -> dict[str, str]:
        return super().get_css_variables() if self._habillee else {}

    def _habiller(self, nom: str | None) -> None:
        """The theme, before the style sheets are read: its watcher would have them all read again."""
        for theme in THEMES:
            self.register_theme(theme)
        self._habillee = True
        self.set_reactive(RafaelProApp.theme, nom if nom in NOMS_DE_THEMES else SOMBRE.name)
        self.stylesheet.set_variables(self.get_css_variables())
        sombre = self.current_theme.dark
        self.set_class(sombre, "-dark-mode", update=False)
        self.set_class(not sombre, "-light-mode", update=False)

    # The start, the end

    def on_mount(self) -> None:
        with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; a loop that is not the main thread's
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._terminer)
        if self.touches:
            self.set_keymap(dict(self.touches))

    def _terminer(self) -> None:
        """The system ends the program: the terminal is given back first, as it was."""
        self.exit(return_code=128 + signal.SIGTERM)

    def accueil(self, debut: Beginning[SessionLigne] | None) -> SessionsScreen:
        return SessionsScreen(debut)

    def commencer(self) -> None:
        self._veilleur = self.set_interval(VEILLE, self._veiller)
        self._veiller()
        self.lire_la_grace()
        self.rappeler_le_panier()
        if self.desk.replique:
            self.tenir_a_jour()
        if self._a_dire:
            self.dire(self._a_dire, attention=True)
        if self._preferences.verrou:
            self.armer_le_verrou(self._preferences.verrou)
        if (theme := self._preferences.theme) not in (None, *NOMS_DE_THEMES):
            noms = " ou ".join(f"« {nom} »" for nom in NOMS_DE_THEMES)
            self.dire(f"Le thème « {theme} » de vos préférences n’existe pas : écrivez {noms}.", attention=True)
        self._dire_les_fautes_de_touches()

    # Errors

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one handler of what fails in a worker of the app."""
        if event.state is not WorkerState.ERROR or event.worker.error is None:
            return
        if event.worker.group == "ouverture":
            self.base_inaccessible(event.worker.error)
            return
        if event.worker.group == "veille" and self._veilleur is not None:
            self._veilleur.stop()  # Said once, not every two seconds.
        self.signaler(event.worker.error)

    def signaler(self, erreur: BaseException) -> None:
        """Show what went wrong and what to do; what is not an `Erreur` goes to the log file, never on screen."""
        from rafaelpro_tui.screens.dialogue import Alerte

        if isinstance(erreur, Erreur):
            self.push_screen(Alerte(erreur.titre, erreur.message, erreur.que_faire))
            return
        chemin = journaliser(erreur)
        self.push_screen(
            Alerte(
                "Erreur inattendue",
                "Quelque chose n’a pas fonctionné. Ce que vous aviez validé est enregistré.",
                f"Recommencez. Si l’erreur revient, joignez le journal technique à votre demande d’aide : {chemin}",
            )
        )

    def dire(self, texte: str, *, attention: bool = False) -> None:
        """A toast; the text may come from data."""
        self.notify(safe(texte), severity="warning" if attention else "information", markup=False)

    # Where we are

    @property
    def pile(self) -> list[BaseScreen]:
        """The screens from home to the one shown, dialogs apart."""
        return [ecran for ecran in self.screen_stack if isinstance(ecran, BaseScreen)]

    def aller(self, niveau: int) -> None:
        """Go back to the screen at this level of the stack (-1: one back), asking first about what is not saved."""
        pile = self.pile
        cible = len(pile) - 2 if niveau == -1 else niveau
        if 0 <= cible < len(pile) - 1:
            self._quitter(pile[cible + 1 :], lambda: self._revenir_a(pile[cible]))

    def ouvrir_ecran(self, ecran: BaseScreen) -> None:
        """Show a screen found elsewhere than on the one shown: home is under it."""
        pile = self.pile

        def montrer() -> None:
            self._revenir_a(pile[0])
            self.push_screen(ecran)

        self._quitter(pile[1:], montrer)

    def _revenir_a(self, ecran: BaseScreen) -> None:
        while self.screen is not ecran:
            self.pop_screen()

    def _quitter(self, ecrans: Sequence[BaseScreen], suite: Callable[[], object]) -> None:
        """Do `suite`, after asking when one of the screens holds something that is not saved."""
        if not any(ecran.saisie_en_cours for ecran in ecrans):
            suite()
            return
        from rafaelpro_tui.screens.dialogue import Confirmation

        def repondu(oui: bool | None) -> None:
            if oui:
                suite()

        question = plain("Quitter sans valider ?")
        texte = plain("Ce que vous avez saisi n’est pas validé et serait perdu.")
        self.push_screen(Confirmation(question, texte, oui="Quitter sans valider"), repondu)

    # What changes

    def a_change(self, resultat: Resultat | None = None) -> None:
        """To be called after each executed command: the whole stack reads again."""
        self.lire_la_grace()
        self.compter_le_panier()
        if resultat is not None:
            self.synchroniser()
        for ecran in self.pile:
            ecran.post_message(BaseChangee(resultat))

    @work(thread=True, exclusive=True, exit_on_error=False, group="veille")
    def _veiller(self) -> None:
        jour = self.desk.aujourdhui
        if self._jour not in (None, jour) and self.desk.tient_les_horloges:
            self.desk.passages()  # Left open over midnight, the app is still the authority of its base (ECH-1).
        self.post_message(VersionLue(self.desk.version_base(), jour))

    def on_version_lue(self, message: VersionLue) -> None:
        """Another program has written in the base, or another day has begun."""
        avant = (self._version, self._jour)
        self._version, self._jour = message.version, message.jour
        if None not in avant and avant != (message.version, message.jour):
            self.a_change()
            self.synchroniser()  # it may have decided something

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes no sense now is not offered."""
        if self.verrouillee:
            return action in PERMISES
        if action in DU_BUREAU and not self.ouverte:
            return False
        if action == "annuler":
            return self.grace_restante is not None
        if action == "sessions":
            return len(self.pile) > 1
        return True

    def montrer(self, classe: type[BaseScreen]) -> None:
        """Show a screen that has a key of its own: the one that is open, else a new one over home."""
        ouverts = [rang for rang, ecran in enumerate(self.pile) if isinstance(ecran, classe)]
        if ouverts:
            self.aller(ouverts[-1])
        else:
            self.ouvrir_ecran(classe())

    def action_accueil(self) -> None:
        from rafaelpro_tui.screens.accueil import AccueilScreen

        self.montrer(AccueilScreen)

    def action_candidatures(self) -> None:
        from rafaelpro_tui.screens.candidatures import CandidaturesScreen

        self.montrer(CandidaturesScreen)

    def action_formations(self) -> None:
        from rafaelpro_tui.screens.formations import FormationsScreen

        self.montrer(FormationsScreen)

    def action_recherche(self) -> None:
        from rafaelpro_tui.screens.recherche import RechercheScreen

        self.montrer(RechercheScreen)

    def action_membres(self) -> None:
        from rafaelpro_tui.screens.mes_structures import MesStructuresScreen

        self.montrer(MesStructuresScreen)

    def action_journal(self) -> None:
        from rafaelpro_tui.screens.journal import JournalScreen

        self.montrer(JournalScreen)

    def action_sessions(self) -> None:
        self.aller(0)

    def action_structure(self) -> None:
        from rafaelpro_tui.screens.structures import StructuresScreen

        def choisie(structure: str | None) -> None:
            if structure is not None and structure != self.desk.acteur.structure.id:
                self._quitter(self.pile[1:], lambda: self._changer_structure(structure))

        self.push_screen(StructuresScreen(), choisie)

    def _changer_structure(self, structure: str) -> None:
        """Everything on screen belongs to a structure: start again from home, as the new one."""
        try:
            self.desk.changer_structure(structure)
        except Erreur as erreur:
            self.signaler(erreur)
            return
        self.guetter_ailleurs()
        accueil = self.pile[0]
        self._revenir_a(accueil)
        accueil.recommencer()
        self.lire_la_grace()
        self.compter_le_panier()
        acteur = self.desk.acteur
        self.dire(f"Vous agissez pour {acteur.structure.nom} ({acteur.droit.libelle}).")

    def action_palette(self) -> None:
        from rafaelpro_tui.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.screen))

    def action_aide(self) -> None:
        from rafaelpro_tui.screens.aide import AideScreen

        self.push_screen(AideScreen(self.pile[-1]))

    def action_theme(self) -> None:
        """Light to dark and back; remembered."""
        self.theme = CLAIR.name if self.theme == SOMBRE.name else SOMBRE.name
        try:
            settings.enregistrer("theme", self.theme)
        except Erreur as erreur:
            self.signaler(erreur)

    def action_help_quit(self) -> None:
        """Ctrl+C is a reflex, and copies elsewhere: it does not quit."""
        self.dire("Pour quitter : Ctrl+Q.")

    async def action_quit(self) -> None:
        self._quitter(self.pile, self.exit)

    # Keys

    @property
    def touches(self) -> Mapping[str, str]:
        """The keys that the user's preferences change, by id of binding."""
        return self._preferences.touches

    def get_key_display(self, binding: Binding) -> str:
        return nom_de_touche(binding)

    def _dire_les_fautes_de_touches(self) -> None:
        """Textual drops a key given twice without a word."""
        if self.touches:
            from rafaelpro_tui.screens.aide import chapitres

            for faute in fautes(self.touches, [chapitre.touches for chapitre in chapitres(type(self))]):
                self.dire(faute, attention=True)
