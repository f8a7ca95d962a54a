"""A date field: `15/07/2024`, `150724`, `15/07`, `+3`, `lundi`; shown as 15/07/2024 when one leaves it."""

from datetime import date

from rafaelpro_tui.core.saisie import lire_date
from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.widgets.saisie_lue import SaisieLue


class DateInput(SaisieLue[date]):
    """`aujourdhui` is the desk's day, from which `+3` and `lundi` count."""

    DEFAULT_CSS = """
    DateInput { width: 14; }
    """

    def __init__(self, aujourdhui: date, valeur: date | None = None, *, id: str | None = None) -> None:
        super().__init__(
            value=date_fr(valeur) if valeur else "", placeholder="jj/mm/aaaa", max_length=30, compact=True, id=id
        )
        self._aujourdhui = aujourdhui

    def lire(self, texte: str) -> date:
        return lire_date(texte, self._aujourdhui)

    def ecrire(self, valeur: date) -> str:
        return date_fr(valeur)
