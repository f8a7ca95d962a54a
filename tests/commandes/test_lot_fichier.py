"""A decisions file of 300 lines, 20 of them faulty: exactly those 20 are named, of a CSV as of a workbook (issue 5)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.commandes.conftest import EXEMPLE, Courir

SESSION, NOMBRE = "00235491", 300
ILLISIBLES: dict[int, dict[str, str]] = {
    11: {"Convocation": "31/02/2022"},
    23: {"Convocation": "bientôt"},
    42: {"Résultat": "venu"},
    57: {"Recrutement": "peut-être"},
    58: {"Motif": "flemme", "Recrutement": "Non"},
    99: {"Intensité": "beaucoup", "Recrutement": "Oui"},
    120: {"Référence": "", "Convocation": "02/05/2022"},
    121: {"Référence": "D5"},
    150: {"Recrutement": "", "Motif": "Autres ; précisez SVP"},
    151: {"Recrutement": "Oui", "Motif": "Session complète"},
    200: {"Sortie": "x"},
}
"""Line to cells: what cannot be read, or contradicts itself."""
REFUSEES: dict[int, tuple[dict[str, str], str]] = {
    12: ({"Convocation": "01/01/2022"}, "CNV-3"),
    77: ({"Convocation": "16/09/2022"}, "CNV-3"),
    130: ({"Résultat": "Présence"}, "CNV-4"),
    180: ({"Recrutement": "Non", "Motif": "Autres ; précisez SVP"}, "AVI-1"),
    201: ({"Référence": "INCONNUE", "Convocation": "02/05/2022"}, "DRT-5"),
    202: ({"Référence": "C17", "Convocation": "02/05/2022"}, "LOT-1"),
    240: ({"Convocation": "02/05/2022", "Résultat": "Présence"}, "CNV-4"),
    280: ({"Recrutement": "Oui"}, "AVI-1"),
    300: ({"Convocation": "01/02/2022"}, "CNV-3"),
}
FAUTIVES = frozenset(ILLISIBLES) | frozenset(REFUSEES)


@pytest.fixture(scope="module")
def donnees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    brut = json.loads(EXEMPLE.read_text(encoding="utf-8"))
    modele = next(c for c in brut["candidatures"] if c["session"] == SESSION)
    personne = brut["candidats"][0]
    brut["candidatures"] = [c for c in brut["candidatures"] if c["session"] != SESSION]
    for n in range(NOMBRE):
        brut["candidats"].append(personne | {"id": f"D{n}", "prenom": f"Désiré {n}"})
        neuve: dict[str, Any] = {
            "reference": f"D{n}",
            "candidat": f"D{n}",
            "convocations": [],
            "etat": "en_attente",
            "avis": None,
        }
        brut["candidatures"].append(modele | neuve | {"deposee_le": "2022-02-10"})
    chemin = tmp_path_factory.mktemp("donnees") / "trois-cents.json"
    chemin.write_text(json.dumps(brut), encoding="utf-8")
    return chemin


@pytest.fixture
def lot(nu: Courir, donnees: Path, tmp_path: Path) -> Courir:
    base = tmp_path / "base.sqlite"
    assert nu("charger", donnees, "--base", base).code == 0

    def courir(*mots: str | Path) -> Any:
        return nu(*mots, "--base", base, "--aujourdhui", "2022-04-25")

    return courir


def remplies(lignes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everybody is convoked; but for 20, whose row is at fault."""
    for numero, ligne in enumerate(lignes, 2):
        if numero in ILLISIBLES:
            yield ligne | ILLISIBLES[numero]
        elif numero in REFUSEES:
            yield ligne | REFUSEES[numero][0]
        else:
            yield ligne | {"Convocation": "02/05/2022"}


def remplir(chemin: Path) -> None:
    """As a spreadsheet does."""
    if chemin.suffix == ".csv":
        with chemin.open(encoding="utf-8-sig", newline="") as flux:
            lignes = list(csv.DictReader(flux, delimiter=";"))
        with chemin.open("w", encoding="utf-8-sig", newline="") as flux:
            ecrivain = csv.DictWriter(flux, list(lignes[0]), delimiter=";")
            ecrivain.writeheader()
            ecrivain.writerows(remplies(lignes))
        return
    feuille = load_workbook(chemin)["Tableau"]
    titres, *suite = [[cellule.value or "" for cellule in ligne] for ligne in feuille.iter_rows()]
    classeur = Workbook()
    assert classeur.active is not None
    classeur.active.append(titres)
    for remplie in remplies([dict(zip(map(str, titres), ligne, strict=True)) for ligne in suite]):
        classeur.active.append(list(remplie.values()))
    classeur.save(chemin)


@pytest.mark.parametrize("suffixe", ["csv", "xlsx"])
def test_exactly_the_faulty_lines_are_named(lot: Courir, tmp_path: Path, suffixe: str) -> None:
    assert len(FAUTIVES) == 20
    fichier = tmp_path / f"decisions.{suffixe}"
    assert lot("exporter", SESSION, "--decisions", "--sortie", fichier).code == 0
    remplir(fichier)

    simule = lot("lot", SESSION, "--fichier", fichier, "--simuler", "--json")
    assert simule.code == 2
    refus = {ligne["ligne"]: ligne for ligne in simule.json if ligne["issue"] == "refus" or _refusee(ligne)}
    assert set(refus) ^ FAUTIVES == set(), [refus.get(n) for n in set(refus) ^ FAUTIVES]
    for numero, cellules in ILLISIBLES.items():
        assert refus[numero]["colonne"] in cellules, refus[numero]
    for numero, (_, regle) in REFUSEES.items():
        assert _regle(refus[numero]) == regle, refus[numero]
    assert {ligne["ligne"] for ligne in simule.json} == set(range(2, NOMBRE + 2)), "each line has its fate"

    fait = lot("lot", SESSION, "--fichier", fichier)
    assert (fait.code, fait.sortie) == (2, ""), "a file that cannot be read whole is not executed"
    nommees = fait.erreur.splitlines()
    assert [int(ligne.split()[1].strip(",")) for ligne in nommees[:-1]] == sorted(ILLISIBLES)
    assert nommees[-1] == "11 lignes fautives : corrigez le fichier, rien n’a été exécuté."
    assert lot("journal", "--json").json == []


def _refusee(ligne: dict[str, Any]) -> bool:
    return any(sort["issue"] == "refus" for sort in ligne.get("lignes", ()))


def _regle(ligne: dict[str, Any]) -> str:
    return str(ligne.get("regle") or ligne["lignes"][0]["regle"])
