"""« Traiter à la file » in a real terminal: the queue, the basket kept over a restart, its validation."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import JOUR, Terminal

pytestmark = pytest.mark.tmux


def test_queue_basket_validate(
    base: Path,
    rafaelpro: Callable[..., subprocess.CompletedProcess[str]],
    terminal: Callable[..., Terminal],
) -> None:
    ecran = terminal(80, 24)
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("F1 Aide")
    ecran.taper("F4", "f")
    ecran.attendre("Filtrer :")
    ecran.ecrire("session:00235491 etape:presence_a_renseigner")
    ecran.taper("Enter")
    ecran.attendre("1 candidature")
    ecran.taper("T")
    ecran.attendre("1 / 1", "p Présence")
    ecran.taper("p")
    ecran.attendre("▣ Au panier : présence", "o Recrutement : oui, du 01/03/2022 au 25/08/2022, 35 h")
    ecran.taper("o")
    ecran.attendre("1 retenue", "La file est finie")
    ecran.taper("Escape")
    ecran.attendre("Valider 1 candidature du panier")
    ecran.taper("C-q")
    ecran.attendre_la_fin()

    suite = terminal(120, 40)
    suite.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    suite.attendre("1 candidature au panier, à valider")
    suite.taper("P")
    suite.attendre("Valider 1 candidature du panier", "1 au panier")
    suite.taper("F10")
    suite.attendre("Valider 1 candidature du panier ?", "Revenir")
    suite.taper("Right", "Enter")
    suite.attendre("Rapport du panier", "1 faite")

    options = ("--base", base, "--aujourdhui", JOUR, "--json")
    assert rafaelpro("panier", *options).stdout == ""
    retenues = rafaelpro("candidatures", *options, "--session", "00235491", "--etat", "retenue").stdout
    assert len([json.loads(ligne) for ligne in retenues.splitlines()]) == 2
