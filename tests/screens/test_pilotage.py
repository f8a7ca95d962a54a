"""Pilotage: each bar opens the list that it counts."""

from pathlib import Path

import pytest

from rafaelpro_tui.screens.derriere import DerriereScreen
from rafaelpro_tui.screens.pilotage import PilotageScreen
from rafaelpro_tui.screens.pilote import PiloteScreen
from tests.screens.ecran import Ouvrir, cliquer, ecrire, montre, sans_danger, taper, texte


async def test_from_a_row_to_its_charts_to_the_list(
    ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with ouvrir(size=(120, 40)) as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "pilotage")
        await taper(pilot, "enter")
        ecran = montre(app, PilotageScreen)
        await taper(pilot, "f")
        await ecrire(pilot, "00235491")
        await taper(pilot, "enter", "enter")
        montre(app, PiloteScreen)
        vu = [" ".join(ligne.split()) for ligne in texte(app).splitlines()]
        assert any("8 100 % Déposées" in ligne for ligne in vu)
        assert any("4 50 % Présentes" in ligne for ligne in vu)
        await taper(pilot, "down", "down", "enter")
        assert montre(app, DerriereScreen).nombre == 4
        assert "session:00235491 reponse:presence" in texte(app)
        await taper(pilot, "escape", "escape")
        await cliquer(pilot, "Absence non justifiée")
        assert montre(app, DerriereScreen).nombre == 1, "a motif"
        await taper(pilot, "escape", "escape")
        await cliquer(pilot, "jusqu’à la première convocation")
        assert montre(app, DerriereScreen).nombre == 7, "those over which it is a mean"
        await taper(pilot, "escape", "escape", "escape", "escape", "tab")
        assert "A1" in texte(app)
        await taper(pilot, "enter")
        await cliquer(pilot, "00235492")
        assert montre(app, PiloteScreen).reference == "00235492", "from a formation to one of its sessions"
        await taper(pilot, "escape", "escape")
        await taper(pilot, "E", "enter")
        assert (tmp_path / f"pilotage-{ecran.onglet}-2022-04-30.csv").exists()


async def test_who_may_not_consult_is_told_why(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await taper(pilot, "f3", "i")
        montre(app, PilotageScreen)
        assert "(DRT-9)" in texte(app)


async def test_hostile_names(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        await taper(pilot, "f3", "i", "enter")
        assert sans_danger(app)
        await taper(pilot, "enter")
        assert montre(app, DerriereScreen).nombre
        assert sans_danger(app)
