"""What a screen may ask of the app: screens do not import it (ARCHITECTURE.md, arrows point down)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import Horloge

if TYPE_CHECKING:
    from rafaelpro_tui.core.resultats import Resultat
    from rafaelpro_tui.screens.base_screen import BaseScreen


class Hote(Protocol):
    """The app, as screens know it."""

    @property
    def desk(self) -> Desk: ...

    @property
    def grace_restante(self) -> tuple[str, str] | None:
        """« ◷ 2 avis annulables (14 s) », long and short; None when nothing can be undone."""
        ...

    @property
    def etat_base(self) -> str:
        """« démo », « base locale », or how things stand with the server: « ● en ligne »…"""
        ...

    def synchroniser(self) -> None:
        """With the server, now; nothing on a local base."""
        ...

    @property
    def touche_a(self) -> float:
        """When the key, or the click, being handled was given: the clock is that of `Message.time`."""
        ...

    def a_change(self, resultat: Resultat | None = None) -> None:
        """To be called after each executed command: the whole stack reads again."""
        ...

    @property
    def au_panier(self) -> int:
        """Candidatures in the basket, as last counted."""
        ...

    def compter_le_panier(self) -> None:
        """To be called after what goes in or out of it: the footer says how many wait."""
        ...

    def ouvrir_panier(self) -> None:
        """Show the basket, over the screen shown; says so when it is empty."""
        ...

    @property
    def horloge(self) -> Horloge: ...

    def signaler(self, erreur: BaseException) -> None:
        """Show what went wrong and what to do; what is not an `Erreur` goes to the log file, never on screen."""
        ...

    def dire(self, texte: str, *, attention: bool = False) -> None:
        """A toast; the text may come from data."""
        ...

    def aller(self, niveau: int) -> None:
        """Go back to the screen at this level of the stack (-1: one back), asking first about what is not saved."""
        ...

    def ouvrir_ecran(self, ecran: BaseScreen) -> None:
        """Show a screen found elsewhere than on the one shown: home is under it."""
        ...

    @property
    def touches(self) -> Mapping[str, str]:
        """The keys that the user's preferences change, by id of binding."""
        ...
