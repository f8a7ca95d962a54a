"""Workbooks go out as a spreadsheet likes them, come back without trust, and a forged one is refused at once."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee
from rafaelpro_tui.core.exchange import xlsx
from rafaelpro_tui.core.exchange.csv_decisions import (
    TITRES,
    DecisionsFautives,
    ecrire_decisions,
    lire_decisions,
    lire_fichier,
)
from rafaelpro_tui.core.exchange.csv_fr import retablir
from rafaelpro_tui.core.exchange.xlsx import ecrire_xlsx, lire_xlsx
from rafaelpro_tui.core.model import Etat, Motif, RecrutementNon, RecrutementOui
from tests.core.exchange.provenances import PROVENANCE
from tests.core.exchange.test_decisions import ETATS, candidature

FORMULES = ("=1+1", "+33 6", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\t=1", "'=1", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("texte", [*FORMULES, "Désiré ; O’NEILL", "<b>&amp;</b>", "2022-01-01", "0012"])
def test_a_text_stays_a_text(tmp_path: Path, texte: str) -> None:
    chemin = tmp_path / "t.xlsx"
    ecrire_xlsx(chemin, ["Commentaire"], [[texte]])
    cellule = load_workbook(chemin).active["A2"]  # type: ignore[index]
    assert cellule.data_type == "s"
    assert not str(cellule.value).startswith(("=", "+", "-", "@"))
    _, (lu,) = list(lire_xlsx(chemin))[1]
    assert retablir(lu) == texte


def test_days_and_numbers_are_written_as_such(tmp_path: Path) -> None:
    chemin = tmp_path / "t.xlsx"
    assert ecrire_xlsx(chemin, ["a", "b", "c", "d"], [[date(2022, 3, 1), Decimal("35.5"), 2, None]]) == 1
    feuille = load_workbook(chemin).active
    assert feuille is not None
    jour = feuille["A2"]
    assert (jour.value, jour.number_format) == (datetime.fromisoformat("2022-03-01"), "dd/mm/yyyy")
    assert [feuille["B2"].value, feuille["C2"].value, feuille["D2"].value] == [35.5, 2, None]
    assert list(lire_xlsx(chemin))[1] == (2, ["01/03/2022", "35,5", "2"])


@pytest.mark.parametrize("c", ETATS.values(), ids=ETATS)
def test_the_decisions_workbook_says_what_the_csv_says(tmp_path: Path, c: object) -> None:
    for nom in ("d.csv", "d.xlsx"):
        ecrire_decisions([c], tmp_path / nom, PROVENANCE)  # type: ignore[list-item]
    assert lire_decisions(tmp_path / "d.xlsx") == lire_decisions(tmp_path / "d.csv")


def test_what_may_be_chosen_is_offered_in_lists(tmp_path: Path) -> None:
    """AVI-5: the guide's motifs, but for the one that the system alone attributes."""
    ecrire_decisions([candidature()], tmp_path / "d.xlsx", PROVENANCE)
    classeur = load_workbook(tmp_path / "d.xlsx")
    listes = {str(regle.sqref): regle.formula1 for regle in classeur["Tableau"].data_validations.dataValidation}
    assert listes == {"C2": "Choix!$A$1:$A$3", "D2": "Choix!$B$1:$B$2", "E2": "Choix!$C$1:$C$7"}
    assert classeur["Choix"].sheet_state == "hidden"
    offerts = [classeur["Choix"].cell(rang, 3).value for rang in range(1, 8)]
    assert offerts == [motif.libelle for motif in Motif if motif is not Motif.AVIS_NON_TRANSMIS]


