"""Ctrl+P: anything by name."""

from pathlib import Path

from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.structures import StructuresScreen
from tests.screens.ecran import Ouvrir, cliquer, ecrire, montre, sans_danger, taper, texte


async def test_it_lists_what_can_be_done_here_with_its_key(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        vu = texte(app)
        assert "Chercher un écran, une action, une session, une candidature" in vu
        for attendu in ("Filtrer", "Trier", "Structure", "Accueil", "Candidatures"):
            assert attendu in vu
        for attendu in ("Aide", "Quitter", "Changer de thème", "Mes structures", "Journal"):
            await ecrire(pilot, attendu)
            assert texte(app).count(attendu) > 1, "in the field, and in the list"
            await taper(pilot, *["backspace"] * len(attendu))


async def test_an_action_is_found_whatever_the_accents_and_run(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "STRÙCT")
        await taper(pilot, "enter")
        montre(app, StructuresScreen)


async def test_a_session_is_found_by_its_place_and_opened(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "limoges")
        assert "session 00235493" in texte(app)
        await taper(pilot, "enter")
        assert montre(app, SessionScreen).session == "00235493"


async def test_a_candidature_is_found_by_name_without_accents_and_opened(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "celik")
        assert "candidature ÇELIK Émre C4" in texte(app)
        await cliquer(pilot, "ÇELIK")
        assert montre(app, CandidatureScreen).reference == "C4"
        await taper(pilot, "f5")
        assert len(app.pile) == 1


async def test_nothing_found_is_said_in_french(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "zzzz")
        assert "Aucun résultat" in texte(app)
        await taper(pilot, "enter")
        assert "Aucun résultat" in texte(app)
        await taper(pilot, "escape")
        assert "Aucun résultat" not in texte(app)


async def test_who_may_not_consult_finds_no_candidat(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "celik")
        assert "ÇELIK" not in texte(app)


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        await taper(pilot, "ctrl+p")
        for lettre in "aeo":
            await ecrire(pilot, lettre)
            assert sans_danger(app)
            await taper(pilot, "backspace")


async def test_80_by_24_shows_the_keys_under_a_long_list(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "ctrl+p")
        assert "Échap Fermer" in texte(app)
