"""Bars drawn with characters."""

import pytest

from rafaelpro_tui.widgets.jauge import barre, remplissage


@pytest.mark.parametrize(
    ("nombre", "total", "dessin"),
    [(0, 10, "··········"), (1, 1000, "■·········"), (10, 10, "■" * 10), (99, 10, "■" * 10), (1, 0, "·" * 10)],
)
def test_what_is_not_nothing_is_seen(nombre: int, total: int, dessin: str) -> None:
    assert barre(nombre, total, 10) == dessin


@pytest.mark.parametrize(
    ("retenues", "au_panier", "vise", "capacite", "dessin"),
    [
        (5, 2, 8, 10, "■■■■■▣▣·│·"),
        (0, 0, 10, 10, "·········│"),
        (1, 0, 99, 100, "■········│"),
        (9, 6, 8, 10, "■■■■■│▣▣▣▣"),
        (0, 0, 0, 0, "│·········"),
    ],
)
def test_a_session_with_its_mark(retenues: int, au_panier: int, vise: int, capacite: int, dessin: str) -> None:
    assert remplissage(retenues, vise, capacite, 10, au_panier=au_panier) == dessin
