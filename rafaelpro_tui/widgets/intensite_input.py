"""Hours per week: `35`, `35,5`, `35h30`, or `18h/3j`, shown as 30 when one leaves it (AVI-3)."""

from decimal import Decimal

from rafaelpro_tui.core.saisie import lire_intensite
from rafaelpro_tui.core.texte import nombre_fr
from rafaelpro_tui.widgets.saisie_lue import SaisieLue


class IntensiteInput(SaisieLue[Decimal]):
    """The unit is shown beside the field."""

    DEFAULT_CSS = """
    IntensiteInput { width: 14; }
    """

    def __init__(self, valeur: Decimal | None = None, *, id: str | None = None) -> None:
        super().__init__(
            value=nombre_fr(valeur) if valeur is not None else "",
            placeholder="35 ou 18h/3j",
            max_length=30,
            compact=True,
            id=id,
        )

    def lire(self, texte: str) -> Decimal:
        return lire_intensite(texte)

    def ecrire(self, valeur: Decimal) -> str:
        return nombre_fr(valeur)
