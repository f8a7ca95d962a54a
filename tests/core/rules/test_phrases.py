"""How refusals say dates and quantities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rafaelpro_tui.core.rules.phrases import CITATION_MAX, accorde, guillemets, jour, nombre


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        ("1.50", "1,5"),
        ("10", "10"),
        ("100.0", "100"),
        ("-0", "0"),
        ("0E-9000", "0"),
        ("123456789012345.5", "123456789012345,5"),
        ("1E+16", "1e+16"),
        ("1E-15", "0,000000000000001"),
        ("1E-16", "1e-16"),
        ("1E+999999", "1e+999999"),
        ("-2.5E-5000", "-2,5e-5000"),
        ("NaN", "∞"),
        ("Infinity", "∞"),
    ],
)
def test_nombre(valeur: str, attendu: str) -> None:
    assert nombre(Decimal(valeur)) == attendu


def test_un_nombre_interminable_est_abrege() -> None:
    assert len(nombre(Decimal("0." + "3" * 5_000))) == CITATION_MAX


@pytest.mark.parametrize(("n", "attendu"), [(0, "0 jour"), (1, "1 jour"), (2, "2 jours"), (138, "138 jours")])
def test_accorde(n: int, attendu: str) -> None:
    assert accorde(n, "jour", "jours").replace("\N{NO-BREAK SPACE}", " ") == attendu


def test_guillemets_cite_court_et_sans_danger() -> None:
    assert guillemets("C1") == "«\N{NO-BREAK SPACE}C1\N{NO-BREAK SPACE}»"
    assert guillemets("a" * CITATION_MAX) == guillemets("")[:2] + "a" * CITATION_MAX + guillemets("")[-2:]
    assert guillemets("a" * (CITATION_MAX + 1)).count("a") == CITATION_MAX - 1
    assert "\x1b" not in guillemets("\x1b[31m")


def test_jour() -> None:
    assert jour(date(2022, 8, 5)) == "05/08/2022"
    assert jour(date(1, 1, 1)) == "01/01/0001"
