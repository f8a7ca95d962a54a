"""F2: for which structure the user acts, and what follows at once."""

from pathlib import Path

from tests.screens.ecran import Ouvrir, cliquer, ecrire, ligne, sans_danger, taper, texte


async def test_the_switcher_tells_name_droit_star_and_what_waits(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u5") as (app, pilot):
        await taper(pilot, "f2")
        vu = texte(app)
        assert "Changer de structure" in vu
        assert "L’Atelier des Savoir-Faire ★" in vu
        assert "Gestionnaire OF général · " in vu
        assert "○ Horizon Formation" in vu
        assert "Gestionnaire OF préinscription · " in vu
        assert " en attente" in vu


async def test_enter_makes_it_active_everywhere(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u5") as (app, pilot):
        assert "L’Atelier des Savoir-Faire" in ligne(app, 0)
        avant = texte(app)
        await taper(pilot, "enter", "f2")
        await ecrire(pilot, "horizon")
        await taper(pilot, "enter")
        assert "Horizon Formation" in ligne(app, 0)
        assert "préinscription" in ligne(app, 0)
        assert "Vous agissez pour Horizon Formation" in texte(app)
        assert len(app.pile) == 1, "back home: what was open belonged to the other structure"
        assert "00235491" in texte(app)
        assert "00235491" not in avant


async def test_a_click_chooses_too(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u5") as (app, pilot):
        await cliquer(pilot, "Savoir-Faire ·")
        await cliquer(pilot, "○ Horizon Formation")
        assert "Horizon Formation" in ligne(app, 0)


async def test_escape_changes_nothing(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u5") as (app, pilot):
        await taper(pilot, "f2", "down", "escape")
        assert "L’Atelier des Savoir-Faire" in ligne(app, 0)


async def test_a_single_structure_says_so(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f2")
        assert "Votre compte n’est rattaché qu’à une structure." in " ".join(texte(app).split())


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, utilisateur="u5") as (app, pilot):
        await taper(pilot, "f2")
        assert sans_danger(app)
        await taper(pilot, "down", "enter")
        assert sans_danger(app)
        assert len(app.pile) == 1
