"""A demo reopened much later looks dead: all its dates have passed. It offers to be about today again."""

from __future__ import annotations

from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.widgets.safe_text import content, plain


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
