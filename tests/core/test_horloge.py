"""The day comes from the clock that was given, the seconds of the grace are real."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rafaelpro_tui.core.horloge import Horloge, HorlogeFixe, HorlogeSysteme

A_UNE_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("horloge", [HorlogeSysteme(), HorlogeFixe(date(2022, 3, 1))])
def test_les_secondes_sont_reelles(horloge: Horloge) -> None:
    assert abs(horloge.secondes() - time.time()) < 60
    assert horloge.maintenant().tzinfo is None


def test_l_heure_est_celle_de_paris() -> None:
    paris = datetime.now(UTC).astimezone(ZoneInfo("Europe/Paris")).replace(tzinfo=None)
    assert abs(HorlogeSysteme().maintenant() - paris) < A_UNE_MINUTE


def test_un_jour_donne_vaut_pour_toute_l_execution() -> None:
    fixe = HorlogeFixe(date(2022, 3, 1))
    assert fixe.maintenant().date() == date(2022, 3, 1)
    assert fixe.maintenant().date() == date(2022, 3, 1)
