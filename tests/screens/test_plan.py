"""The plan des convocations by keyboard: slots, spreading, convening all at once, the papers."""

from pathlib import Path

import pytest

from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.screens.creneau import CreneauScreen, MenuCreneau
from rafaelpro_tui.screens.plan import PlanScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.simulation import SimulationScreen
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, montre, sans_danger, taper, texte

GUIDE = "00235491"


@pytest.fixture(autouse=True)
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "ici"
    dossier.mkdir()
    monkeypatch.chdir(dossier)
    return dossier


async def test_a_selection_is_spread_and_convened(ouvrir: Ouvrir, ici: Path) -> None:
    """LOT-6: one lot for each day, seen before it is given."""
    async with ouvrir(size=(120, 40)) as (app, pilot):
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "I")
        montre(app, PlanScreen)
        assert "Aucun créneau. N en ajoute un" in texte(app)
        await taper(pilot, "f10")
        assert "Personne n’est placé dans un créneau" in " ".join(texte(app).split())

        await taper(pilot, "N", "f10")
        montre(app, CreneauScreen)
        assert "Donnez la date du créneau." in texte(app)
        for jour, places in (("02/05/2022", "1"), ("03/05/2022", "1")):
            if not isinstance(app.screen, CreneauScreen):
                await taper(pilot, "N")
            await ecrire(pilot, jour)
            await taper(pilot, "tab", "ctrl+u")
            await ecrire(pilot, "9h")
            await taper(pilot, "tab", "ctrl+u")
            await ecrire(pilot, "Salle 2")
            await taper(pilot, "tab", "end", "ctrl+u")
            await ecrire(pilot, places)
            await taper(pilot, "f10")
            montre(app, PlanScreen)
        assert "0/1" in texte(app)

        await taper(pilot, "R")
        assert "2 candidatures réparties." in " ".join(texte(app).split())
        assert texte(app).count("1/1 ✓") == 2
        await taper(pilot, "f10")
        simulation = montre(app, SimulationScreen)
        assert "Convoquer 2 candidatures sur 2 jours" in texte(app)
        assert {ligne.repere for ligne in simulation.bilan.lignes} == {"02/05/2022", "03/05/2022"}
        await taper(pilot, "f10", "right", "enter")
        montre(app, RapportScreen)
        dates = {c: app.desk.candidature(c).candidature.convocations[-1].date.day for c in ("C2", "C4")}
        assert dates == {"C4": 2, "C2": 3}, "by date de candidature"

        await taper(pilot, "escape", "tab")
        assert "02/05/2022 à 09:00, Salle 2" in texte(app)
        await taper(pilot, "K", "enter")
        montre(app, MenuCreneau)
        await taper(pilot, "enter", "enter")
        (page,) = ici.glob("emargement-*.html")
        assert page.name == f"emargement-{GUIDE}-2022-05-02-09h00.html"


async def test_what_is_ticked_goes_into_a_slot_and_out(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(120, 40)) as (app, pilot):
        app.push_screen(PlanScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "N")
        await ecrire(pilot, "02/05/2022")
        await taper(pilot, "f10", "asterisk", "K", "enter")
        assert "Y mettre 2 candidatures cochées" in texte(app)
        await taper(pilot, "enter")
        assert [len(c.candidatures) for c in app.desk.plan.creneaux(GUIDE)] == [2]
        assert not len(montre(app, PlanScreen).table.selection)
        await taper(pilot, "K", "space", "W")
        assert [len(c.candidatures) for c in app.desk.plan.creneaux(GUIDE)] == [1]
        await taper(pilot, "K", "enter")
        await ecrire(pilot, "supprimer")
        await taper(pilot, "enter")
        assert app.desk.plan.creneaux(GUIDE) == ()
        assert app.desk.candidature("C2").etape is Etape.A_CONVOQUER


async def test_by_mouse(ouvrir: Ouvrir) -> None:
    """A slot from its key in the footer, people ticked, put in it from its menu, then seen convened."""
    async with ouvrir(size=(120, 40)) as (app, pilot):
        app.push_screen(PlanScreen(GUIDE))
        await calme(pilot)
        await cliquer(pilot, "N Nouveau créneau")
        await ecrire(pilot, "02/05/2022")
        await cliquer(pilot, "Garder")
        await cliquer(pilot, "☐ ")
        await cliquer(pilot, "0/12")
        await cliquer(pilot, "Y mettre 1 candidature cochée")
        (creneau,) = app.desk.plan.creneaux(GUIDE)
        assert creneau.candidatures == ("C4",)
        await cliquer(pilot, "F10 Convoquer")
        assert "Convoquer 1 candidature sur 1 jour" in texte(app)


async def test_hostile_names(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        app.push_screen(PlanScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "N")
        await ecrire(pilot, "02/05/2022")
        await taper(pilot, "f10", "R", "K", "enter", "enter", "enter")
        assert sans_danger(app)
