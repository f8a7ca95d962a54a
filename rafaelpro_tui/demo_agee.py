"""A demo reopened much later looks dead: all its dates have passed. It offers to be about today again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.widgets.annonce import Annonce
from rafaelpro_tui.widgets.safe_text import content, plain

JOURS: Final = 7
"""A demo this old is offered to be started afresh."""


class DemoLocale(NamedTuple):
    """The user's demo, and the day it is opened."""

    chemin: Path
    jour: date

    def age(self) -> int:
        """Days since the day that it is about; 0 when it is not a demo, or is from later."""
        from rafaelpro_tui.core.demo import age

        return max(0, age(self.chemin, self.jour) or 0)

    def remettre(self) -> None:
        """Start it afresh, about the day."""
        from rafaelpro_tui.core.demo import remettre

        remettre(self.chemin, self.jour)


class DemoAgee(Annonce):
    """The demo is about a day long past."""

    jours: int


def question(jours: int) -> Confirmation:
    """Asks; the default keeps the demo, with what was typed into it."""
    return Confirmation(
        plain("Remettre la démo à aujourd’hui ?"),
        content(
            "Cette démo date d’il y a $jours jours : beaucoup de ses échéances sont passées.\n\n"
            "Remise à aujourd’hui, elle repart de zéro : ce que vous y avez saisi est effacé.",
            jours=str(jours),
        ),
        oui="Remettre à aujourd’hui",
        non="Garder telle quelle",
    )
