"""A decisions file is read whatever the spreadsheet that wrote it; what is wrong is told by line and column."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafaelpro_tui.core.erreurs import Erreur, FichierInaccessible
from rafaelpro_tui.core.exchange.csv_decisions import Decision, DecisionsFautives, lire_decisions
from rafaelpro_tui.core.model import Motif, MotifHsp, Resultat

TITRES = "Référence;Convocation;Résultat;Recrutement;Motif;Raison;Commentaire;Entrée;Sortie;Intensité"


def lire(tmp_path: Path, *lignes: str, titres: str = TITRES, encodage: str = "utf-8") -> list[Decision]:
    chemin = tmp_path / "decisions.csv"
    chemin.write_bytes("\r\n".join([titres, *lignes]).encode(encodage))
    return lire_decisions(chemin)


def fautes(tmp_path: Path, *lignes: str, titres: str = TITRES) -> list[str]:
    with pytest.raises(DecisionsFautives) as capture:
        lire(tmp_path, *lignes, titres=titres)
    assert capture.value.code == 2
    return [str(faute).replace("\u00a0", " ") for faute in capture.value.fautes]


ENTIERE = "C1;20/02/2022;Présence;Oui;;;Très motivée ;01/03/2022;25/08/2022;35,5"


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    assert lire(tmp_path, ENTIERE, "", "C2;;;Non;Autres ; précisez SVP".replace(" ; ", " , ")) == [
        Decision(
            ligne=2,
            reference="C1",
            convocation=date(2022, 2, 20),
            resultat=Resultat.PRESENCE,
            recrutement=True,
            commentaire="Très motivée",
            entree=date(2022, 3, 1),
            sortie=date(2022, 8, 25),
            intensite=Decimal("35.5"),
        ),
        Decision(ligne=4, reference="C2", recrutement=False, motif=Motif.AUTRES),
    ]


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_encoding_and_separator_are_recognised(tmp_path: Path, encodage: str, separateur: str) -> None:
    titres = TITRES.replace(";", separateur)
    ligne = ENTIERE.replace("35,5", '"35,5"').replace(";", separateur)
    (decision,) = lire(tmp_path, ligne, titres=titres, encodage=encodage)
    assert (decision.resultat, decision.intensite) == (Resultat.PRESENCE, Decimal("35.5"))
    assert decision.commentaire == "Très motivée"


def test_titles_may_come_in_any_order_and_spelling(tmp_path: Path) -> None:
    titres = '"INTENSITE";" reference ";Résultat du recrutement;"Entree"'
    (decision,) = lire(tmp_path, "18h/3j;C1;Retenue;2022-03-01", titres=titres)
    assert decision == Decision(ligne=2, reference="C1", entree=date(2022, 3, 1), intensite=Decimal(30))


def test_what_excel_adds_is_skipped(tmp_path: Path) -> None:
    (decision,) = lire(tmp_path, "C1,20/02/2022 00:00:00,,", ",,,", titres="sep=,\r\nRéférence,Convocation,,")
    assert decision == Decision(ligne=3, reference="C1", convocation=date(2022, 2, 20))


def test_old_line_ends_are_read(tmp_path: Path) -> None:
    chemin = tmp_path / "mac.csv"
    chemin.write_bytes(b"R\xe9f\xe9rence;R\xe9sultat\rC1;presence\r")
    assert [d.resultat for d in lire_decisions(chemin)] == [Resultat.PRESENCE]


@pytest.mark.parametrize(
    ("texte", "motif"),
    [
        (texte, motif)
        for motif in (*Motif, *MotifHsp)
        for texte in (str(motif), f'"{motif.libelle}"', f'"{motif.libelle.upper()}"')
    ],
)
def test_a_motif_is_its_label_or_its_identifier(tmp_path: Path, texte: str, motif: Motif | MotifHsp) -> None:
    assert lire(tmp_path, f"C1;{texte}", titres="Référence;Motif")[0].motif is motif


@pytest.mark.parametrize(
    ("texte", "jour"),
    [("20/02/2022", 20), ("1/2/2022", 1), ("20-02-2022", 20), ("20.02.22", 20), ("2022-02-20", 20)],
)
def test_dates_are_read_as_spreadsheets_write_them(tmp_path: Path, texte: str, jour: int) -> None:
    assert lire(tmp_path, f"C1;{texte}", titres="Référence;Convocation")[0].convocation == date(2022, 2, jour)


@pytest.mark.parametrize(
    ("ligne", "colonne", "mots"),
    [
        (";20/02/2022", "Référence", "elle manque"),
        ("C1;31/02/2022", "Convocation", "« 31/02/2022 » n’existe pas au calendrier"),
        ("C1;bientôt", "Convocation", "« bientôt » n’est pas une date ; écrivez JJ/MM/AAAA"),
        ("C1;44612", "Convocation", "n’est pas une date"),
        ("C1;;venu", "Résultat", "« Présence », « Absence justifiée », « Absence non justifiée »"),
        ("C1;;;peut-être", "Recrutement", "écrivez Oui ou Non"),
        ("C1;;;non;flemme", "Motif", "« flemme » est inconnu"),
        ("C1;;;oui;;;;01/03/22;x", "Sortie", "n’est pas une date"),
        ("C1;;;;;;;;;beaucoup", "Intensité", "« beaucoup » n’est pas un nombre d’heures"),
        ("C1;;;;;;;;;35;encore", "", "n’est sous aucun titre"),
        ("C0", "Référence", "figure déjà ligne 2"),
    ],
)
def test_a_faulty_cell_is_told_by_line_and_column(tmp_path: Path, ligne: str, colonne: str, mots: str) -> None:
    (faute,) = fautes(tmp_path, "C0", ligne)
    assert faute.startswith(f"Ligne 3, colonne {colonne} : " if colonne else "Ligne 3 : ")
    assert mots in faute


def test_every_fault_is_told(tmp_path: Path) -> None:
    assert len(fautes(tmp_path, "C1;x", '"C2";;"a\nb"', "C3;;;x")) == 3
    with pytest.raises(DecisionsFautives, match=r"Ligne 2, colonne Convocation.*et 2 autres erreurs"):
        lire(tmp_path, "C1;x", "C2;x", "C3;x")


def test_lines_are_those_of_the_file_despite_cells_of_several_lines(tmp_path: Path) -> None:
    assert fautes(tmp_path, 'C1;;;;;;"deux\nlignes"', "C2;x")[0].startswith("Ligne 4, ")


@pytest.mark.parametrize(
    ("titres", "mots"),
    [
        ("", "la colonne « Référence » manque"),
        ("Résultat;Motif", "la colonne « Référence » manque"),
        ("Référence;Motifs", "la colonne « Motifs » est inconnue ; écrivez « Motif »"),
        ("Référence;Couleur", "les colonnes sont Référence, Convocation"),
        ("Référence;Motif;motif", "deux fois"),
        ('Référence;"Motif', "un guillemet n’est pas refermé"),
    ],
)
def test_faulty_titles_are_told(tmp_path: Path, titres: str, mots: str) -> None:
    assert mots in fautes(tmp_path, "C1;x", titres=titres)[0]


def test_a_quote_left_open_does_not_swallow_rows(tmp_path: Path) -> None:
    assert fautes(tmp_path, 'C1;;;;;"oups', "C2;;;oui") == [
        "Ligne 2 : un guillemet n’est pas refermé, ou une cellule est démesurée."
    ]


def test_what_is_no_csv_is_told(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(b"PK\x03\x04\x00\x00\x81\x8d")
    with pytest.raises(Erreur, match="n’est pas un fichier CSV"):
        lire_decisions(tmp_path / "d.csv")
    with pytest.raises(FichierInaccessible, match="n’existe pas"):
        lire_decisions(tmp_path / "absent.csv")
    with pytest.raises(FichierInaccessible):
        lire_decisions(tmp_path)


CELLULES = st.text(st.sampled_from('C1;,"\n\r\t=/-0235ouinjh \0é'), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60) | CELLULES.map(lambda t: f"{TITRES}\n{t}".encode()))
def test_any_file_is_read_or_named(tmp_path: Path, contenu: bytes) -> None:
    chemin = tmp_path / "d.csv"
    chemin.write_bytes(contenu)
    message = "-"
    try:
        lire_decisions(chemin)
    except Erreur as erreur:
        message = erreur.message
    assert message
