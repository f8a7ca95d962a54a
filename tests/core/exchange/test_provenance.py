"""An exported table tells where it comes from, and is itself what it always was."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.core.exchange.csv_decisions import ecrire_decisions, lire_decisions
from rafaelpro_tui.core.exchange.csv_fr import ecrire_csv
from rafaelpro_tui.core.exchange.provenance import SUFFIXE, compagnon, ou_lire
from rafaelpro_tui.core.exchange.tableur import ecrire_tableau
from rafaelpro_tui.core.model import Candidature
from tests.core.exchange.provenances import PROVENANCE

TITRES = ("Référence", "Date")
LIGNES = (("C1", date(2022, 4, 30)), ("=C2", None))
CANDIDATURE = Candidature(
    reference="C1",
    session="00235491",
    candidat="P1",
    prescripteur="Mission locale",
    prescripteur_france_travail=False,
    deposee_le=date(2022, 2, 10),
)


def dites(table: Path) -> dict[str, str]:
    texte = compagnon(table).read_text(encoding="utf-8")
    return dict(ligne.split("\u00a0: ", 1) for ligne in texte.splitlines())


def test_a_csv_is_the_same_to_the_byte_and_has_its_companion(tmp_path: Path) -> None:
    """CONTRATS §4: titles first. The companion names the file, and tells whether it has changed since."""
    table = tmp_path / "c.csv"
    assert ecrire_tableau(table, TITRES, LIGNES, PROVENANCE) == 2
    ecrire_csv(tmp_path / "nu.csv", TITRES, LIGNES)
    assert table.read_bytes() == (tmp_path / "nu.csv").read_bytes()
    assert dites(table) == {
        "Fichier": "c.csv",
        "Contenu": "candidatures de la session 00235491",
        "Filtre": "etat:en_attente jours<7",
        "Lignes": "2",
        "Structure": "Horizon Formation (13002526500013)",
        "Par": "Léa Martin, Gestionnaire OF général",
        "Le": "30/04/2022 à 10:30",
        "Depuis": "/srv/centre.sqlite",
        "À savoir": "Ce fichier peut contenir des données de personnes\u00a0: à effacer une fois lu.",
        "SHA-256": hashlib.sha256(table.read_bytes()).hexdigest(),
    }
    assert compagnon(table).stat().st_mode & 0o777 == 0o600
    assert {chemin.name for chemin in tmp_path.iterdir()} == {"c.csv", f"c.csv{SUFFIXE}", "nu.csv"}
    assert SUFFIXE in ou_lire(table)


def test_a_second_export_replaces_both(tmp_path: Path) -> None:
    table = tmp_path / "c.csv"
    ecrire_tableau(table, TITRES, LIGNES, PROVENANCE)
    ecrire_tableau(table, TITRES, LIGNES[:1], replace(PROVENANCE, filtre=""))
    assert (dites(table)["Filtre"], dites(table)["Lignes"]) == ("aucun", "1")
    assert dites(table)["SHA-256"] == hashlib.sha256(table.read_bytes()).hexdigest()


def test_a_workbook_has_it_in_its_second_sheet(tmp_path: Path) -> None:
    table = tmp_path / "c.xlsx"
    ecrire_tableau(table, TITRES, LIGNES, replace(PROVENANCE, filtre="=HYPERLINK(1)"))
    classeur = openpyxl.load_workbook(table)
    assert classeur.sheetnames == ["Tableau", "Provenance"]
    dit = {nom.value: valeur.value for nom, valeur in classeur["Provenance"].iter_rows()}
    assert dit["Filtre"] == "'=HYPERLINK(1)", "neutralised, as in the table"
    assert dit["Lignes"] == "2"
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["c.xlsx"]
    assert "Provenance" in ou_lire(table)


@pytest.mark.parametrize("nom", ["d.csv", "d.xlsx"])
def test_a_decisions_file_is_read_back_as_before(tmp_path: Path, nom: str) -> None:
    ecrire_decisions([CANDIDATURE], tmp_path / nom, PROVENANCE)
    assert [decision.reference for decision in lire_decisions(tmp_path / nom)] == ["C1"]


def test_a_hostile_filter_stays_on_its_line(tmp_path: Path) -> None:
    table = tmp_path / "c.csv"
    ecrire_tableau(table, TITRES, LIGNES, replace(PROVENANCE, filtre="a\nSHA-256\u00a0: 0\x1b]0;x\x07"))
    assert not set("\x1b\x07") & set(compagnon(table).read_text(encoding="utf-8"))
    assert dites(table)["SHA-256"] == hashlib.sha256(table.read_bytes()).hexdigest()


def test_nothing_is_written_beside_a_table_that_could_not_be(tmp_path: Path) -> None:
    with pytest.raises(FichierInaccessible):
        ecrire_tableau(tmp_path / "absent" / "c.csv", TITRES, LIGNES, PROVENANCE)
    assert list(tmp_path.iterdir()) == []
