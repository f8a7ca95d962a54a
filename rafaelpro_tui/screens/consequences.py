"""What an undo would pull down with it, named before it is done (ANN-1)."""

from collections.abc import Iterable

from textual.content import Content

from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.vocabulaire import GESTES
from rafaelpro_tui.widgets.safe_text import content


def dire(tombees: Iterable[Resultat]) -> Content:
    """One line for each command that would no longer pass, with its rule."""
    return Content("\n").join([_ligne(resultat) for resultat in tombees])


def _ligne(resultat: Resultat) -> Content:
    return content(
        "· $geste : $message [$text-muted]($regle)[/]",
        geste=GESTES.get(resultat.type, resultat.type),
        # A lot of which only some rows fall has no refus of its own.
        message=resultat.message or "une partie de ce lot ne passerait plus.",
        regle=resultat.regle or "LOT-5",
    )
