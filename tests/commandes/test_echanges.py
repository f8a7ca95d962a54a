"""`charger`, `importer-lheo`, `exporter`: files in and out, and which base they are for."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from .conftest import EXEMPLE, JOUR, Courir

LHEO = """<?xml version="1.0" encoding="UTF-8"?>
<lheo xmlns="http://www.lheo.org/2.2"><offres>{formations}</offres></lheo>
"""


# charger


def test_a_dataset_makes_the_base(nu: Courir, tmp_path: Path) -> None:
    base = tmp_path / "neuve.sqlite"
    fin = nu("charger", EXEMPLE, "--base", base, "--json")
    assert (fin.code, fin.erreur) == (0, "")
    assert {"base": str(base), "sessions": 6, "candidatures": 17}.items() <= fin.json[0].items()
    assert len(nu("candidatures", "--base", base, "--aujourdhui", JOUR, "--json").json) == 15


def test_a_dataset_for_nobody_in_particular_is_not_put_into_the_demo(nu: Courir, dossiers: Path) -> None:
    """It goes to a profile, which is the last one used from then on."""
    assert nu("charger", EXEMPLE).code == 0
    assert [p.name for p in (dossiers / "data" / "rafaelpro-tui").rglob("*.sqlite")] == ["defaut.sqlite"]
    assert [s["reference"] for s in nu("sessions", "--json", "--etat", "annulee").json] == ["00235500"]


def test_profiles_are_apart(nu: Courir) -> None:
    assert nu("charger", EXEMPLE, "--profil", "centre").code == 0
    assert len(nu("sessions", "--profil", "centre", "--json").json) == 6
    fin = nu("sessions", "--profil", "nord", "--json")
    assert (fin.code, fin.sortie) == (4, "")
    assert "nord.sqlite" in fin.erreur


@pytest.mark.parametrize("nom", ["../ailleurs", "", "a/b", ".cache", "x" * 61])
def test_a_profile_is_a_plain_name(nu: Courir, nom: str) -> None:
    fin = nu("sessions", "--profil", nom)
    assert fin.code == 2
    assert "« --profil »" in fin.erreur


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("{", "ligne 1"),
        ("[]", "objet JSON"),
        ('{"structures":[{"id":"OF1","siret":"1","nom":"X"}]}', "structures[0].siret"),
        ('{"formations":[]}', "formations"),
    ],
)
def test_a_dataset_that_is_wrong_leaves_nothing(nu: Courir, tmp_path: Path, texte: str, phrase: str) -> None:
    fichier, base = tmp_path / "donnees.json", tmp_path / "neuve.sqlite"
    fichier.write_text(texte, encoding="utf-8")
    fin = nu("charger", fichier, "--base", base)
    assert (fin.code, fin.sortie) == (2, "")
    assert phrase in fin.erreur
    assert not base.exists()


def test_loading_twice_is_refused_whole(nu: Courir, base: Path) -> None:
    avant = nu("sessions", "--base", base, "--json").sortie
    fin = nu("charger", EXEMPLE, "--base", base)
    assert fin.code == 2
    assert "déjà dans la base" in fin.erreur
    assert nu("sessions", "--base", base, "--json").sortie == avant


def test_a_file_that_is_not_there(nu: Courir, tmp_path: Path) -> None:
    fin = nu("charger", tmp_path / "absent.json", "--base", tmp_path / "neuve.sqlite")
    assert fin.code == 4
    assert "absent.json" in fin.erreur


# importer-lheo


def formation(numero: str, siret: str = "82422814200660") -> str:
    organisme = f"<SIRET-organisme-formation><SIRET>{siret}</SIRET></SIRET-organisme-formation>"
    coordonnees = "<coordonnees><nom>Accueil</nom></coordonnees>"
    return f"""
