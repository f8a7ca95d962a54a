"""« Coefficient nombre candidatures possibles »: `1`, `1,5`, `1.5`; shown as 1,5 when one leaves it."""

from decimal import Decimal

from rafaelpro_tui.core.saisie import lire_coefficient
from rafaelpro_tui.core.texte import nombre_fr
from rafaelpro_tui.widgets.saisie_lue import SaisieLue


class CoefficientInput(SaisieLue[Decimal]):
    DEFAULT_CSS = """
    CoefficientInput { width: 14; }
    """

    def __init__(self, valeur: Decimal | None = None, *, id: str | None = None) -> None:
        super().__init__(
            value=nombre_fr(valeur) if valeur is not None else "", placeholder="1,5", max_length=30, compact=True, id=id
        )

    def lire(self, texte: str) -> Decimal:
        return lire_coefficient(texte)

    def ecrire(self, valeur: Decimal) -> str:
        return nombre_fr(valeur)
