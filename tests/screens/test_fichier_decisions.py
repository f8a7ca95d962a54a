"""Decisions in a spreadsheet, from the app: out, filled in, back, gone through row by row, executed, told."""

import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from textual.pilot import Pilot

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Convoquer
from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.screens.fichier_decisions import DecisionsScreen
from rafaelpro_tui.screens.rapport import RapportScreen
from rafaelpro_tui.screens.rapporter import RapporterScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.simulation import SimulationScreen
from tests.screens.ecran import Ouvrir, calme, cliquer, ecrire, montre, sans_danger, taper, texte

GUIDE, HSP = "00235491", "00240001"


@pytest.fixture(autouse=True)
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    dossier = tmp_path / "ici"
    dossier.mkdir()
    monkeypatch.chdir(dossier)
    return dossier


async def au_tableur(app: RafaelProApp, pilot: Pilot[Any]) -> None:
    app.push_screen(SessionScreen(GUIDE))
    await calme(pilot)
    await taper(pilot, "D")
    montre(app, DecisionsScreen)


def remplir(chemin: Path, *cellules: tuple[str, str, str]) -> None:
    """Reference, title, text of each cell, as a user would fill them in."""
    classeur = load_workbook(chemin)
    feuille = classeur["Tableau"]
    titres = {cellule.value: cellule.column or 0 for cellule in feuille[1]}
    lignes = {feuille.cell(rang, 1).value: rang for rang in range(2, feuille.max_row + 1)}
    for reference, titre, valeur in cellules:
        feuille.cell(lignes[reference], titres[titre]).value = valeur
    classeur.save(chemin)
    os.utime(chemin, (2_000_000_000, 2_000_000_000))


async def test_out_and_back(ouvrir: Ouvrir, ici: Path) -> None:
    """LOT-5, LOT-6: the faulty row is named with its column and cannot be ticked; the others are done."""
    async with ouvrir(size=(150, 40)) as (app, pilot):
        await au_tableur(app, pilot)
        await taper(pilot, "E", "enter")
        fichier = ici / f"decisions-{GUIDE}.xlsx"
        assert "8 lignes écrites dans" in " ".join(texte(app).split())
        remplir(
            fichier,
            ("C2", "Convocation", "02/05/2022"),
            ("C4", "Convocation", "31/02/2022"),
            ("C1", "Recrutement", "Non"),
            ("C1", "Motif", "Autres ; précisez SVP"),
        )
        await taper(pilot, "R")
        montre(app, RapporterScreen)
        await taper(pilot, "enter")
        simulation = montre(app, SimulationScreen)
        vu = " ".join(texte(app).split())
        assert f"Appliquer 3 lignes de « decisions-{GUIDE}.xlsx »" in vu
        assert "1 faite · 2 refusées" in vu
        fautes = {ligne.n: (ligne.regle, ligne.message) for ligne in simulation.bilan.lignes if not ligne.fait}
        assert {ligne.reference for ligne in simulation.bilan.lignes} == {"C1", "C2", "C4"}
        assert {regle for regle, _ in fautes.values()} == {"Fichier", "AVI-4"}
        assert all(dit.startswith(f"Ligne {n}, colonne ") for n, (_, dit) in fautes.items())
        assert "n’existe pas au calendrier" in " ".join(dit for _, dit in fautes.values())
        assert app.desk.candidature("C2").etape is Etape.A_CONVOQUER, "nothing is written yet"
        await taper(pilot, "asterisk")
        assert simulation.bilan.faites == 1, "a faulty row cannot be ticked"
        await taper(pilot, "f10", "right", "enter")
        montre(app, RapportScreen)
        assert app.desk.candidature("C2").etape is Etape.PRESENCE_A_RENSEIGNER
        assert app.desk.candidature("C1").candidature.etat is Etat.EN_ATTENTE
        await taper(pilot, "E", "enter")
        (rapport,) = ici.glob("rapport-fichier-*.csv")
        assert len(rapport.read_text(encoding="utf-8-sig").splitlines()) == 4
        await taper(pilot, "u")
        assert "↶ Fichier annulé" in texte(app)
        assert app.desk.candidature("C2").etape is Etape.A_CONVOQUER, "undone"


