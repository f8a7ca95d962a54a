"""What a server alone refuses: each names its rule, and what to do instead."""

from rafaelpro_tui.core.rules.perime import annulation_finale, perdue, reserve_aux_flux
from tests.core.atelier import QUAND


def test_each_names_its_rule() -> None:
    assert annulation_finale().regle == "ANN-1"
    assert perdue(QUAND).regle == "SYN-3"
    assert "15/07/2024 à 10:30" in perdue(QUAND).message
    assert "AVI-7" in annulation_finale().remede
    assert reserve_aux_flux("deposer").regle == "DRT-7"
    assert "deposer" in reserve_aux_flux("deposer").message
