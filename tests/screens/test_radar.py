"""« Échéances »: what waits by days left, what is behind each row, « et si… », the agenda."""

from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import Affecter
from rafaelpro_tui.core.model import Etape
from rafaelpro_tui.screens.accueil import AccueilScreen
from rafaelpro_tui.screens.candidatures import CandidaturesScreen
from rafaelpro_tui.screens.et_si import EtSiScreen
from rafaelpro_tui.screens.radar import RadarScreen
from rafaelpro_tui.screens.radar_colonnes import PERSONNES, grouper
from rafaelpro_tui.screens.session import SessionScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, montre, sans_danger, taper, texte


async def test_the_clocks_by_session_then_by_positionneur(ouvrir: Ouvrir, horloge: HorlogeDeTest) -> None:
    horloge.jour = horloge.jour.replace(month=9, day=9)
    async with ouvrir(size=(150, 40)) as (app, pilot):
        await taper(pilot, "f3", "e")
        montre(app, RadarScreen)
        lignes = [" ".join(ligne.split()) for ligne in texte(app).splitlines()]
        assert any("▲ 6 j 4 00235491" in ligne and "31/08/22 08/09/22 15/09/22" in ligne for ligne in lignes)
        assert "avis à rendre 1" in " ".join(lignes)
        await taper(pilot, "w")
        assert "(FOR-8)" in " ".join(texte(app).split()), "said before a date is typed"
        await taper(pilot, "escape", "tab")
        assert "et 2 autres sessions" in texte(app)
        await taper(pilot, "enter")
        liste = montre(app, CandidaturesScreen)
        assert liste.nombre == 6, "every one of the sessions of that Positionneur"


async def test_by_person_in_charge(ouvrir: Ouvrir) -> None:
    """SUI-3: each figure opens exactly what it counts, that of nobody too."""
    async with ouvrir(size=(150, 40)) as (app, pilot):
        desk = app.desk
        for reference, qui in (("C1", "u1"), ("C2", "u2"), ("C3", "u2")):
            assert desk.executer_une(desk.commande(Affecter, candidature=reference, a=qui)).fait
        await taper(pilot, "f3", "e", "tab", "tab")
        ecran = montre(app, RadarScreen)
        groupes = grouper(desk.radar.par_personne(), PERSONNES)
        assert {groupe.qui: groupe.en_attente for groupe in groupes} == {
            "Léa Martin": 1,
            "Maïté Etcheverry": 2,
            "personne": 3,
        }
        assert sum(groupe.en_attente for groupe in groupes) == sum(un.en_attente for un in desk.radar.sessions())
        for groupe in groupes:
            assert groupe.en_attente == sum(groupe.etape(etape) for etape in Etape)
            ecran.ouvrir(0, groupe)
            await calme(pilot)
            assert montre(app, CandidaturesScreen).nombre == groupe.en_attente
            await taper(pilot, "escape", "escape")
            montre(app, RadarScreen)


async def test_a_click_opens_the_session(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "échéances")
        await taper(pilot, "enter")
        montre(app, RadarScreen)
        await cliquer(pilot, "00240001")
        await taper(pilot, "enter")
        assert montre(app, SessionScreen).session == "00240001"


async def test_what_if_writes_nothing(ouvrir: Ouvrir) -> None:
    """FOR-7, FOR-9: what would open or close, what refuses; the session stays as it was."""
    async with ouvrir(size=(110, 30)) as (app, pilot):
        avant = app.desk.session("00235491").session
        await taper(pilot, "f3", "e", "w")
        montre(app, EtSiScreen)
        await taper(pilot, "end", "ctrl+u")
        await ecrire(pilot, "01/04/2022")
        assert "La session se ferme au recrutement." in texte(app)
        await taper(pilot, "end", "ctrl+u")
        await ecrire(pilot, "02/07/2022")
        assert "(FOR-7)" in " ".join(texte(app).split())
        await taper(pilot, "tab", "end", "ctrl+u")
        await ecrire(pilot, "10/07/2022")
        vu = " ".join(texte(app).replace("│", " ").split())
        assert "Liste d’attente : 1 candidature ; retenir serait possible jusqu’au 10/07/2022 (AVI-10)." in vu
        await taper(pilot, "escape")
        assert app.desk.session("00235491").session == avant


async def test_the_agenda_is_written(ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f3", "e", "E", "enter")
        assert "7 événements écrits dans" in " ".join(texte(app).split())
        assert (tmp_path / "echeances-2022-04-30.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


async def test_nothing_waits(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await taper(pilot, "f3", "e", "w")
        montre(app, RadarScreen)
        assert "(DRT-9)" in texte(app)
        await taper(pilot, "escape")
        montre(app, AccueilScreen)


async def test_hostile_names(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(160, 40)) as (app, pilot):
        await taper(pilot, "f3", "e")
        assert sans_danger(app)
        await taper(pilot, "tab", "enter")
        await calme(pilot)
        assert montre(app, CandidaturesScreen).nombre is not None
        assert sans_danger(app)


async def test_what_a_narrow_table_cuts_is_said_under_it(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f3", "e")
        lignes = texte(app).splitlines()
        assert all(titre in lignes[3] for titre in ("Formation", "Suivie par", "14 jours", "21 jours"))
        assert "Plateforme Amorce de parcours" not in "".join(lignes[:-4])
        assert "00235491 Plateforme Amorce de parcours" in lignes[-4]
        assert "Positionneur Horizon Formation · fin + 6 jours 31/08/2022" in lignes[-3]
        await taper(pilot, "f")
        await ecrire(pilot, "rien de tel")
        assert "Plateforme" not in texte(app)


async def test_a_column_comes_and_goes_with_the_width(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f3", "e", "down")
        assert "6 jours" not in texte(app).splitlines()[3]
        await pilot.resize_terminal(120, 40)
        await calme(pilot)
        assert "6 jours" in texte(app).splitlines()[3]
        assert montre(app, RadarScreen).table.cursor_row == 1
        await pilot.resize_terminal(80, 24)
        await calme(pilot)
        assert "6 jours" not in texte(app).splitlines()[3]
