"""Vue personne: from a candidature to all those of the same person that may be seen (CAN-4, DRT-5, DRT-9)."""

from pathlib import Path

from rafaelpro_tui.core.vues_plan import Creneau
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.personne import PersonneScreen
from rafaelpro_tui.screens.session import SessionScreen
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, montre, sans_danger, taper, texte


async def test_from_a_candidature_to_the_others_of_the_person(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(130, 30)) as (app, pilot):
        app.push_screen(CandidatureScreen("C1"))
        await calme(pilot)
        await taper(pilot, "V")
        ecran = montre(app, PersonneScreen)
        vu = texte(app)
        assert "Candidatures en cours 2/3 (HSP 0/1) (CAN-4)" in vu
        assert ecran.nombre == 2
        assert vu.rindex("C15") < vu.rindex("C1 "), "latest first"
        await cliquer(pilot, "C15")
        assert montre(app, CandidatureScreen).reference == "C15"


async def test_another_organisme_s_is_counted_not_shown(ouvrir: Ouvrir) -> None:
    """CAN-4: C17 is on a session where OF1 is Formateur alone: its total, not its name."""
    async with ouvrir(size=(130, 30)) as (app, pilot):
        desk = app.desk
        creneau = desk.plan.garder("00235491", Creneau(date=desk.aujourdhui, heure="9h", lieu="", places=2))
        desk.plan.placer(creneau, ["C2"])
        app.push_screen(SessionScreen("00235491"))
        await calme(pilot)
        await taper(pilot, "f")
        await ecrire(pilot, "inès")
        await taper(pilot, "enter", "ctrl+p")
        await ecrire(pilot, "toutes personne")
        await taper(pilot, "enter")
        assert montre(app, PersonneScreen).nombre == 1
        vu = texte(app)
        assert "2/3 (HSP 0/1), dont 1 autre dans un organisme qui n’est pas le vôtre" in vu
        assert "C17" not in vu
        assert "créneau du 30/04/2022" in vu


async def test_hostile_names(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        app.push_screen(PersonneScreen("C1"))
        await calme(pilot)
        assert montre(app, PersonneScreen).nombre == 2
        assert sans_danger(app)
