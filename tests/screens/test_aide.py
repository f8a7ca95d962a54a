"""F1: the keys, made from the bindings."""

from rafaelpro_tui import settings
from rafaelpro_tui.screens.aide import chapitres
from tests.screens.ecran import Ouvrir, ligne, taper, texte


async def test_the_help_tells_the_keys_in_french_those_of_the_screen_first(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(120, 40)) as (app, pilot):
        await taper(pilot, "f1")
        vu = texte(app)
        assert "Aide : les touches" in vu
        assert vu.index("Listes") < vu.index("Maj+Tab")
        assert "Filtrer la liste" in vu
        assert "[filtrer]" in vu
        await taper(pilot, "escape")
        assert "Aide : les touches" not in texte(app)


async def test_it_ends_with_where_else_to_ask(ouvrir: Ouvrir) -> None:
    """The guide's last page; an address is never cut."""
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f1", "end")
        vu = texte(app)
        assert all(dit in vu for dit in ("Besoin d’aide ?", "PARCOURS PRO", "offre@cap-metiers.pro", "Agora"))


async def test_each_key_is_told_once(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, _):
        ids = [touche.id for chapitre in chapitres(type(app)) for touche in chapitre.touches]
        assert len(ids) == len(set(ids))


async def test_a_remapped_key_works_and_is_told_everywhere(ouvrir: Ouvrir) -> None:
    preferences = settings.Preferences(touches={"trier": "o"})
    async with ouvrir(preferences=preferences) as (app, pilot):
        assert "o Trier" in ligne(app, -1)
        await taper(pilot, "f1")
        assert any(vu.split()[1:3] == ["o", "Choisir"] for vu in texte(app).splitlines() if "Choisir la colonne" in vu)
        await taper(pilot, "escape", "o")
        assert "Trier par" in texte(app)


async def test_80_by_24_keeps_the_way_out_in_sight(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await taper(pilot, "f1")
        assert "Échap Fermer" in texte(app)
