"""What people type: dates and hours, as a recruiter writes them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.saisie import lire_coefficient, lire_date, lire_intensite

MERCREDI = date(2024, 7, 10)


@pytest.mark.parametrize(
    ("texte", "lue"),
    [
        ("15/07/2024", date(2024, 7, 15)),
        ("15-07-2024", date(2024, 7, 15)),
        ("15.7.2024", date(2024, 7, 15)),
        ("15 07 2024", date(2024, 7, 15)),
        ("15/7/24", date(2024, 7, 15)),
        ("  150724 ", date(2024, 7, 15)),
        ("15072024", date(2024, 7, 15)),
        ("2024-07-15", date(2024, 7, 15)),
        ("15/07", date(2024, 7, 15)),
        ("1507", date(2024, 7, 15)),
        ("15 juillet", date(2024, 7, 15)),
        ("15 JUIL. 2023", date(2023, 7, 15)),
        ("1er août", date(2024, 8, 1)),
        ("03/01", date(2025, 1, 3)),
        ("20/01", date(2024, 1, 20)),
        ("29/02", date(2024, 2, 29)),
        ("+3", date(2024, 7, 13)),
        ("+ 3 jours", date(2024, 7, 13)),
        ("J+3", date(2024, 7, 13)),
        ("-2", date(2024, 7, 8)),
        ("lundi", date(2024, 7, 15)),
        ("Lundi prochain", date(2024, 7, 15)),
        ("mercredi", date(2024, 7, 17)),
        ("jeu", date(2024, 7, 11)),
        ("demain", date(2024, 7, 11)),
        ("après-demain", date(2024, 7, 12)),
        ("aujourd’hui", MERCREDI),
    ],
)
def test_a_date_is_read_as_people_write_it(texte: str, lue: date) -> None:
    assert lire_date(texte, MERCREDI) == lue


def test_the_29th_of_february_is_found_from_any_year() -> None:
    assert lire_date("29/02", date(2026, 6, 1)) == date(2028, 2, 29)
    assert lire_date("29/02", date(2025, 6, 1)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("", "n’est pas une date"),
        ("bientôt", "« bientôt » n’est pas une date"),
        ("31/02/2024", "« 31/02/2024 » n’existe pas au calendrier"),
        ("31/02", "n’existe pas au calendrier"),
        ("15/13/2024", "n’existe pas au calendrier"),
        ("15/07/0024", "l’année doit aller de 1900 à 2099"),
        ("3 jui", "n’est pas une date"),
        ("+99999", "mène trop loin"),
        ("١٥/٠٧/٢٠٢٤", "n’est pas une date"),
        ("x" * 300, "x…"),
        ("lundi" + " " * 300 + "x", "n’est pas une date"),
    ],
)
def test_what_is_no_date_is_told_with_a_remedy(texte: str, dit: str) -> None:
    with pytest.raises(ValueError, match="Saisissez par exemple 15/07/2024") as erreur:
        lire_date(texte, MERCREDI)
    assert dit in str(erreur.value)
    assert len(str(erreur.value)) < 160


@given(st.text(max_size=20), st.dates(date(1901, 1, 1), date(2098, 12, 31)))
def test_any_text_gives_a_date_or_a_sentence(texte: str, aujourdhui: date) -> None:
    try:
        lue = lire_date(texte, aujourdhui)
    except ValueError:
        return
    assert 1892 < lue.year < 2108


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(-180, 180))
def test_day_and_month_alone_give_the_nearest_year(aujourdhui: date, ecart: int) -> None:
    voulue = aujourdhui + timedelta(days=ecart)
    if (voulue.month, voulue.day) != (2, 29):
        assert lire_date(f"{voulue:%d/%m}", aujourdhui) == voulue


@pytest.mark.parametrize(
    ("texte", "heures"),
    [
        ("35", "35"),
        ("35,5", "35.5"),
        ("35.50", "35.50"),
        ("35h", "35"),
        ("35 heures", "35"),
        ("35h30", "35.5"),
        ("35h20", "35.33"),
        ("40,01", "40.01"),
        ("18h/3j", "30"),
        ("18 h / 3 j", "30"),
        ("18/3", "30"),
        ("18h sur 3 jours", "30"),
        ("17,5h/3j", "29.17"),
        ("7h30/1j", "37.5"),
        ("0", "0"),
    ],
)
def test_hours_are_brought_back_to_five_days(texte: str, heures: str) -> None:
    """AVI-3: hours over some days are brought back to five."""
    assert lire_intensite(texte) == Decimal(heures)


@pytest.mark.parametrize("texte", ["", "beaucoup", "18h/0j", "18h/9j", "-5", "35,5h30", "1e3", "NaN", "35h75"])
def test_what_is_no_number_of_hours_is_told(texte: str) -> None:
    with pytest.raises(ValueError, match=r"35, 35,5 ou 18h/3j\.$"):
        lire_intensite(texte)


@pytest.mark.parametrize(
    ("texte", "coefficient"),
    [("1", "1"), ("1,5", "1.5"), (" 1.50 ", "1.50"), ("2,", "2"), (",5", "0.5"), ("1,555", "1.555"), ("0", "0")],
)
def test_a_coefficient_is_read_with_a_comma_or_a_point(texte: str, coefficient: str) -> None:
    assert lire_coefficient(texte) == Decimal(coefficient)


@pytest.mark.parametrize("texte", ["", "un", "-1", "1,5,5", "1e3", "NaN", "∞", ",", "1 %", "9999999"])
def test_what_is_no_coefficient_is_told(texte: str) -> None:
    with pytest.raises(ValueError, match=r"1 ou 1,5\.$"):
        lire_coefficient(texte)
