"""« Gestion par lot » in a real terminal: the three steps, then the base is asked what became of them."""

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


def valider(ecran: Terminal, question: str) -> None:
    """From the simulation to the tabs, through the report."""
    ecran.attendre("Simulation ·", "rien n’est encore écrit")
    ecran.taper("F10")
    ecran.attendre(f"{question} ?", "Revenir", "Valider le lot")
    ecran.taper("Right", "Enter")
    ecran.attendre("Rapport du lot")
    ecran.taper("Escape")


@pytest.mark.parametrize(("largeur", "hauteur"), [(80, 24), (120, 40)])
def test_three_steps(base: Path, rafaelpro: Programme, terminal: Fabrique, largeur: int, hauteur: int) -> None:
    ecran = terminal(largeur, hauteur)
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("F1 Aide")
    ecran.taper("F5", "f")
    ecran.attendre("Filtrer :")
    ecran.ecrire("00235491")
    ecran.attendre("1 session")
    ecran.taper("Enter")
    ecran.attendre("Filtre : 00235491", "⏎ Ouvrir")
    ecran.taper("Enter")
    ecran.attendre("143 jours", "DE LA FUENTE")

    ecran.taper("L")
    ecran.attendre("Gestion par lot", "(2)", "2 candidatures", "Simuler pour 1")
    ecran.taper("*", "c")
    ecran.attendre("2 cochées", "Simuler pour 2")
    ecran.ecrire("+0")
    ecran.taper("Enter")
    valider(ecran, "Convoquer 2 candidatures le 25/04/2022")

    ecran.attendre("Aucun candidat à convoquer")
    ecran.taper("Tab")
    ecran.attendre("(3)", "3 candidatures")
    ecran.taper("*", "p")
    ecran.attendre("(•) p Présence", "Simuler pour 3")
    ecran.taper("F10")
    valider(ecran, "Noter « Présence » pour 3 candidatures")

    ecran.attendre("Aucune présence ni absence")
    ecran.taper("Tab")
    ecran.attendre("(4)", "4 candidatures")
    ecran.taper("*", "o")
    ecran.attendre("(•) o Oui", "Sans modification : du 01/03/2022 au 25/08/2022, 35 h", "Simuler pour 4")
    ecran.taper("F10")
    valider(ecran, "Retenir 4 candidatures")
    ecran.attendre("Aucun avis de recrutement en attente", "annulable" if largeur > 100 else "◷")

    demande = rafaelpro(
        "candidatures", "--base", base, "--session", "00235491", "--etat", "retenue", "--json", "--aujourdhui", JOUR
    )
    lignes = [json.loads(ligne) for ligne in demande.stdout.splitlines()]
    assert {ligne["reference"] for ligne in lignes} == {"C1", "C2", "C3", "C4", "C5"}
    verification = rafaelpro("journal", "--verifier", "--base", base)
    assert verification.returncode == 0, verification.stderr
