"""What every screen of the app has: the frame, the way back, reading again when the base changes, a door for errors.

A screen is a `BaseScreen` which says its crumb (`fil`), yields its middle (`corps`) and reads again (`relire`). What it
may ask of the app is written down in `Hote`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.vues import Acteur
from rafaelpro_tui.screens.une_fois import UneFois
from rafaelpro_tui.widgets.header_line import HeaderLine
from rafaelpro_tui.widgets.key_footer import KeyFooter
from rafaelpro_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.core.resultats import Resultat
    from rafaelpro_tui.screens.hote import Hote

RETOUR: Final = Binding("escape", "retour", "Retour", tooltip="Revenir à l’écran précédent", id="retour")

ZONES: Final = (
    Binding(
        "tab",
        "app.focus_next",
        "Zone suivante",
        show=False,
        tooltip="Passer à la zone suivante",
        id="zone.suivante",
    ),
    Binding(
        "shift+tab",
        "app.focus_previous",
        "Zone précédente",
        show=False,
        tooltip="Revenir à la zone précédente",
        id="zone.precedente",
    ),
)


class BaseChangee(Message, bubble=False):
    """The base is not what it was: after a command of ours (`resultat`), of another process, or another structure."""

    def __init__(self, resultat: Resultat | None = None) -> None:
        super().__init__()
        self.resultat = resultat


class BaseScreen(UneFois[None], inherit_bindings=False):
    """A whole-window screen in the frame of ECRANS.md."""

    HORIZONTAL_BREAKPOINTS = [(0, "-etroit"), (100, "-moyen"), (150, "-large")]

    AIDE: ClassVar[str] = ""
    """Title of this screen's keys in the help (F1)."""
    PREMIERES: ClassVar[tuple[str, ...]] = ()
    """Ids of the bindings that the footer shows before the others."""
    ECRANS: ClassVar[bool] = False
    """Whether the footer says by which keys one goes to the other screens: where one starts from."""
    ANCETRES: ClassVar[tuple[str, ...] | None] = None
    """Crumbs before its own, of a screen where the breadcrumb starts anew: one that is reached by its own key."""
    AIDE_AUSSI: ClassVar[tuple[type[Widget], ...]] = ()
    """The widgets whose keys belong to the same chapter of the help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        RETOUR,
        Binding(
            "f9,question_mark",
            "pourquoi",
            "Pourquoi",
            key_display="?",
            tooltip="Ce qui peut et ne peut pas être fait ici, règle par règle",
            id="pourquoi",
        ),
        Binding(
            "y",
            "copier",
            "Copier la référence",
            show=False,
            tooltip="Copier la référence dans le presse-papiers",
            id="copier",
        ),
        *ZONES,
        Binding(
            "ctrl+c,super+c",
            "screen.copy_text",
            "Copier le texte",
            show=False,
            tooltip="Copier le texte sélectionné à la souris",
            id="copier_texte",
        ),
    ]

    # What a screen says of itself

    @property
    def fil(self) -> str:
        """Its crumb in the breadcrumb."""
        return self.AIDE

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the active structure on what is shown."""
        return ()

    @property
    def reference(self) -> str | None:
        """The reference that `y` copies: of what is shown, or of the row under the cursor."""
        return None

    @property
    def candidature(self) -> str | None:
        """The candidature that « Pourquoi » explains."""
        return None

    @property
    def saisie_en_cours(self) -> bool:
        """Whether leaving would lose what was typed: the app asks first."""
        return False

    def raison(self, action: str) -> str:
        """Why an action which is shown dimmed cannot be done now; "" when its key says enough."""
        return ""

    def corps(self) -> Iterable[Widget]:
        """What is between the frame's first and last lines."""
        return ()

    def relire(self) -> None:
        """Read again what is shown, cursor and selection as they are."""

    def recommencer(self) -> None:
        """Show everything anew, as another structure."""
        self.relire()
        self.maj_cadre()

    # The frame

    @property
    def hote(self) -> Hote:
        return cast("Hote", self.app)

    @property
    def desk(self) -> Desk:
        return self.hote.desk

    def compose(self) -> ComposeResult:
        self.se_styler()
        yield HeaderLine()
        yield from self.corps()
        yield KeyFooter(self.hote.etat_base, self.PREMIERES, self.raison, screens=self.ECRANS)

    def on_screen_resume(self) -> None:
        """Back on top: who, where and what can be undone may have changed."""
        self.maj_cadre()
        self.maj_grace(self.hote.grace_restante)
        self.maj_panier(self.hote.au_panier)
        self.maj_etat(self.hote.etat_base)

    @property
    def _pile(self) -> list[BaseScreen]:
        """The screens from home to the last, dialogs apart."""
        return [ecran for ecran in self.app.screen_stack if isinstance(ecran, BaseScreen)]

    def maj_cadre(self) -> None:
        """Show again where one is, and as whom."""
        if not self.is_mounted:
            return
        pile = self._pile
        depart = max(rang for rang, ecran in enumerate(pile) if rang == 0 or ecran.ANCETRES is not None)
        ancetres = ("RafaelPro", *(pile[depart].ANCETRES or ()))
        fil = [*((0, nom) for nom in ancetres), *((rang, pile[rang].fil) for rang in range(depart, len(pile)))]
        acteur: Acteur = self.desk.acteur
        ligne = self.query_one(HeaderLine)
        ligne.crumbs = tuple(fil)
        ligne.badge = (acteur.structure.nom, acteur.droit, acteur.referent, self.roles)

    def maj_grace(self, texte: tuple[str, str] | None) -> None:
        for pied in self.query(KeyFooter):  # none yet, or none any more when the app is closing
            pied.grace = texte

    def maj_panier(self, nombre: int) -> None:
        for pied in self.query(KeyFooter):
            pied.basket = nombre

    def maj_etat(self, texte: str) -> None:
        """Show again how things stand with the server."""
        for pied in self.query(KeyFooter):
            pied.state = texte

    def on_base_changee(self, message: BaseChangee) -> None:
        self.relire()
        self.maj_cadre()

    # Errors

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one handler of what fails in a worker of the screen."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.hote.signaler(event.worker.error)

    @on(VirtualTable.SourceFailed)
    def _source_en_panne(self, message: VirtualTable.SourceFailed) -> None:
        self.hote.signaler(message.error)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes no sense here is not offered."""
        if action == "retour":
            return self is not self._pile[0]
        if action == "pourquoi":
            return self.candidature is not None
        if action == "copier":
            return self.reference is not None
        return True

    def action_retour(self) -> None:
        self.hote.aller(-1)

    def action_aller(self, rang: int) -> None:
        """A click on a crumb."""
        self.hote.aller(rang)

    def action_copier(self) -> None:
        if self.reference is not None:
            self.app.copy_to_clipboard(self.reference)
            self.hote.dire(f"Référence {self.reference} copiée.")

    def action_pourquoi(self) -> None:
        if self.candidature is not None:
            from rafaelpro_tui.screens.pourquoi import PourquoiScreen

            self.app.push_screen(PourquoiScreen(self.candidature))
