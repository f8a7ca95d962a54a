"""Ctrl+F, the moteur de recherche, by keyboard and by mouse."""

from pathlib import Path

from rafaelpro_tui.screens.formulaire_session import FormulaireSessionScreen
from rafaelpro_tui.screens.recherche import RechercheScreen
from rafaelpro_tui.screens.session import SessionScreen
from tests.screens.ecran import Ouvrir, cliquer, ecrire, ligne, montre, sans_danger, taper, texte


async def test_one_types_at_once_over_formations_and_sessions(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+f")
        montre(app, RechercheScreen)
        assert "Critères de recherche" in texte(app)
        await ecrire(pilot, "amorce")
        await taper(pilot, "enter")
        vu = texte(app)
        assert "Filtre : amorce ✕" in vu
        assert "00235491" in vu
        assert "00240001" not in vu
        assert "00220017" not in vu, "terminée"


async def test_the_two_criteria_by_their_keys(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+f", "enter")
        assert "5 sessions" in texte(app)
        assert "[ ] Inclure les formations terminées" in texte(app)
        await taper(pilot, "t")
        assert "[x] Inclure les formations terminées" in texte(app)
        assert "6 sessions" in texte(app)
        assert "00220017" in texte(app)
        await taper(pilot, "t", "c")
        assert "[x] Exclure les formations complètes" in texte(app)
        assert "5 sessions" in texte(app), "none is complète in this base"


async def test_a_criterion_by_the_mouse(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+f", "enter")
        await cliquer(pilot, "Inclure les formations terminées")
        assert "6 sessions" in texte(app)


async def test_gerer_opens_the_candidatures_and_m_the_form(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+f")
        await ecrire(pilot, "00235491")
        await taper(pilot, "enter")
        assert "⏎ Gérer" in texte(app)
        await taper(pilot, "enter")
        assert montre(app, SessionScreen).session == "00235491"
        await taper(pilot, "m")
        assert montre(app, FormulaireSessionScreen).reference == "00235491"
        await taper(pilot, "escape", "escape")
        montre(app, RechercheScreen)
        await taper(pilot, "m")
        montre(app, FormulaireSessionScreen)


async def test_nothing_found_says_how_to_get_out(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await taper(pilot, "ctrl+f")
        await ecrire(pilot, "zz[/]")
        await taper(pilot, "enter")
        assert "Aucun résultat pour « zz[/] »." in texte(app)
        await taper(pilot, "escape")
        assert "5 sessions" in texte(app)


async def test_another_structure_starts_anew(ouvrir: Ouvrir) -> None:
    """DRT-5: what one structure found is not for the other."""
    async with ouvrir(utilisateur="u5") as (app, pilot):
        await taper(pilot, "ctrl+f", "enter")
        assert "2 sessions" in texte(app)
        assert "00235491" not in texte(app)


async def test_hostile_names_are_shown_harmlessly(ouvrir: Ouvrir, base_hostile: Path) -> None:
    async with ouvrir(chemin=base_hostile, size=(160, 40)) as (app, pilot):
        await taper(pilot, "ctrl+f", "enter", "t", "down")
        assert sans_danger(app)
        assert "démo" in ligne(app, -1)
