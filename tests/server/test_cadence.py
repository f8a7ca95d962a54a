"""When the clocks look again: at midnight in Paris, also on the nights when the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.server.cadence import BASE, PAS, PLAFOND, attente, repousser


@pytest.mark.parametrize(
    ("maintenant", "secondes"),
    [
        ("2022-09-15T12:00:00", PAS),
        ("2022-09-15T23:59:50", 10.0),
        ("2022-09-15T23:59:59.999", 0.001),
        ("2022-09-16T00:00:00", PAS),
    ],
)
def test_ech_1_midnight_is_not_missed(maintenant: str, secondes: float) -> None:
    assert attente(datetime.fromisoformat(maintenant)) == pytest.approx(secondes)


@pytest.mark.parametrize("jour", ["2026-03-29", "2026-10-25", "2026-06-01"])
def test_ech_1_a_night_of_rounds_has_one_just_at_midnight(jour: str) -> None:
    """The rounds that a server would make in the eight hours around midnight, by the real seconds that each lasts."""
    paris = ZoneInfo("Europe/Paris")
    secondes = datetime.fromisoformat(f"{jour}T00:00:00").replace(tzinfo=paris).timestamp() - 7205
    tours: list[datetime] = []
    while len(tours) < 8 * 120:
        locale = datetime.fromtimestamp(secondes, UTC).astimezone(paris).replace(tzinfo=None)
        tours.append(locale)
        attendu = attente(locale)
        assert 0 < attendu <= PAS
        secondes += attendu
    passages = [apres for avant, apres in pairwise(tours) if avant.date() < apres.date()]
    assert [passage.isoformat() for passage in passages] == [f"{jour}T00:00:00"]


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_tries_move_apart_up_to_a_ceiling(essais: int, alea: float) -> None:
    delai = repousser(essais, alea)
    entier = min(PLAFOND, BASE * 2 ** min(essais - 1, 60))
    assert entier / 2 <= delai <= entier
    assert repousser(essais, alea, 1e9) == PLAFOND
    assert repousser(1, alea, 1000.0) == 1000.0
