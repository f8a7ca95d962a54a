"""The lock: after the time chosen, nothing of what was shown; the code, and nothing else, gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from textual.widgets import Input

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core import code_verrou
from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.screens.dialogue import Alerte
from rafaelpro_tui.screens.verrou import VerrouScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, ecrire, taper, texte
from tests.trousseau import Trousseau

CODE = "8462"
VERROUILLE = settings.Preferences(verrou=5)


def attendre(horloge: HorlogeDeTest, secondes: float) -> None:
    horloge.epoque += secondes


def cache(app: RafaelProApp) -> bool:
    return isinstance(app.screen, VerrouScreen)


@pytest.fixture(autouse=True)
def trousseau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trousseau]:
    monkeypatch.setenv("RAFAELPRO_TEST_TROUSSEAU", str(tmp_path / "trousseau.json"))
    avant = keyring.get_keyring()
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    coffre = Trousseau()
    keyring.set_keyring(coffre)
    yield coffre
    keyring.set_keyring(avant)


async def test_left_alone_it_hides_everything_until_the_code(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    code_verrou.choisir(CODE)
    async with ouvrir(preferences=VERROUILLE) as (app, pilot):
        assert "Horizon" in texte(app)
        attendre(horloge, 299)
        app.verrouiller_si_oisive()
        assert not cache(app)
        await taper(pilot, "down")  # somebody is there
        attendre(horloge, 299)
        app.verrouiller_si_oisive()
        assert not cache(app)
        attendre(horloge, 1)
        app.verrouiller_si_oisive()
        await calme(pilot)
        assert cache(app)
        vu = texte(app)
        assert "RafaelPro est verrouillé." in vu
        assert "Horizon" not in vu
        assert "00235491" not in vu

        # Neither the keys of the app, nor what comes meanwhile, shows anything.
        await taper(pilot, "f4", "f5", "ctrl+p", "escape", "u")
        app.dire("Désiré O’NEILL est retenu")
        app.push_screen(Alerte("Désiré O’NEILL", "Quelqu’un.", "Rien."))
        await calme(pilot)
        assert cache(app)
        assert "NEILL" not in texte(app)

        await ecrire(pilot, "0000")
        await taper(pilot, "enter")
        assert "Ce n’est pas le code." in texte(app)
        assert CODE not in texte(app)
        while app.screen.query_one(Input).disabled:  # It takes another code after a moment.
            await pilot.pause(0.01)
        await ecrire(pilot, CODE)
        assert CODE not in texte(app), "a code is not shown"
        await taper(pilot, "enter")
        assert "NEILL" in texte(app), "what came meanwhile is there"
        await taper(pilot, "escape")
        assert not cache(app), "one code is enough"
        assert "Horizon" in texte(app)


async def test_off_by_default_and_never_without_a_code(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    async with ouvrir() as (app, pilot):
        attendre(horloge, 1_000_000)
        app.verrouiller_si_oisive()
        assert not app.verrouillee
    async with ouvrir(preferences=VERROUILLE) as (app, pilot):
        await calme(pilot)
        assert "en choisit un." in " ".join(texte(app).split())
        attendre(horloge, 1_000_000)
        app.verrouiller_si_oisive()
        assert not app.verrouillee


async def test_a_clock_put_back_does_not_keep_it_open(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    code_verrou.choisir(CODE)
    async with ouvrir(preferences=VERROUILLE) as (app, pilot):
        attendre(horloge, -100_000)
        app.verrouiller_si_oisive()
        attendre(horloge, 300)
        app.verrouiller_si_oisive()
        await calme(pilot)
        assert app.verrouillee


def test_the_code_is_hashed_and_not_too_short(trousseau: Trousseau) -> None:
    code_verrou.choisir(CODE)
    assert code_verrou.est(CODE)
    assert not code_verrou.est("")
    assert CODE not in str(trousseau.secrets())
    with pytest.raises(SaisieMalformee):
        code_verrou.choisir("123")
    code_verrou.oter()
    assert not code_verrou.existe()
    assert not code_verrou.est(CODE)