<formation numero="F{numero}"><intitule-formation>Formation {numero}</intitule-formation>
<action numero="A{numero}"><modalites-entrees-sorties>0</modalites-entrees-sorties>
<lieu-de-formation><coordonnees><adresse><codepostal>33000</codepostal><ville>Bordeaux</ville></adresse></coordonnees>
</lieu-de-formation>
<session numero="S{numero}"><periode><debut>20220301</debut><fin>20220825</fin></periode></session></action>
<organisme-formation-responsable><numero-activite>1</numero-activite>{organisme}
<nom-organisme>Organisme {siret[:2]}</nom-organisme><raison-sociale>Organisme {siret[:2]}</raison-sociale>
<coordonnees-organisme>{coordonnees}</coordonnees-organisme>
<contact-organisme>{coordonnees}</contact-organisme></organisme-formation-responsable>
</formation>"""


def catalogue(dossier: Path, *formations: str) -> Path:
    chemin = dossier / "catalogue.xml"
    chemin.write_text(LHEO.format(formations="".join(formations)), encoding="utf-8")
    return chemin


def test_a_catalogue_makes_the_base_and_opens(nu: Courir, tmp_path: Path) -> None:
    base = tmp_path / "lheo.sqlite"
    fichier = catalogue(tmp_path, formation("1"), formation("2", siret="99900001100018"))
    fin = nu("importer-lheo", fichier, "--base", base, "--json")
    assert fin.code == 0
    *_, bilan = fin.json
    assert bilan["session"] == {"crees": 2, "modifies": 0, "inchanges": 0}
    assert [s["reference"] for s in nu("sessions", "--base", base, "--json").json] == ["S1"]
    encore = nu("importer-lheo", fichier, "--base", base, "--json").json[-1]
    assert encore["session"] == {"crees": 0, "modifies": 0, "inchanges": 2}


def test_a_catalogue_for_one_organisme_compressed(nu: Courir, tmp_path: Path) -> None:
    base, fichier = tmp_path / "lheo.sqlite", tmp_path / "catalogue.xml.gz"
    simple = catalogue(tmp_path, formation("1"), formation("2", siret="99900001100018"))
    fichier.write_bytes(gzip.compress(simple.read_bytes()))
    fin = nu("importer-lheo", fichier, "--responsable", "999 000 011 00018", "--base", base)
    assert fin.code == 0
    assert "sessions" in fin.sortie
    assert "1 formation d’un autre Responsable" in fin.sortie
    assert [s["reference"] for s in nu("sessions", "--base", base, "--json").json] == ["S2"]


def test_what_is_left_out_is_named_and_the_rest_imported(nu: Courir, tmp_path: Path) -> None:
    fichier = catalogue(tmp_path, formation("1", siret="8242281420066"), formation("2"))
    fin = nu("importer-lheo", fichier, "--base", tmp_path / "lheo.sqlite")
    assert fin.code == 0
    premiere = fin.sortie.splitlines()[0]
    assert premiere.startswith("ligne ")
    assert "SIRET" in premiere
    assert "laissé de côté" in premiere
    assert "1 enregistrement laissé de côté, 0 remarque." in fin.sortie
    ecart = nu("importer-lheo", fichier, "--base", tmp_path / "autre.sqlite", "--json").json[0]
    assert ecart.keys() == {"ligne", "element", "raison", "laisse"}


def test_a_catalogue_that_is_not_xml_leaves_nothing(nu: Courir, tmp_path: Path) -> None:
    fichier, base = tmp_path / "catalogue.xml", tmp_path / "lheo.sqlite"
    fichier.write_text("ceci n’est pas du XML", encoding="utf-8")
    fin = nu("importer-lheo", fichier, "--base", base)
    assert (fin.code, base.exists()) == (2, False)


# exporter


def test_a_session_as_csv(cli: Courir, tmp_path: Path) -> None:
    sortie = tmp_path / "session.csv"
    fin = cli("exporter", "00235491", "--etat", "en_attente", "--sortie", sortie)
    assert (fin.code, fin.sortie) == (0, f"4 candidatures écrites dans « {sortie} ».\n")
    lignes = sortie.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lignes[0].startswith("Référence;Coordonnées du candidat;Organisme prescripteur;Date de candidature;")
    assert lignes[1].startswith("C1;")
    assert sortie.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ".provenance.txt" in fin.erreur
    dit = (tmp_path / "session.csv.provenance.txt").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Contenu : candidatures de la session 00235491, en attente\nFiltre : aucun\nLignes : 4\n" in dit
    fin = cli("exporter", "00235491", "--filtre", "etat:en_attente neill", "--sortie", sortie, "--json")
    assert fin.json == [{"session": "00235491", "sortie": str(sortie), "candidatures": 1}]
    cli("exporter", "00235491", "--filtre", 'prescripteur:"cap emploi" -etape:a_convoquer', "--sortie", sortie)
    lignes = sortie.read_bytes().decode("utf-8-sig").splitlines()
    assert lignes[0].startswith("Référence;"), "the first line stays that of CONTRATS §4"
    assert [vue.partition(";")[0] for vue in lignes[1:]] == ["C6", "C3"]


@pytest.mark.parametrize(
    ("mots", "code"),
    [
        (["00999999", "--sortie", "s.csv"], 3),
        (["00235491"], 2),
        (["00235491", "--sortie", "absent/s.csv"], 4),
        (["00235491", "--sortie", "s.csv", "--utilisateur", "u3"], 1),
        (["00235491", "--sortie", "s.csv", "--etat", "vu"], 2),
        (["00235491", "--sortie", "s.csv", "--filtre", "jour<7"], 2),
    ],
)
def test_an_export_that_cannot_be(
    cli: Courir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mots: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    fin = cli("exporter", *mots)
    assert (fin.code, fin.sortie) == (code, "")
    assert fin.erreur.count("\n") == 1
    assert not (tmp_path / "s.csv").exists()


def test_an_export_does_not_take_the_place_of_a_pipe_nor_of_a_link(cli: Courir, tmp_path: Path) -> None:
    """« --sortie /dev/stdout » would replace the device by a file."""
    tube, lien, cible = (tmp_path / nom for nom in ("tube", "lien.csv", "cible.csv"))
    os.mkfifo(tube)
    fin = cli("exporter", "00235491", "--sortie", tube)
    assert fin.code == 4
    assert "n’est pas un fichier ordinaire" in fin.erreur
    assert tube.is_fifo()
    cible.write_text("ancien", encoding="utf-8")
    lien.symlink_to(cible)
    assert cli("exporter", "00235491", "--sortie", lien).code == 0
    assert lien.is_symlink()
    assert "O’NEILL" in cible.read_text(encoding="utf-8")


def test_counts_are_the_file_s(nu: Courir, tmp_path: Path) -> None:
    comptes = nu("charger", EXEMPLE, "--base", tmp_path / "neuve.sqlite", "--json").json[0]
    donnees = json.loads(EXEMPLE.read_text(encoding="utf-8"))
    assert {nom: len(liste) for nom, liste in donnees.items()}.items() <= comptes.items()


def test_an_agenda(cli: Courir, tmp_path: Path) -> None:
    sortie = tmp_path / "a.ics"
    assert cli("echeances", "--ics", sortie).sortie == f"7 événements écrits dans « {sortie} ».\n"
    assert cli("echeances", "--ics", sortie, "--jours", "150", "--json").json == [
        {"sortie": str(sortie), "evenements": 3}
    ]
    assert cli("echeances", "--ics", tmp_path / "absent" / "a.ics").code == 4
