"""Folding, dates, numbers, telephones and plurals."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.texte import NBSP, date_fr, entier_fr, fold, nombre_fr, pluriel, telephone_fr


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("DÉSIRÉ  O’NEILL", "desire o'neill"),
        ("Jean-François LE GOFF–ÉTIENNE", "jean francois le goff etienne"),
        ("Œuvre et CÆSAR", "oeuvre et caesar"),
        (f"  a{NBSP}b\tc\n", "a b c"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("O`NEILL", "o'neill"),
        ("a\u200bb\u202e", "ab"),
        ("", ""),
    ],
)
def test_fold(texte: str, attendu: str) -> None:
    assert fold(texte) == attendu


@given(st.text())
def test_folding_twice_changes_nothing(texte: str) -> None:
    assert fold(fold(texte)) == fold(texte)


@given(st.text(st.characters(codec="latin-1")))
def test_case_and_composition_do_not_matter(texte: str) -> None:
    assert fold(unicodedata.normalize("NFD", texte)) == fold(texte)
    assert fold(texte.upper()) == fold(texte)


def test_date_fr() -> None:
    assert date_fr(date(2024, 7, 15)) == "15/07/2024"
    assert date_fr(date(999, 1, 2)) == "02/01/0999"


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [("1.50", "1,5"), ("1", "1"), ("30.00", "30"), ("1E+2", "100"), ("0.05", "0,05"), ("-0.0", "0"), ("100", "100")],
)
def test_nombre_fr(nombre: str, attendu: str) -> None:
    assert nombre_fr(Decimal(nombre)) == attendu


@pytest.mark.parametrize(
    ("numero", "attendu"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33612345678", "+33 6 12 34 56 78"),
        ("+34 911 234 567", "+34 911 234 567"),
        ("poste 12", "poste 12"),
        ("", ""),
    ],
)
def test_telephone_fr(numero: str, attendu: str) -> None:
    assert telephone_fr(numero) == attendu


def test_pluriel() -> None:
    assert [pluriel(n, "candidature") for n in (0, 1, 2)] == ["0 candidature", "1 candidature", "2 candidatures"]
    assert pluriel(3, "avis") == "3 avis"
    assert pluriel(2, "candidature cochée", "candidatures cochées") == "2 candidatures cochées"
    assert pluriel(2500, "candidature") == f"2{NBSP}500 candidatures"
    assert entier_fr(1_000_000) == f"1{NBSP}000{NBSP}000"
