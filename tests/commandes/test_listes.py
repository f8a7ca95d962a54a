"""The lists: for programs by the keys of CONTRATS §2, for people in aligned columns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rafaelpro_tui.commandes.listes import FENETRE
from rafaelpro_tui.core import demo
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe

from .conftest import Courir


def test_sessions_as_json(cli: Courir) -> None:
    fin = cli("sessions", "--json")
    assert (fin.code, fin.erreur) == (0, "")
    session = next(s for s in fin.json if s["reference"] == "00235491")
    attendue = {
        "intitule": "Plateforme Amorce de parcours",
        "debut": "2022-03-01",
        "fin": "2022-08-25",
        "etat": "en_cours",
        "roles": ["responsable", "formateur", "positionneur"],
        "inscrits": 5,
        "en_attente": 4,
        "maximum": 20,
    }
    assert attendue.items() <= session.items()
    assert len(fin.json) == 6


@pytest.mark.parametrize(
    ("mots", "references"),
    [
        (["--etat", "annulee"], ["00235500"]),
        (["--filtre", "etat:annulee"], ["00235500"]),
        (["--filtre", "etat:ann role:responsable debut>2022-01-01"], ["00235500"]),
        (["--filtre", "commune:pau amorce"], ["00235492"]),
        (["--filtre", "AMORCE pau"], ["00235492"]),
        (["--filtre", "maçon"], ["00235493"]),
        (["--filtre", "macon-ne"], ["00235493"]),
        (["--filtre", "rien de tel"], []),
        (["--limite", "0"], []),
        (["--limite", "1", "--etat", "terminee"], ["00220017"]),
    ],
)
def test_sessions_wanted(cli: Courir, mots: list[str], references: list[str]) -> None:
    fin = cli("sessions", *mots, "--json")
    assert [s["reference"] for s in fin.json] == references
    assert fin.code == 0


def test_candidatures_as_json(cli: Courir) -> None:
    fin = cli("candidatures", "--session", "00235492", "--json")
    retenue, attente = fin.json
    assert {
        "reference": "C14",
        "session": "00235492",
        "candidat": "LE BRAS Nolwenn",
        "etat": "retenue",
        "etape": None,
        "prescripteur": "Mission locale de Pau",
        "deposee_le": "2022-02-20",
        "echeance": "2023-01-06",
        "a_completer": True,
    }.items() <= retenue.items()
    assert (attente["reference"], attente["etape"], attente["a_completer"]) == ("C15", "avis_a_rendre", False)


@pytest.mark.parametrize(
    ("mots", "references"),
    [
        (["--session", "00235491", "--etat", "en_attente"], {"C1", "C2", "C3", "C4"}),
        (["--filtre", "desire o'neill"], {"C1", "C15"}),
        (["--filtre", "etape:a_convoquer"], {"C2", "C4"}),
        (["--filtre", "session:00240001 etat:retenue"], {"C12"}),
        (["--filtre", "session:00235491 neill"], {"C1"}),
        (["--filtre", '"mission locale de pau" nolwenn'], {"C14"}),
        (["--filtre", 'prescripteur:"mission locale" nolwenn commune:pau -session:00240001'], {"C14"}),
        (["--filtre", "etat:ret -session:00240001 -session:00235491"], {"C14"}),
        (["--filtre", "06 12 34 56 78"], {"C1", "C15"}),
    ],
)
def test_candidatures_wanted(cli: Courir, mots: list[str], references: set[str]) -> None:
    assert {c["reference"] for c in cli("candidatures", *mots, "--json").json} == references


@pytest.mark.parametrize(
    ("commande", "filtre", "phrase"),
    [
        ("candidatures", "couleur:bleu", "« etat: », « etape: », « session: »"),
        ("candidatures", "jour<7", "Vouliez-vous dire « jours< » ?"),
        ("candidatures", "etat:en_atente", "Vouliez-vous dire « en_attente » ?"),
        ("candidatures", "etat:retenue etat:retenue", "deux fois"),
        ("candidatures", 'mission "locale', "guillemet"),
        ("candidatures", "selection", "« selection » n’a de sens que dans une liste de l’application"),
        ("candidatures", "jours<sept", "attend un nombre entier"),
        ("sessions", "etape:a_convoquer", "« etape: » ne s’applique pas aux sessions"),
    ],
)
def test_a_filter_that_means_nothing(cli: Courir, commande: str, filtre: str, phrase: str) -> None:
    fin = cli(commande, "--filtre", filtre)
    assert (fin.code, fin.sortie) == (2, "")
    assert phrase in fin.erreur


@pytest.mark.parametrize("reference", ["00999999", "", "' OR 1=1 --"])
def test_candidatures_of_a_session_that_is_not_there(cli: Courir, reference: str) -> None:
    fin = cli("candidatures", "--session", reference, "--json")
    assert (fin.code, fin.sortie) == (3, "")
    assert "introuvable" in fin.erreur


def test_who_may_not_see_the_candidats_is_told_why(cli: Courir) -> None:
    fin = cli("candidatures", "--utilisateur", "u3", "--json")
    assert (fin.code, fin.sortie) == (1, "")
    assert fin.erreur.startswith("DRT-9 : ")


def test_the_dashboard(cli: Courir) -> None:
    fin = cli("tableau", "--json")
    assert fin.json[0] == {
        "role": "responsable",
        "en_attente": 6,
        "passage_15_jours": 0,
        "retenue": 3,
        "non_retenue": 3,
        "avis_non_transmis": 1,
        "refus_session_complete": 1,
        "refus_session_annulee": 1,
    }
    assert [ligne["role"] for ligne in fin.json] == ["responsable", "positionneur", "formateur"]
    assert "Horizon Formation, au 25/04/2022" in cli("tableau").sortie


def test_echeances_soonest_first(cli: Courir) -> None:
    lignes = cli("echeances", "--json").json
    assert {"session": "00235491", "echeance": "2022-09-15", "jours": 143}.items() <= lignes[0].items()
    assert {ligne["candidature"] for ligne in lignes[:4]} == {"C1", "C2", "C3", "C4"}
    assert [ligne["jours"] for ligne in lignes] == sorted(ligne["jours"] for ligne in lignes)
    assert len(cli("echeances", "--jours", "143", "--json").json) == 4
    vide = cli("echeances", "--jours", "1")
    assert (vide.code, vide.sortie) == (0, "")
    assert vide.erreur == "Aucune candidature en attente n’approche de son échéance.\n"


def test_for_people_columns_are_aligned(cli: Courir) -> None:
    fin = cli("candidatures", "--session", "00240001")
    titres, *lignes = fin.sortie.splitlines()
    for titre, cellules in (
        ("Candidat", {"MÜLLER Gaëlle", "SÁNCHEZ Zoé", "ROUSSEAU Hervé"}),
        ("Prescripteur", {"Mission locale des Landes"}),
        ("Déposée le", {"06/04/2022", "20/03/2022", "21/03/2022"}),
    ):
        place = titres.index(titre)
        assert cellules <= {ligne[place:].split("  ")[0] for ligne in lignes}
    assert fin.erreur == "3 candidatures\n"


def test_a_long_list_is_whole_and_its_beginning_is_its_beginning(nu: Courir, tmp_path: Path) -> None:
    base = tmp_path / "demo.sqlite"
    demo.copie(base, date(2026, 9, 1))
    mots = ("candidatures", "--base", base, "--aujourdhui", "2026-09-01", "--json")
    tout = nu(*mots).sortie.splitlines()
    assert len(set(tout)) == len(tout) > 2 * FENETRE
    for limite in (3, FENETRE, FENETRE + 1):
        assert nu(*mots, "--limite", str(limite)).sortie.splitlines() == tout[:limite]
    with Desk.open(base, horloge=HorlogeFixe(date(2026, 9, 1))) as desk:
        assert desk.candidatures().count() == len(tout)


HOSTILE = "\x1b]0;volé\x07[/][CAP]\u202e\u200bZoé"


def test_hostile_names_are_printed_harmlessly(cli: Courir, base: Path) -> None:
    depot = {
        "type": "deposer",
        "reference": "HOSTILE",
        "session": "00235491",
        "candidat": {"id": "PH", "nom_naissance": HOSTILE, "prenom": "漢字"},
        "prescripteur": HOSTILE,
    }
    fichier = base.with_suffix(".jsonl")
    fichier.write_text(json.dumps(depot) + "\n", encoding="utf-8")
    assert cli("executer", fichier).code == 0
    for mots in (["candidatures"], ["candidature", "HOSTILE"], ["echeances"]):
        fin = cli(*mots)
        assert fin.code == 0
        assert "�]0;volé�[/][CAP]��Zoé" in fin.sortie
        assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(fin.sortie)
    assert cli("candidature", "HOSTILE", "--json").json[0]["candidat"]["nom_naissance"] == HOSTILE


def test_the_pilotage_and_its_file(cli: Courir, tmp_path: Path) -> None:
    pilotes = {une["reference"]: une for une in cli("pilotage", "--json").json}
    amorce = pilotes["00235491"]
    assert (amorce["deposees"], amorce["convoquees"], amorce["presentes"], amorce["retenues"]) == (8, 7, 4, 1)
    assert amorce["motifs"] == {"absence_non_justifiee": 1, "session_complete": 1, "autres": 1}
    attendus = {"Déposées": 8, "Convoquées": 7, "Présentes": 4, "Retenues": 1, **amorce["motifs"]}
    attendus["jusqu’à la première convocation"] = amorce["convoquees"]
    listes = {nom: len(cli("candidatures", "--filtre", f, "--json").json) for nom, f in amorce["filtres"].items()}
    assert listes == attendus, "no figure without its list"
    assert cli("pilotage", "--par", "formation", "--sortie", tmp_path / "p.xlsx").code == 0
    assert cli("pilotage", "--utilisateur", "u3").code == 1
