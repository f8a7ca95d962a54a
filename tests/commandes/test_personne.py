"""`personne`: all we hold on someone, for who may see it (DRT-5, DRT-9); `diagnostic`: nothing of anybody."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.commandes.conftest import EXEMPLE, Courir

OUI = {"recrutement": "oui", "entree": "2022-03-01", "sortie": "2022-08-25", "intensite": "35"}


def _decider(cli: Courir, fichier: object) -> None:
    assert callable(fichier)
    chemin = fichier(
        {"type": "rendre_avis", "candidature": "C1", "avis": OUI | {"commentaire": "Vient de Pau."}},
        {"type": "lot_rendre_avis", "session": "00235492", "candidatures": ["C15"], "avis": {"recrutement": "oui"}},
    )
    assert cli("executer", chemin).code == 0


def test_everything_is_there(cli: Courir, fichier: object) -> None:
    _decider(cli, fichier)
    (vue,) = cli("personne", "P1", "--json").json
    assert vue["candidat"]["nom_naissance"] == "O’NEILL"
    assert [c["reference"] for c in vue["candidatures"]] == ["C15", "C1"]
    assert vue["candidatures"][1]["avis"] == OUI | {"commentaire": "Vient de Pau."}
    assert vue["en_cours"] == {"total": 0, "hsp": 0}
    assert [s["type"] for s in vue["saisies"]] == ["rendre_avis", "lot_rendre_avis"]
    assert vue["saisies"][0]["contenu"]["avis"]["commentaire"] == "Vient de Pau."
    assert vue["saisies"][1]["contenu"] is None  # a lot names others
    assert [(ligne["cible"], ligne["issue"]) for ligne in vue["journal"]] == [("C1", "fait"), ("C15", "fait")]


def test_a_candidature_names_its_candidat(cli: Courir) -> None:
    assert cli("personne", "C1", "--json").json == cli("personne", "P1", "--json").json


def test_only_what_the_structure_may_see(cli: Courir) -> None:
    """P2 has C2 on a session of OF1, and C17 on one where OF1 is Formateur alone (DRT-9)."""
    (vue,) = cli("personne", "P2", "--json").json
    assert [c["reference"] for c in vue["candidatures"]] == ["C2"]
    assert vue["en_cours"] == {"total": 2, "hsp": 0}  # CAN-4: over all organismes


@pytest.mark.parametrize(
    ("qui", "options"),
    [
        ("P999", ()),
        ("P3", ("--utilisateur", "u3")),  # catalogue: counts only
        ("P3", ("--utilisateur", "u4")),  # aucun
        ("P14", ()),  # OF1 is Formateur alone there
        ("P3", ("--utilisateur", "u5", "--structure", "OF2")),  # OF2 has no role there
    ],
)
def test_introuvable(cli: Courir, qui: str, options: tuple[str, ...]) -> None:
    fin = cli("personne", qui, "--json", *options)
    assert (fin.code, fin.sortie) == (3, "")


def test_the_export_is_for_its_owner_and_replaces_nothing_unasked(cli: Courir, tmp_path: Path) -> None:
    sortie = tmp_path / "p1.json"
    assert cli("personne", "P1", "--exporter", sortie).code == 0
    assert sortie.stat().st_mode & 0o777 == 0o600
    dit = (tmp_path / "p1.json.provenance.txt").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Contenu : tout ce qui est détenu sur P1\n" in dit
    assert f"SHA-256 : {sha256(sortie.read_bytes()).hexdigest()}\n" in dit
    ecrit = sortie.read_text(encoding="utf-8").replace("\u00a0", " ")  # as the fixture reads stdout
    assert json.loads(ecrit) == cli("personne", "P1", "--json").json[0]
    sortie.write_text("à moi", encoding="utf-8")
    fin = cli("personne", "P1", "--exporter", sortie)
    assert (fin.code, sortie.read_text(encoding="utf-8")) == (4, "à moi")
    assert "--remplacer" in fin.erreur
    assert cli("personne", "P1", "--exporter", sortie, "--remplacer").code == 0
    assert json.loads(sortie.read_text(encoding="utf-8"))["candidat"]["id"] == "P1"
    assert cli("personne", "P1", "--remplacer").code == 2


def test_for_people(cli: Courir, fichier: object) -> None:
    _decider(cli, fichier)
    sortie = cli("personne", "P1").sortie
    assert "O’NEILL Désiré – P1" in sortie
    assert "C1 – Retenue" in sortie
    assert "Vient de Pau." in sortie


def test_the_support_sheet_names_nobody(cli: Courir, fichier: object, base: Path) -> None:
    _decider(cli, fichier)
    avant = base.read_bytes()
    gens = json.loads(EXEMPLE.read_text(encoding="utf-8"))
    interdits = {
        valeur
        for liste in ("utilisateurs", "candidats")
        for personne in gens[liste]
        for cle, valeur in personne.items()
        if cle in ("nom", "nom_naissance", "nom_usage", "courriel", "telephone") and valeur
    }
    for options in ((), ("--json",)):
        fin = cli("diagnostic", *options)
        assert fin.code == 0
        assert not [mot for mot in (*interdits, "Vient de Pau", str(Path.home())) if mot in fin.sortie]
    (fiche,) = fin.json
    assert fiche["base"]["etat"] == "ok"
    assert fiche["base"]["lignes"]["candidature"] == 17
    assert fiche["base"]["saisies"] == {"acceptee": 2}
    assert base.read_bytes() == avant


def test_the_support_sheet_of_what_cannot_be_opened(nu: Courir, tmp_path: Path) -> None:
    assert nu("diagnostic", "--json").json[0]["base"]["etat"] == "aucune base encore"
    assert not list(tmp_path.rglob("*.sqlite"))
    abimee = tmp_path / "abimee.sqlite"
    abimee.write_bytes(b"rien")
    fin = nu("diagnostic", "--base", abimee, "--json")
    assert (fin.code, fin.json[0]["base"]["etat"]) == (4, "Pas une base RafaelPro")
