"""The export of a session: what a French spreadsheet opens, and nothing that it runs (CONTRATS §4)."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.erreurs import FichierInaccessible
from rafaelpro_tui.core.exchange.csv_fr import neutraliser, retablir
from rafaelpro_tui.core.exchange.csv_session import FENETRE, exporter_session
from rafaelpro_tui.core.model import Etape, Etat, Resultat
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from tests.core.exchange.provenances import PROVENANCE

LIGNE = CandidatureLigne(
    n=1,
    reference="C1",
    candidat="O’NEILL Désiré",
    telephone="0612345678",
    courriel="d@example.org",
    commune="Pau",
    session="00235491",
    intitule="Plateforme Amorce de parcours",
    prescripteur="Mission locale ; Pau",
    deposee_le=date(2022, 2, 10),
    nb_convocations=2,
    reponse=Resultat.PRESENCE,
    etat=Etat.EN_ATTENTE,
    etape=Etape.AVIS_A_RENDRE,
    entree=None,
    motif=None,
    a_completer=False,
    echeance=date(2022, 9, 15),
    jours=138,
)


class Lignes:
    """Rows in memory, that count how they are read."""

    def __init__(self, lignes: Sequence[CandidatureLigne]) -> None:
        self._lignes = dict(enumerate(lignes, 1))
        self.fenetres: list[int] = []

    def order(self) -> array[int]:
        return array("q", self._lignes)

    def rows(self, ids: Sequence[int]) -> Mapping[int, CandidatureLigne]:
        self.fenetres.append(len(ids))
        return {n: self._lignes[n] for n in ids}


def exporter(tmp_path: Path, *lignes: CandidatureLigne) -> list[list[str]]:
    sortie = tmp_path / "session.csv"
    assert exporter_session(Lignes(lignes), sortie, PROVENANCE) == len(lignes)
    texte = sortie.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))


def test_the_file_is_as_french_spreadsheets_want_it(tmp_path: Path) -> None:
    retenue = replace(LIGNE, reference="C2", etat=Etat.RETENUE, entree=date(2022, 3, 1), telephone="", reponse=None)
    exporter(tmp_path, LIGNE, retenue)
    assert (tmp_path / "session.csv").read_bytes().decode("utf-8") == (
        "\ufeffRéférence;Coordonnées du candidat;Organisme prescripteur;Date de candidature;Nombre de convocations;"
        "Réponse aux convocations;Résultat du recrutement;Date prévisionnelle d'entrée en formation\r\n"
        'C1;O’NEILL Désiré, 06 12 34 56 78, d@example.org, Pau;"Mission locale ; Pau";10/02/2022;2;Présence;;\r\n'
        'C2;O’NEILL Désiré, d@example.org, Pau;"Mission locale ; Pau";10/02/2022;2;;Retenue;01/03/2022\r\n'
    )


@pytest.mark.parametrize("debut", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "'=", "\t=", "\r=", "\n="])
def test_no_cell_is_a_formula(tmp_path: Path, debut: str) -> None:
    mechant = f"{debut}HYPERLINK(1)"
    ligne = replace(LIGNE, reference=mechant, candidat=mechant, prescripteur=mechant)
    _, cellules = exporter(tmp_path, ligne)
    assert [cellules[n][0] for n in (0, 1, 2)] == ["'", "'", "'"] or debut in "\t\r\n"
    assert not any(cellule.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cellule in cellules)


def test_nothing_that_a_terminal_obeys_is_written(tmp_path: Path) -> None:
    exporter(tmp_path, replace(LIGNE, candidat="\x1b]0;titre\x07 \u202eNOM"))
    assert not set("\x1b\x07\u202e") & set((tmp_path / "session.csv").read_text(encoding="utf-8"))


def test_rows_are_read_by_windows_in_their_order(tmp_path: Path) -> None:
    source = Lignes([replace(LIGNE, reference=f"C{n}") for n in range(FENETRE * 2 + 1)])
    exporter_session(source, tmp_path / "s.csv", PROVENANCE)
    assert source.fenetres == [FENETRE, FENETRE, 1]
    lignes = (tmp_path / "s.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [ligne.partition(";")[0] for ligne in lignes[1:]] == [f"C{n}" for n in range(FENETRE * 2 + 1)]


def test_an_export_cut_short_leaves_the_old_file(tmp_path: Path) -> None:
    class Cassee(Lignes):
        def rows(self, ids: Sequence[int]) -> Mapping[int, CandidatureLigne]:
            raise RuntimeError

    (tmp_path / "s.csv").write_text("ancien")
    with pytest.raises(RuntimeError):
        exporter_session(Cassee([LIGNE]), tmp_path / "s.csv", PROVENANCE)
    assert [(f.name, f.read_text()) for f in tmp_path.iterdir()] == [("s.csv", "ancien")]


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(FichierInaccessible, match="absent"):
        exporter_session(Lignes([LIGNE]), tmp_path / "absent" / "s.csv", PROVENANCE)
    with pytest.raises(FichierInaccessible, match="dossier"):
        exporter_session(Lignes([LIGNE]), tmp_path, PROVENANCE)


@given(st.text(st.sampled_from("='+-@ \t\ra\u00a0＝"), max_size=6))
def test_what_was_neutralised_is_read_back(texte: str) -> None:
    assert retablir(neutraliser(texte)) == texte
    assert not neutraliser(texte).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
