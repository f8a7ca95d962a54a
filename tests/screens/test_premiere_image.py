"""A list is painted once, with its data; what is slow does not keep its screen from being shown."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.events import Key
from textual.geometry import Size
from textual.screen import Screen

from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.core.store.listes_candidatures import Candidatures
from rafaelpro_tui.screens import premiere_image
from rafaelpro_tui.screens.candidatures import CandidaturesScreen
from rafaelpro_tui.screens.dialogue import Alerte
from rafaelpro_tui.screens.formations import FormationsScreen
from rafaelpro_tui.screens.journal import JournalScreen
from rafaelpro_tui.screens.premiere_image import PremiereImage
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from rafaelpro_tui.widgets.filter_bar import FilterInput
from rafaelpro_tui.widgets.virtual_table import VirtualTable
from tests.screens.ecran import Ouvrir, calme, montre, taper, texte


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, data come first."""
    monkeypatch.setattr(premiere_image, "ATTENTE", 60.0)


@contextmanager
def images(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the screens of the app show each time that they are laid out and painted, the first time first."""
    vues: list[str] = []
    mettre_en_page = Screen._refresh_layout

    def noter(ecran: Screen[None], size: Size | None = None, scroll: bool = False) -> None:
        mettre_en_page(ecran, size, scroll)
        if isinstance(ecran, PremiereImage) and ecran.is_current and ecran.outer_size:  # else nothing is done
            vues.append(texte(ecran.app))

    with monkeypatch.context() as espion:
        espion.setattr(Screen, "_refresh_layout", noter)
        yield vues


@pytest.mark.parametrize(
    ("touches", "classe", "attendus"),
    [
        (("f4",), CandidaturesScreen, (" C1 ", "6 candidatures", "[14]", "▸En attente de traitement [6]")),
        (("enter",), SessionScreen, (" C", "candidatures", "▸En attente de traitement [")),
        (("f6",), FormationsScreen, ("formations", " A1 ")),
        (("f8",), JournalScreen, ("Le journal est vide",)),
    ],
)
async def test_the_first_image_of_a_list_has_its_data(
    ouvrir: Ouvrir,
    monkeypatch: pytest.MonkeyPatch,
    patient: None,
    touches: tuple[str, ...],
    classe: type[PremiereImage],
    attendus: tuple[str, ...],
) -> None:
    async with ouvrir() as (app, pilot):
        with images(monkeypatch) as vues:
            await taper(pilot, *touches)
        montre(app, classe)
        for vue in vues:
            assert all(attendu in vue for attendu in attendus), vue


async def test_keys_typed_at_once_go_to_the_list_that_opens(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        for touche in (Key("f4", None), Key("tab", None), Key("f", "f"), Key("x", "x")):
            app.post_message(touche)
        await calme(pilot)
        ecran = montre(app, CandidaturesScreen)
        assert (ecran.onglet, ecran.query_one(FilterInput).value) == ("retenue", "x")


async def test_what_is_slow_to_read_does_not_keep_a_screen_from_being_shown(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    feu, lire = threading.Event(), Candidatures.first

    def lente(liste: Candidatures, limite: int) -> Any:
        assert feu.wait(20)
        return lire(liste, limite)

    monkeypatch.setattr(Candidatures, "first", lente)
    monkeypatch.setattr(VirtualTable, "LOADING_AFTER", 0.05)
    async with ouvrir() as (app, pilot):
        try:
            await pilot.press("f4")
            while "Chargement…" not in texte(app):
                await pilot.pause(0.01)
            assert "▸En attente de traitement [6]" in texte(app)
        finally:
            feu.set()
        await calme(pilot)
        assert " C1 " in texte(app)
        assert "Chargement" not in texte(app)


async def test_a_list_that_cannot_be_read_is_shown_under_what_is_wrong(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def en_panne(liste: Candidatures, limite: int) -> Any:
        raise FichierInaccessible("illisible")

    monkeypatch.setattr(Candidatures, "first", en_panne)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "f4")
        assert isinstance(app.screen, Alerte)
        await taper(pilot, "escape")
        montre(app, CandidaturesScreen)
        assert "▸En attente de traitement [6]" in texte(app)


async def test_what_is_ready_at_once_is_not_styled_twice(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    stylees: list[type[Screen[None]]] = []
    styler = Screen.update_node_styles

    def noter(ecran: Screen[None], animate: bool = True) -> None:
        stylees.append(type(ecran))
        styler(ecran, animate)

    monkeypatch.setattr(Screen, "update_node_styles", noter)
    async with ouvrir() as (app, _):
        montre(app, SessionsScreen)
        assert stylees == []
