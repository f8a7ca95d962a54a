"""The candidatures of a session, ticked, then simulated together: the plan and the liste d'attente."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from textual import work
from textual.message import Message

from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.bilan import Bilan
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.lot_progression import TravailScreen

FEUILLES: Final = ("liste_screen.tcss", "resultats.tcss", "dialogue.tcss")
"""Also those of the screens that follow: nothing is left to parse while a simulation is under way."""


class DeSession(Protocol):
    """A row about a candidature, as the user sees it."""

    @property
    def avant(self) -> CandidatureLigne: ...


Ligne = TypeVar("Ligne", bound=DeSession)
B = TypeVar("B", bound=Bilan)


@dataclass
class Simulee(Message, Generic[B], bubble=False):
    bilan: B


class ListeDeSession(ListeScreen[Ligne], TravailScreen, Generic[Ligne, B]):
    """Args:
    session: Its reference.
    """

    CHOSE = ("candidature", None)
    COCHABLE = True

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session

    @property
    def reference(self) -> str | None:
        return self.candidature or self.session

    @property
    def candidature(self) -> str | None:
        ligne = self.table.cursor_data if self.is_mounted else None
        return ligne.avant.reference if ligne is not None else None

    def ouvrir(self, n: int, ligne: Ligne) -> None:
        from rafaelpro_tui.screens.candidature import CandidatureScreen

        self.app.push_screen(CandidatureScreen(ligne.avant.reference, None))

    def relire(self) -> None:
        self.montrer(cursor_id=self.table.cursor_id)

    @work(thread=True, exit_on_error=False, group="ecriture")
    def ranger(self, faire: Callable[[], object]) -> None:
        """Write what the structure keeps beside the candidatures, then read again."""
        faire()
        self.app.call_from_thread(self.relire)

    def rien_a_simuler(self) -> str:
        """What is said of a simulation without a row."""
        return "Rien n’est à traiter."

    def apres(self, bilan: B) -> None:
        """Once it is done."""

    def on_simulee(self, message: Simulee[B]) -> None:
        from rafaelpro_tui.screens.simulation import SimulationScreen

        self.terminer()
        if message.bilan.lignes:
            self.app.push_screen(SimulationScreen(message.bilan, self.apres))
        else:
            self.hote.dire(self.rien_a_simuler(), attention=True)
