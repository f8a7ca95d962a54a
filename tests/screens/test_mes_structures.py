"""F7: the members of the active structure and their droits (DRT-6), by keyboard and by mouse."""

from collections.abc import Callable
from pathlib import Path

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.model import Droit
from rafaelpro_tui.screens.dialogue import Alerte, Confirmation
from rafaelpro_tui.screens.droit import DroitScreen
from rafaelpro_tui.screens.mes_structures import MesStructuresScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from tests.screens.ecran import Ouvrir, cliquer, ecrire, ligne, montre, sans_danger, taper, texte


def droits(app: RafaelProApp) -> dict[str, tuple[Droit, bool]]:
    return {membre.utilisateur: (membre.droit, membre.referent) for membre in app.desk.membres()}


async def test_the_members_with_star_and_the_guides_labels(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7")
        montre(app, MesStructuresScreen)
        vu = texte(app)
        assert "RafaelPro › Mes structures" in ligne(app, 0)
        assert "★ Martin Léa (vous)" in vu
        for dit in ("Gestionnaire OF général", "Gestionnaire OF préinscription", "Gestionnaire OF catalogue formation"):
            assert dit in vu
        assert sum("★" in vue for vue in vu.splitlines()[4:]) == 1
        assert "Sans profil" in vu
        assert "5 membres" in vu
        await taper(pilot, "f7")
        assert len(app.pile) == 2, "already there"
        await taper(pilot, "escape")
        montre(app, SessionsScreen)


async def test_a_referent_changes_a_droit_and_takes_it_back(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7", "f")
        await ecrire(pilot, "maite")
        await taper(pilot, "enter", "enter")
        montre(app, DroitScreen)
        assert "Droit de Maïté Etcheverry" in texte(app)
        assert "Gérer les candidatures (rendre un avis)" in texte(app)
        await ecrire(pilot, "catal")
        await taper(pilot, "enter")
        assert droits(app)["u2"] == (Droit.CATALOGUE, False)
        assert "Gestionnaire OF catalogue formation" in texte(app)
        assert "annulable" in ligne(app, -1)
        await taper(pilot, "u")
        assert droits(app)["u2"] == (Droit.PREINSCRIPTION, False)
        assert "Gestionnaire OF préinscription" in texte(app)


async def test_a_referent_names_another_by_mouse(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7")
        await cliquer(pilot, "Le Goff Yann")
        await cliquer(pilot, "▸   Le Goff Yann")
        await cliquer(pilot, "★ Nommer référent·e")
        assert droits(app)["u3"] == (Droit.CATALOGUE, True)
        await cliquer(pilot, "★ Référent·es")
        assert "2 membres" in texte(app)


async def test_ones_own_droit_is_in_the_badge_at_once(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7", "f")
        await ecrire(pilot, "lea")
        await taper(pilot, "enter", "enter")
        await ecrire(pilot, "préinscr")
        await taper(pilot, "enter")
        assert "Horizon Formation · Gestionnaire OF préinscription ★" in ligne(app, 0)


async def test_the_last_referent_cannot_vanish(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7", "tab", "enter")
        await ecrire(pilot, "plus")
        await taper(pilot, "enter")
        montre(app, Alerte)
        vu = " ".join(texte(app).split())
        assert "DRT-6" in vu
        assert "Une structure garde toujours au moins un·e référent·e" in vu
        assert "Nommez d’abord un·e autre référent·e." in vu
        assert droits(app)["u1"] == (Droit.GENERAL, True)


async def test_giving_ones_own_star_away_is_asked_first(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7", "f")
        await ecrire(pilot, "yann")
        await taper(pilot, "enter", "enter")
        await ecrire(pilot, "nommer")
        await taper(pilot, "enter", "escape", "f")
        await ecrire(pilot, "lea")
        await taper(pilot, "enter", "enter")
        await ecrire(pilot, "plus")
        await taper(pilot, "enter")
        montre(app, Confirmation)
        await taper(pilot, "enter")
        assert droits(app)["u1"][1], "the default button is the way back"
        await taper(pilot, "enter")
        await ecrire(pilot, "plus")
        await taper(pilot, "enter", "right", "enter")
        assert not droits(app)["u1"][1]
        assert "★" not in ligne(app, 0)
        await taper(pilot, "escape")
        assert "adressez-vous à Yann Le Goff" in texte(app)


async def test_the_others_are_told_whom_to_ask(ouvrir: Ouvrir) -> None:
    async with ouvrir(utilisateur="u2") as (app, pilot):
        await taper(pilot, "f7")
        assert "Pour modifier un droit, adressez-vous à Léa Martin ★." in texte(app)
        await taper(pilot, "enter")
        montre(app, Alerte)
        vu = " ".join(texte(app).split())
        assert "Seul·e un·e référent·e modifie les droits des membres (DRT-6)" in vu
        assert "(lea@example.org)" in vu


async def test_choosing_the_same_droit_changes_nothing(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        avant = None
        await taper(pilot, "f7")
        avant = droits(app)
        await taper(pilot, "enter", "enter")
        montre(app, MesStructuresScreen)
        assert droits(app) == avant
        assert "annulable" not in ligne(app, -1)


async def test_a_filter_that_finds_nobody_says_how_to_get_out(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f7", "f")
        await ecrire(pilot, "zzz")
        await taper(pilot, "enter")
        assert "Échap efface le filtre." in texte(app)


async def test_the_palette_opens_it(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+p")
        await ecrire(pilot, "mes structures")
        await taper(pilot, "enter")
        montre(app, MesStructuresScreen)


async def test_hostile_names_are_shown_harmlessly(
    ouvrir: Ouvrir, base_hostile: Path, fabrique: Callable[..., RafaelProApp]
) -> None:
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        await taper(pilot, "f7")
        for _ in range(5):
            await taper(pilot, "enter")
            assert sans_danger(app)
            await taper(pilot, "escape", "down")
    async with ouvrir(chemin=base_hostile, utilisateur="u2") as (app, pilot):
        await taper(pilot, "f7", "enter")
        assert sans_danger(app)