def test_what_a_spreadsheet_typed_is_read(tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.append(list(TITRES.values()))
    feuille.append([])
    feuille.append(
        ["C1", datetime.fromisoformat("2022-02-20"), "Présence", True, None, None, "Très  motivée ", None, None, 35.5]
    )
    classeur.save(tmp_path / "d.xlsx")
    (decision,) = lire_decisions(tmp_path / "d.xlsx")
    assert (decision.ligne, decision.convocation, decision.recrutement) == (3, date(2022, 2, 20), True)
    assert decision.intensite == Decimal("35.5")


def test_a_formula_is_never_taken_for_its_value(tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.append(["Référence", "Convocation", "Commentaire"])
    feuille.append(["C1", "=TODAY()", None])
    feuille.append(["C2", None, "#REF!"])
    feuille.append(["C3", None, '=HYPERLINK("http://x.example","clic")'])
    classeur.save(tmp_path / "d.xlsx")
    lecture = lire_fichier(tmp_path / "d.xlsx")
    assert lecture.decisions == ()
    assert [str(faute).replace("\u00a0", " ") for faute in lecture.fautes] == [
        "Ligne 2, colonne Convocation : elle contient une formule ; remplacez-la par sa valeur.",
        "Ligne 3, colonne Commentaire : elle contient l’erreur #REF! ; remplacez-la par sa valeur.",
        "Ligne 4, colonne Commentaire : elle contient une formule ; remplacez-la par sa valeur.",
    ]


def test_titles_at_fault_are_told(tmp_path: Path) -> None:
    ecrire_xlsx(tmp_path / "d.xlsx", ["Référence", "Motifs"], [["C1", "x"]])
    with pytest.raises(DecisionsFautives, match=r"Motifs.*est inconnue"):
        lire_decisions(tmp_path / "d.xlsx")


# ── forged files ─────────────────────────────────────────────────────────────────────────────────────────────

DTD = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8))
    + ' <!ENTITY x SYSTEM "file:///etc/hostname">]>'
)


def forger(chemin: Path, parties: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """A workbook of ours with some of its parts made into something else."""
    ecrire_xlsx(chemin.with_name("sain.xlsx"), ["Référence"], [["C1"]])
    with zipfile.ZipFile(chemin.with_name("sain.xlsx")) as sain, zipfile.ZipFile(chemin, "w") as forge:
        for nom in sain.namelist():
            brut = sain.read(nom)
            forge.writestr(nom, parties[nom](brut) if nom in parties else brut, zipfile.ZIP_DEFLATED)
    return chemin


def entites(brut: bytes) -> bytes:
    return (DTD + brut.decode().split("?>", 1)[-1].replace("</", "&i;</", 1)).encode()


@pytest.mark.parametrize("partie", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_not_expanded(tmp_path: Path, partie: str) -> None:
    debut = time.monotonic()
    with pytest.raises(SaisieMalformee, match="n’est pas un classeur Excel lisible"):
        list(lire_xlsx(forger(tmp_path / "x.xlsx", {partie: entites})))
    assert time.monotonic() - debut < 5


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    enorme = forger(tmp_path / "x.xlsx", {"xl/styles.xml": lambda brut: brut + b" " * (xlsx.DEPLIE_MAX + 1)})
    assert enorme.stat().st_size < 100_000
    with pytest.raises(SaisieMalformee, match="trop gros"):
        list(lire_xlsx(enorme))


def test_a_cell_at_the_end_of_the_sheet_does_not_make_a_million_rows(tmp_path: Path) -> None:
    loin = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    chemin = forger(tmp_path / "x.xlsx", {"xl/worksheets/sheet1.xml": lambda brut: brut.replace(b"</sheetData>", loin)})
    assert [ligne[0] for ligne in lire_xlsx(chemin)] == [1, 2]


@pytest.mark.parametrize("brut", [b"", b"PK\x03\x04", b"R\xe9f\xe9rence;Motif\n", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_workbook_is_told(tmp_path: Path, brut: bytes) -> None:
    (tmp_path / "d.xlsx").write_bytes(brut)
    with pytest.raises(SaisieMalformee, match="n’est pas un classeur Excel lisible"):
        list(lire_xlsx(tmp_path / "d.xlsx"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FichierInaccessible, match="n’existe pas"):
        list(lire_xlsx(tmp_path / "absent.xlsx"))


def test_a_long_comment_and_a_refusal_come_back_whole(tmp_path: Path) -> None:
    non = candidature(
        Etat.NON_RETENUE, avis=RecrutementNon(motif=Motif.AUTRES, raison="=x" * 240, commentaire="-é" * 120)
    )
    oui = candidature(
        Etat.RETENUE, avis=RecrutementOui(entree=date(2022, 5, 2), sortie=date(2022, 8, 25), intensite=Decimal("7.25"))
    )
    for c in (non, oui):
        ecrire_decisions([c], tmp_path / "d.csv", PROVENANCE)
        ecrire_decisions([c], tmp_path / "d.xlsx", PROVENANCE)
        assert lire_decisions(tmp_path / "d.xlsx") == lire_decisions(tmp_path / "d.csv")
