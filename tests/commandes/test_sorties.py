"""Printed tables: aligned whatever the script, cut only for a terminal, and never obeyed by it."""

from __future__ import annotations

import io
import json
import sys
import time

import pytest

from rafaelpro_tui.commandes import progression, sorties
from rafaelpro_tui.commandes.sorties import Colonne, caler, ecrire_json, ecrire_tableau, largeur


@pytest.mark.parametrize(
    ("texte", "cellules"), [("abc", 3), ("Éé", 2), ("e\u0301", 1), ("漢字", 4), ("ｶﾅ", 2), ("", 0), ("…", 1)]
)
def test_cells(texte: str, cellules: int) -> None:
    assert largeur(texte) == cellules


@pytest.mark.parametrize(
    ("texte", "taille", "rendu"),
    [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢… "), ("ab", 2, "ab")],
)
def test_a_text_in_so_many_cells(texte: str, taille: int, rendu: str) -> None:
    assert caler(texte, taille) == rendu
    assert largeur(caler(texte, taille)) == taille
    assert largeur(caler(texte, taille, droite=True)) == taille


class Ecran(io.StringIO):
    def isatty(self) -> bool:
        return True


COLONNES = (Colonne("Réf."), Colonne("Nom", souple=True), Colonne("N", droite=True))
LIGNES = (("C1", "漢字 " * 12, "7"), ("C22", "O’NEILL\x1b[31m", "10"))


def test_columns_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    ecrire_tableau(COLONNES, LIGNES)
    lignes = capsys.readouterr().out.splitlines()
    assert len({largeur(ligne) for ligne in lignes}) == 1
    assert "O’NEILL�[31m" in lignes[2]


def test_a_narrow_terminal_cuts_what_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    ecran = Ecran()
    monkeypatch.setattr(sys, "stdout", ecran)
    monkeypatch.setattr(sorties, "_largeur_du_terminal", lambda: 30)
    ecrire_tableau(COLONNES, LIGNES)
    lignes = ecran.getvalue().splitlines()
    assert {largeur(ligne) for ligne in lignes} == {30}
    assert "…" in lignes[1]


def test_a_table_without_rows_still_has_its_titles(capsys: pytest.CaptureFixture[str]) -> None:
    ecrire_tableau(COLONNES, ())
    assert capsys.readouterr().out == "Réf.  Nom  N\n"


def test_a_long_table_is_written_by_blocks(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorties, "BLOC", 2)
    assert ecrire_tableau(COLONNES, ((f"C{n}", "é" * n, str(n)) for n in range(5))) == 5
    lignes = capsys.readouterr().out.splitlines()
    assert [ligne.split()[0] for ligne in lignes] == ["Réf.", "C0", "C1", "C2", "C3", "C4"]
    assert [largeur(ligne) for ligne in lignes] == sorted(largeur(ligne) for ligne in lignes)


def test_json_loses_nothing_and_a_terminal_obeys_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    objet = {"nom": "\x1b]0;a\x07 \x9b31m \u202e \u200b \ud800 \x7f O’NEILL « é » \N{NO-BREAK SPACE}漢"}
    ecrire_json(objet)
    ecrit = capsys.readouterr().out
    assert json.loads(ecrit) == objet
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\ud800", "\x7f"} & set(ecrit)
    assert "O’NEILL « é » \N{NO-BREAK SPACE}漢" in ecrit
    assert ecrit.count("\n") == 1


# Progress


@pytest.fixture
def montre(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The hands of the clock: change the first item."""
    heure = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: heure[0])
    return heure


def test_a_bar_comes_after_a_second_and_goes(montre: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    ecran = Ecran()
    monkeypatch.setattr(sys, "stderr", ecran)
    with progression.barre("Import", 200) as barre:
        montre[0] = 0.9
        barre(50)
        assert ecran.getvalue() == ""
        montre[0] = 2.0
        barre(100)
        assert "50\u00a0%" in ecran.getvalue()
        assert "encore 2\u00a0s" in ecran.getvalue()
        dessin = ecran.getvalue()
        montre[0] = 2.05
        barre(110)
        assert ecran.getvalue() == dessin  # ten times a second at most
    assert ecran.getvalue().endswith("\r\x1b[K")


def test_no_bar_but_on_a_terminal(montre: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    with progression.barre("Import") as barre:
        montre[0] = 5.0
        barre(10)
    assert capsys.readouterr().err == ""
