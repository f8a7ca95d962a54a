"""What a server alone refuses: each names its rule, and what to do instead."""

from rafaelpro_tui.core.rules.perime import annulation_finale, reserve_aux_flux


def test_each_names_its_rule() -> None:
    assert annulation_finale().regle == "ANN-1"
    assert "AVI-7" in annulation_finale().remede
    assert reserve_aux_flux("deposer").regle == "DRT-7"
    assert "deposer" in reserve_aux_flux("deposer").message
