"""A screen that opens is styled and laid out once; one that is seen again after the window has changed follows it."""

import pytest
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

from rafaelpro_tui.screens.accueil import AccueilScreen
from rafaelpro_tui.screens.candidature import CandidatureScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.screens.structures import StructuresScreen
from tests.screens.ecran import Ouvrir, calme, montre, taper


@pytest.mark.parametrize("taille", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("touches", "classe"),
    [
        (("f4", "enter"), CandidatureScreen),
        (("f3",), AccueilScreen),
        (("f2",), StructuresScreen),
    ],
)
async def test_an_opening_screen_is_styled_and_laid_out_once(
    ouvrir: Ouvrir,
    monkeypatch: pytest.MonkeyPatch,
    touches: tuple[str, ...],
    classe: type[Screen[None]],
    taille: tuple[int, int],
) -> None:
    refaits: list[str] = []
    styler, mettre_en_page = Screen.update_node_styles, Screen._screen_resized

    def noter_les_styles(ecran: Screen[None], animate: bool = True) -> None:
        if isinstance(ecran, classe):
            refaits.append("styles")
        styler(ecran, animate)

    def noter_la_taille(ecran: Screen[None], taille: Size) -> None:
        if isinstance(ecran, classe):
            refaits.append("mise en page")
        mettre_en_page(ecran, taille)

    monkeypatch.setattr(Screen, "update_node_styles", noter_les_styles)
    monkeypatch.setattr(Screen, "_screen_resized", noter_la_taille)
    async with ouvrir(size=taille) as (app, pilot):
        await taper(pilot, *touches)
        montre(app, classe)
        assert refaits == []


async def test_a_screen_composed_before_its_sheet_is_read_is_styled_by_it(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from Python 3.12 on, where tasks begin at once: what Textual does of the sheet comes too late."""
    monkeypatch.setattr(App, "_load_screen_css", lambda app, ecran: None)
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await app.push_screen(CandidatureScreen("C4"))
        await calme(pilot)
        infos = montre(app, CandidatureScreen).query_one("#infos")
        assert str(infos.styles.height) == "auto"
        assert infos.virtual_region.height > 12


async def test_a_screen_seen_again_follows_the_window(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(160, 40)) as (app, pilot):
        await taper(pilot, "f3")
        await pilot.resize_terminal(80, 24)
        await calme(pilot)
        assert montre(app, AccueilScreen).classes >= {"-etroit", "-bas"}
        await taper(pilot, "escape")
        assert montre(app, SessionsScreen).has_class("-etroit")
        await pilot.resize_terminal(160, 40)
        await calme(pilot)
        assert montre(app, SessionsScreen).has_class("-large")
