"""Each dialog by the mouse alone: what has a key has a place to click."""

from pathlib import Path

import pytest

from rafaelpro_tui import filtres
from rafaelpro_tui.screens.aide import AideScreen
from rafaelpro_tui.screens.exporter import ExporterScreen
from rafaelpro_tui.screens.pourquoi import PourquoiScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from tests.screens.ecran import Ouvrir, cliquer, ecrire, montre, taper, texte
from tests.screens.test_session import aller


@pytest.mark.parametrize("taille", [(80, 24), (120, 40)])
async def test_a_table_is_exported(
    ouvrir: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taille: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    async with ouvrir(size=taille) as (app, pilot):
        await aller(app, pilot)
        await cliquer(pilot, "E Exporter")
        montre(app, ExporterScreen)
        await cliquer(pilot, "Écrire le fichier")
        montre(app, SessionScreen)
        assert (tmp_path / "candidatures-00235491-en_attente.csv").is_file()
        app.clear_notifications()
        await cliquer(pilot, "E Exporter")
        await cliquer(pilot, "Revenir")
        montre(app, SessionScreen)


async def test_the_palette_opens_what_is_clicked(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        await cliquer(pilot, "Écrans")
        await ecrire(pilot, "00235491")
        await cliquer(pilot, "session 00235491")
        assert montre(app, SessionScreen).session == "00235491"


async def test_a_kept_filter_is_clicked(ouvrir: Ouvrir) -> None:
    filtres.enregistrer("sessions", "À Pau", "commune:pau")
    async with ouvrir() as (app, pilot):
        await taper(pilot, "F")
        await cliquer(pilot, "À Pau")
        assert montre(app, SessionsScreen).regard.texte == "commune:pau"


async def test_a_column_to_sort_by_is_clicked(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await cliquer(pilot, "s Trier")
        await cliquer(pilot, "Inscrits ")
        tri = montre(app, SessionsScreen).regard.tri
        assert tri is not None
        assert tri.colonne == "inscrits"


async def test_help_and_why_are_opened_and_closed(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(200, 50)) as (app, pilot):
        await cliquer(pilot, "F1 Aide")
        montre(app, AideScreen)
        await cliquer(pilot, "Échap Fermer")
        await aller(app, pilot)
        await cliquer(pilot, "? Pourquoi")
        montre(app, PourquoiScreen)
        await cliquer(pilot, "Échap Fermer")
        assert "Échap Fermer" not in texte(app)
