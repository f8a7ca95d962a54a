"""The main job by keyboard in a real terminal: open, convene, note a presence, validate an avis; then ask the base."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import JOUR, Terminal

pytestmark = pytest.mark.tmux

Programme = Callable[..., subprocess.CompletedProcess[str]]
Fabrique = Callable[..., Terminal]


@pytest.mark.parametrize(("largeur", "hauteur"), [(80, 24), (120, 40)])
def test_from_the_sessions_to_a_validated_avis(
    base: Path, rafaelpro: Programme, terminal: Fabrique, largeur: int, hauteur: int
) -> None:
    ecran = terminal(largeur, hauteur)
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("Sessions en cours", "00235491")
    ecran.taper("Down", "Enter")
    ecran.attendre("En attente", "DE LA FUENTE", "143 jours")
    ecran.taper("Down", "Down", "Enter")
    ecran.attendre("Convocation 1", "C2")

    ecran.taper("c")
    ecran.attendre("jj/mm/aaaa")
    ecran.ecrire("25/04")
    ecran.taper("Enter")
    ecran.attendre("25/04/2022", "annulable")
    ecran.taper("p")
    ecran.attendre("(•) Présence")

    ecran.taper("o")
    ecran.attendre("entrée en formation", "à remplir")
    ecran.ecrire("02/05/2022")
    ecran.taper("Tab")
    ecran.ecrire("26/08/2022")
    ecran.taper("Tab")
    ecran.ecrire("18h/3j")
    ecran.taper("F10")
    ecran.attendre("Valider l’avis sur la candidature ?", "30 h", "AVI-11", "Revenir")
    ecran.taper("Tab", "Enter")
    ecran.attendre("C2 · retenue", "◷")

    fiche = json.loads(rafaelpro("candidature", "C2", "--base", base, "--aujourdhui", JOUR, "--json").stdout)
    assert fiche["etat"] == "retenue"
    avis = fiche["avis"]
    assert (avis["recrutement"], avis["entree"], avis["sortie"]) == ("oui", "2022-05-02", "2022-08-26")
    assert float(avis["intensite"]) == 30
    assert fiche["convocations"] == [{"rang": 1, "date": "2022-04-25", "resultat": "presence"}]
    verification = rafaelpro("journal", "--verifier", "--base", base)
    assert verification.returncode == 0, verification.stderr

    ecran.taper("u")
    ecran.attendre("avis à rendre")
    fiche = json.loads(rafaelpro("candidature", "C2", "--base", base, "--aujourdhui", JOUR, "--json").stdout)
    assert (fiche["etat"], fiche["avis"]) == ("en_attente", None)
    assert rafaelpro("journal", "--verifier", "--base", base).returncode == 0


def test_the_default_of_a_final_question_is_the_way_back(base: Path, rafaelpro: Programme, terminal: Fabrique) -> None:
    ecran = terminal()
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("00235491")
    ecran.taper("Down", "Enter")
    ecran.attendre("O’NEILL")
    ecran.taper("Enter")
    ecran.attendre("Recrutement accepté")
    ecran.taper("n")
    ecran.attendre("Motif de refus")
    ecran.taper("1")
    ecran.taper("F10")
    ecran.attendre("Valider l’avis sur la candidature ?")
    ecran.taper("Enter")
    ecran.attendre("Motif de refus", absent="Valider l’avis sur la candidature ?")
    fiche = json.loads(rafaelpro("candidature", "C1", "--base", base, "--aujourdhui", JOUR, "--json").stdout)
    assert (fiche["etat"], fiche["avis"]) == ("en_attente", None)


def test_switch_to_another_structure(base: Path, terminal: Fabrique) -> None:
    ecran = terminal()
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR, "--utilisateur", "u5")
    ecran.attendre("Atelier des Savoir-Faire")
    ecran.taper("F2")
    ecran.attendre("Horizon Formation", "préinscription")
    ecran.taper("Down", "Enter")
    ecran.attendre("Horizon Formation · Gestionnaire OF préinscription")
