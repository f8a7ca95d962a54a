"""From a LHÉO catalogue to a validated avis: import, a candidature arrives, then the main job in a real terminal."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.exchange.catalogue import action, catalogue, duree, formation
from tests.terminal.terminal import JOUR, Terminal

pytestmark = pytest.mark.tmux

ARRIVEE = {
    "type": "deposer",
    "reference": "C1",
    "session": "00235491",
    "candidat": {"id": "P1", "nom_naissance": "O’NEILL", "prenom": "Désiré"}
    | dict.fromkeys(("telephone", "courriel", "commune", "code_postal"), ""),
    "prescripteur": "Mission locale de Pau",
}


def test_from_a_catalogue_to_a_validated_avis(
    tmp_path: Path,
    rafaelpro: Callable[..., subprocess.CompletedProcess[str]],
    terminal: Callable[..., Terminal],
) -> None:
    flux, arrivees, base = tmp_path / "flux.xml", tmp_path / "arrivees.jsonl", tmp_path / "lheo.sqlite"
    flux.write_text(catalogue(formation(action(plus=duree("30")))), encoding="utf-8")
    arrivees.write_text(json.dumps(ARRIVEE), encoding="utf-8")
    assert rafaelpro("importer-lheo", flux, "--base", base).returncode == 0
    assert rafaelpro("executer", arrivees, "--base", base, "--aujourdhui", "2022-02-15").returncode == 0

    ecran = terminal(80, 24)
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("00235491", "1 en attente")
    ecran.taper("Enter")
    ecran.attendre("O’NEILL Désiré", "143 jours")
    ecran.taper("Enter")
    ecran.attendre("Convocation 1", "C1")
    ecran.taper("c")
    ecran.attendre("jj/mm/aaaa")
    ecran.ecrire("25/04")
    ecran.taper("Enter")
    ecran.attendre("25/04/2022", "annulable")
    ecran.taper("p")
    ecran.attendre("(•) Présence")
    ecran.taper("o")
    ecran.attendre(
        "entrée en formation", "à remplir", absent="Validé sur ce poste"
    )  # nothing hides what is to be filled
    ecran.ecrire("02/05")
    ecran.taper("Tab")
    ecran.ecrire("25/08")
    ecran.taper("Tab")
    ecran.ecrire("18h/3j")
    ecran.taper("F10")
    ecran.attendre("Valider l’avis sur la candidature ?", "30 h")
    ecran.taper("Tab", "Enter")
    ecran.attendre("C1 · retenue")

    fiche = json.loads(rafaelpro("candidature", "C1", "--base", base, "--aujourdhui", JOUR, "--json").stdout)
    assert fiche["etat"] == "retenue"
    assert fiche["avis"] == {
        "recrutement": "oui",
        "entree": "2022-05-02",
        "sortie": "2022-08-25",
        "intensite": "30",
        "commentaire": "",
    }
    assert rafaelpro("journal", "--verifier", "--base", base).returncode == 0
