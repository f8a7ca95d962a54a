"""`E`: the table shown goes to a CSV file, asking before one is replaced."""

from pathlib import Path

import pytest

from rafaelpro_tui.screens.dialogue import Confirmation
from rafaelpro_tui.screens.exporter import nom_de_fichier
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.widgets.key_footer import KeyFooter
from tests.screens.ecran import Ouvrir, cliquer, ecrire, montre, ou, taper, texte
from tests.screens.test_session import aller


@pytest.fixture(autouse=True)
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "ici"
    dossier.mkdir()
    monkeypatch.chdir(dossier)
    return dossier


async def test_the_filtered_table_is_written_under_the_name_offered(ouvrir: Ouvrir, ici: Path) -> None:
    async with ouvrir() as (app, pilot):
        await aller(app, pilot)
        await taper(pilot, "f")
        await ecrire(pilot, "inès")
        await taper(pilot, "enter", "E")
        assert "Exporter (CSV ou .xlsx) · 1 candidature" in texte(app)
        await taper(pilot, "enter")
        assert "1 candidature exportée dans" in " ".join(texte(app).split())
        ecrit = (ici / "candidatures-00235491-en_attente.csv").read_text(encoding="utf-8-sig")
        assert ecrit.splitlines()[0].startswith("Référence;Coordonnées du candidat;")
        assert "DE LA FUENTE Inès" in ecrit
        assert len(ecrit.splitlines()) == 2
        beside = (ici / "candidatures-00235491-en_attente.csv.provenance.txt").read_text(encoding="utf-8")
        plat = beside.replace("\u00a0", " ")
        assert "Contenu : candidatures de la session 00235491, en attente\nFiltre : inès\nLignes : 1\n" in plat
        assert "Par : Léa Martin, Gestionnaire OF général\nLe : 30/04/2022 à 10:30\n" in plat
        assert "provenance.txt" in texte(app)


async def test_a_file_that_is_there_is_replaced_only_when_asked(ouvrir: Ouvrir, ici: Path) -> None:
    fichier = ici / "candidatures-00235491-en_attente.csv"
    fichier.write_text("à moi", encoding="utf-8")
    async with ouvrir() as (app, pilot):
        await aller(app, pilot)
        await taper(pilot, "E", "enter")
        montre(app, Confirmation)
        await taper(pilot, "enter")
        assert fichier.read_text(encoding="utf-8") == "à moi", "the default button is the way back"
        await taper(pilot, "enter")
        await cliquer(pilot, "Remplacer    ")
        assert "Référence" in fichier.read_text(encoding="utf-8-sig")
        montre(app, SessionScreen)


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("", "Donnez un nom de fichier."),
        ("absent/x.csv", "n’existe pas : choisissez-en un autre."),
        (".", "est un dossier : ajoutez un nom de fichier."),
    ],
)
async def test_a_name_that_cannot_be_says_what_to_do(ouvrir: Ouvrir, ici: Path, nom: str, dit: str) -> None:
    async with ouvrir(size=(200, 40)) as (app, pilot):
        await aller(app, pilot)
        await taper(pilot, "E", "end", "ctrl+u")
        await ecrire(pilot, nom)
        await taper(pilot, "enter")
        assert dit in " ".join(texte(app).replace("│", " ").split())
        assert list(ici.iterdir()) == []


async def test_an_empty_table_is_not_offered(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(200, 40)) as (app, pilot):
        await aller(app, pilot)
        await cliquer(pilot, "Avis non transmis")
        await pilot.hover(offset=ou(app, "E Exporter"))
        assert str(app.screen.query_one(KeyFooter).tooltip) == "Il n’y a aucune candidature à exporter ici."
        await taper(pilot, "E")
        montre(app, SessionScreen)


async def test_who_may_not_consult_exports_nothing(ouvrir: Ouvrir, ici: Path) -> None:
    async with ouvrir(utilisateur="u3") as (app, pilot):
        await aller(app, pilot)
        await taper(pilot, "E")
        montre(app, SessionScreen)
        assert list(ici.iterdir()) == []


@pytest.mark.parametrize(
    ("donnee", "offert"),
    [
        ("../../etc/cron.d/x", "etc-cron.d-x"),
        ("/etc/passwd", "etc-passwd"),
        (".bashrc", "bashrc"),
        ("C:\\con\\..\\a", "C--con-..-a"),
        ("a\x1b]0;b\x00c\n", "a�]0;b�c "),
        ("../..", "export"),
        ("candidatures-00235491-en_attente.csv", "candidatures-00235491-en_attente.csv"),
    ],
)
def test_a_name_from_data_stays_in_its_folder(donnee: str, offert: str) -> None:
    """A reference is not trusted with where a file goes."""
    assert nom_de_fichier(donnee) == offert
    assert Path(nom_de_fichier(donnee)).name == nom_de_fichier(donnee)
