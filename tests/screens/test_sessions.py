"""F5: the list of sessions, by keyboard and by mouse."""

from pathlib import Path

import pytest

from rafaelpro_tui.screens.palette import PaletteScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.settings import Preferences
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, ligne, montre, sans_danger, taper, texte


async def test_the_app_opens_on_the_sessions_with_the_guides_columns(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, _):
        vu = texte(app)
        montre(app, SessionsScreen)
        assert "RafaelPro › Candidatures › Sessions" in vu
        assert "Sessions en cours et à venir" in vu
        assert "Sessions terminées" in vu
        for colonne in ("Référence", "Session", "Respons", "Position", "Formateur", "Lieu", "Date", "État", "Inscrits"):
            assert colonne in ligne(app, 3)
        assert "00235491" in vu
        assert "00220017" not in vu, "terminée: the other tab"
        assert "5 sessions" in vu


async def test_tab_goes_to_the_other_tab_and_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "tab")
        assert "00220017" in texte(app)
        assert "1 session" in ligne(app, 2)
        await taper(pilot, "shift+tab")
        assert "00235491" in texte(app)


async def test_a_click_chooses_a_tab(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await cliquer(pilot, "Sessions terminées")
        assert "00220017" in texte(app)


async def test_enter_opens_a_session_and_escape_comes_back_to_the_same_row(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "down", "down")
        reference = montre(app, SessionsScreen).reference
        await taper(pilot, "enter")
        assert montre(app, SessionScreen).session == reference
        await taper(pilot, "escape")
        assert montre(app, SessionsScreen).reference == reference


async def test_a_click_on_the_row_under_the_cursor_opens_it(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await cliquer(pilot, "00240001")
        assert montre(app, SessionsScreen).reference == "00240001"
        await cliquer(pilot, "▸ 00240001")
        assert montre(app, SessionScreen).session == "00240001"


async def test_the_filter_folds_accents_is_shown_as_a_chip_and_escape_clears_it(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, "macon")
        await taper(pilot, "enter")
        assert "Filtre : macon ✕" in ligne(app, 2)
        assert "1 session" in ligne(app, 2)
        assert "00235493" in texte(app)
        assert "Échap Effacer le filtre" in ligne(app, -1)
        await taper(pilot, "escape")
        assert "Filtre" not in ligne(app, 2)
        assert "5 sessions" in ligne(app, 2)
        montre(app, SessionsScreen)


async def test_what_is_typed_filters_before_enter(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "slash")
        await ecrire(pilot, "pau")
        await pilot.pause(0.3)
        await calme(pilot)
        assert "1 session" in ligne(app, 2)
        await taper(pilot, "escape")
        assert "5 sessions" in ligne(app, 2)


async def test_a_filter_belongs_to_its_tab(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, "pau")
        await taper(pilot, "enter", "tab")
        assert "Filtre" not in ligne(app, 2)
        await taper(pilot, "tab")
        assert "Filtre : pau ✕" in ligne(app, 2)


async def test_a_click_on_the_chip_clears_the_filter(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, "pau")
        await taper(pilot, "enter")
        await cliquer(pilot, "Filtre : pau")
        assert "5 sessions" in ligne(app, 2)


async def test_nothing_found_says_how_to_get_out(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, "zzz")
        await taper(pilot, "enter")
        vu = texte(app)
        assert "Aucun résultat pour « zzz »." in vu
        assert "Échap efface le filtre." in vu


async def test_s_sorts_by_a_column_and_again_the_other_way_round(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        table = montre(app, SessionsScreen).table
        await taper(pilot, "s")
        await ecrire(pilot, "lieu")
        await taper(pilot, "enter")
        assert table.sort_column == "commune"
        montant = [vue.split()[0] for vue in texte(app).splitlines()[4:9]]
        await taper(pilot, "s", "enter")
        assert table.sort_reverse
        descendant = [vue.split()[0] for vue in texte(app).splitlines()[4:9]]
        assert [n for n in montant if n != "▸"] != [n for n in descendant if n != "▸"]


async def test_a_click_on_a_header_sorts(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await cliquer(pilot, "Inscrits")
        assert montre(app, SessionsScreen).table.sort_column == "inscrits"


async def test_y_copies_the_reference(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "y")
        assert app.clipboard == montre(app, SessionsScreen).reference
        assert "copiée." in texte(app)


async def test_from_150_columns_the_row_is_shown_beside_the_list(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(160, 40)) as (app, _):
        assert "Mon organisme est" in texte(app)
    async with ouvrir(size=(149, 40)) as (app, _):
        assert "Mon organisme est" not in texte(app)


async def test_80_by_24_is_enough(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        vu = texte(app).splitlines()
        assert "Sessions" in vu[0]
        assert "Horizon Formation" in vu[0]
        assert "F1 Aide" in vu[-1]
        assert "démo" in vu[-1]
        await taper(pilot, *["right"] * 8)
        assert "Inscrits" in ligne(app, 3)


@pytest.mark.parametrize(("touches", "dite"), [({}, "F3–F8 Écrans"), ({"journal": "f12"}, "F3–F12 Écrans")])
async def test_the_footer_says_how_to_go_elsewhere(ouvrir: Ouvrir, touches: dict[str, str], dite: str) -> None:
    """At 80 columns too, with the keys as the user has mapped them; a click lists the screens."""
    async with ouvrir(size=(80, 24), preferences=Preferences(touches=touches)) as (app, pilot):
        assert dite in ligne(app, -1)
        await cliquer(pilot, "Écrans")
        montre(app, PaletteScreen)


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(160, 40)) as (app, pilot):
        assert sans_danger(app)
        assert "[/]" in texte(app), "what looks like markup is shown as it is"
        await taper(pilot, "down", "f2")
        assert sans_danger(app)
        await taper(pilot, "escape", "y")
        assert sans_danger(app)


async def test_hostile_text_in_the_filter_is_harmless(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f")
        await ecrire(pilot, "zz[/]")
        await taper(pilot, "enter")
        assert "Filtre : zz[/] ✕" in texte(app)
        assert "Aucun résultat pour « zz[/] »." in texte(app)