async def test_the_whole_file_is_undone_at_once(ouvrir: Ouvrir, ici: Path) -> None:
    """ANN-1: three commands of two lines, one `u`; what was decided before stays."""
    lignes = ("Référence;Convocation;Résultat;Recrutement;Motif", "C2;30/04/2022;Présence;;", "C1;;;Non;Autres")
    fichier = "\n".join(lignes).replace("Autres", "Prérequis pédagogiques non satisfaits")
    (ici / f"decisions-{GUIDE}.csv").write_text(fichier, encoding="utf-8")
    async with ouvrir(size=(150, 40)) as (app, pilot):
        desk = app.desk
        avant = desk.executer_une(desk.commande(Convoquer, candidature="C4", date=desk.aujourdhui))
        await au_tableur(app, pilot)
        await taper(pilot, "R", "enter", "f10", "right", "enter")
        montre(app, RapportScreen)
        assert len(desk.annulables()) == 4
        await taper(pilot, "u")
        assert "Annulé : Appliquer 2 lignes de" in " ".join(texte(app).split())
        assert [saisie.id for saisie in desk.annulables()] == [avant.id]
        assert desk.candidature("C2").etape is Etape.A_CONVOQUER
        assert desk.candidature("C1").etape is Etape.AVIS_A_RENDRE


async def test_by_mouse(ouvrir: Ouvrir, ici: Path) -> None:
    (ici / f"decisions-{GUIDE}.csv").write_text("Référence;Convocation\nC2;02/05/2022\n", encoding="utf-8")
    async with ouvrir(size=(120, 30)) as (app, pilot):
        await au_tableur(app, pilot)
        await cliquer(pilot, "R  Rapporter un fichier rempli")
        montre(app, RapporterScreen)
        await taper(pilot, "enter")
        await cliquer(pilot, "☑ ")
        assert "0 à valider sur 1" in texte(app)
        await cliquer(pilot, "☐ ")
        await cliquer(pilot, "F10 Valider")
        await cliquer(pilot, "Valider le fichier")
        assert montre(app, RapportScreen).bilan.faites == 1


async def test_what_changed_meanwhile_is_not_written(ouvrir: Ouvrir, ici: Path) -> None:
    """SYN-1."""
    (ici / f"decisions-{GUIDE}.csv").write_text("Référence;Convocation\nC2;02/05/2022\n", encoding="utf-8")
    async with ouvrir(size=(150, 40)) as (app, pilot):
        await au_tableur(app, pilot)
        await taper(pilot, "R", "enter")
        montre(app, SimulationScreen)
        desk = app.desk
        desk.executer_une(desk.commande(Convoquer, candidature="C2", date=desk.aujourdhui.replace(day=30)))
        await taper(pilot, "f10", "right", "enter")
        (ligne,) = montre(app, RapportScreen).bilan.lignes
        assert ligne.regle == "SYN-1"


async def test_a_file_that_changes_nothing_says_so(ouvrir: Ouvrir) -> None:
    async with ouvrir() as (app, pilot):
        await au_tableur(app, pilot)
        await taper(pilot, "enter", "enter", "R", "enter")
        montre(app, DecisionsScreen)
        assert "8 lignes lues : le fichier ne demande aucun changement." in " ".join(texte(app).split())


@pytest.mark.parametrize(
    ("nom", "dit"),
    [("", "Donnez un nom de fichier."), ("absent.xlsx", "n’existe pas"), ("notes.odt", "n’est ni un .xlsx ni un .csv")],
)
async def test_a_name_that_cannot_be_says_what_to_do(ouvrir: Ouvrir, ici: Path, nom: str, dit: str) -> None:
    (ici / "notes.odt").touch()
    async with ouvrir(size=(200, 40)) as (app, pilot):
        await au_tableur(app, pilot)
        await taper(pilot, "R")
        await ecrire(pilot, nom)
        await taper(pilot, "enter")
        montre(app, RapporterScreen)
        assert dit in " ".join(texte(app).replace("│", " ").split())


async def test_a_file_that_cannot_be_read_says_so(ouvrir: Ouvrir, ici: Path) -> None:
    (ici / f"decisions-{GUIDE}.xlsx").write_bytes(b"\x1b]0;x\x07[/]")
    async with ouvrir() as (app, pilot):
        await au_tableur(app, pilot)
        await taper(pilot, "R", "enter")
        assert "n’est pas un classeur Excel lisible" in " ".join(texte(app).split())
        assert sans_danger(app)


async def test_a_hostile_file_is_shown_safely(ouvrir: Ouvrir, ici: Path, base_hostile: Path) -> None:
    (ici / f"decisions-{GUIDE}.csv").write_text("Référence;Motif\n\x1b[31mC1[/];\x9b[b]x\u202e\n", encoding="utf-8")
    async with ouvrir(chemin=base_hostile) as (app, pilot):
        await au_tableur(app, pilot)
        await taper(pilot, "R", "enter")
        montre(app, SimulationScreen)
        assert sans_danger(app)


async def test_no_lot_no_file(ouvrir: Ouvrir) -> None:
    """HSP-4: what cannot be done by lot is not by file either; DRT-1."""
    async with ouvrir(utilisateur="u3") as (app, pilot):
        app.push_screen(SessionScreen(GUIDE))
        await calme(pilot)
        await taper(pilot, "D")
        montre(app, SessionScreen)
        assert "(DRT-1)" in texte(app)
