"""The form of a session in a real terminal: from the formations, by keyboard; then ask the base."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.terminal import JOUR, Terminal

pytestmark = pytest.mark.tmux

Programme = Callable[..., subprocess.CompletedProcess[str]]
Fabrique = Callable[..., Terminal]


def session(rafaelpro: Programme, base: Path, reference: str) -> dict[str, Any]:
    """A session, as the command line tells it."""
    lignes = rafaelpro("sessions", "--base", base, "--aujourdhui", JOUR, "--json").stdout.splitlines()
    return next(dite for dite in map(json.loads, lignes) if dite["reference"] == reference)


@pytest.mark.parametrize(("largeur", "hauteur"), [(80, 24), (120, 40)])
def test_from_the_formations_to_a_session_that_closes(
    base: Path, rafaelpro: Programme, terminal: Fabrique, largeur: int, hauteur: int
) -> None:
    ecran = terminal(largeur, hauteur)
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("Sessions en cours", "00235491")
    ecran.taper("F6")
    ecran.attendre("Publiées", "A1", "3 formations")
    ecran.taper("Enter")
    ecran.attendre("Le « plus » de la formation", "Sessions de formation", "00235491")
    ecran.taper("Down", "Enter")
    ecran.attendre("session 00235491", "Coefficient nombre")

    ecran.viser("Tab", "Coefficient nombre")
    ecran.ecrire("4")
    ecran.attendre("hors des bornes", "(FOR-3)", "80 candidats")
    ecran.taper("Home", "C-k")
    ecran.ecrire("1,5")
    ecran.attendre("30 candidats", absent="FOR-3")
    ecran.viser("Tab", "Date limite d’inscription")
    ecran.ecrire("020722")
    ecran.attendre("dépasse la date limite", "(FOR-7)")
    ecran.taper("Home", "C-k")
    ecran.ecrire("24/04")
    ecran.attendre("24/04", "fermée", absent="FOR-7")
    ecran.taper("F10")
    ecran.attendre("Modifier la session 00235491 ?", "1 → 1,5", "01/06/2022 → 24/04/2022", "20 → 30", "se ferme")
    ecran.taper("Enter")  # the default is the way back
    ecran.attendre("24/04", absent="Modifier la session 00235491 ?")
    assert session(rafaelpro, base, "00235491")["maximum"] == 20
    ecran.taper("F10")
    ecran.attendre("Modifier la session 00235491 ?")
    ecran.taper("Tab", "Enter")
    ecran.attendre("Modifications validées sur ce poste", "annulable")
    assert session(rafaelpro, base, "00235491")["maximum"] == 30
    assert rafaelpro("journal", "--verifier", "--base", base).returncode == 0

    ecran.taper("u")
    ecran.attendre("20 candidats")
    assert session(rafaelpro, base, "00235491")["maximum"] == 20


def test_what_the_command_line_changes_meanwhile_is_not_overwritten(
    base: Path, rafaelpro: Programme, terminal: Fabrique, tmp_path: Path
) -> None:
    """SYN-1, between two processes."""
    ecran = terminal()
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("Sessions en cours", "00235491")
    ecran.taper("Down", "m")
    ecran.attendre("Formulaire session 00235491", "Coefficient nombre")
    ecran.viser("Tab", "Coefficient nombre")
    ecran.ecrire("1,5")
    ecran.attendre("30 candidats")
    commande = tmp_path / "commande.jsonl"
    commande.write_text('{"type": "modifier_session", "session": "00235491", "coefficient": "2"}\n', encoding="utf-8")
    assert rafaelpro("executer", commande, "--base", base, "--aujourdhui", JOUR).returncode == 0
    ecran.attendre("Modifiée entre-temps", "Votre saisie est gardée")
    ecran.taper("F10")
    ecran.attendre("1 chez vous, 2", "par Léa Martin", "(SYN-1)", "Revenir à ma saisie")
    ecran.taper("Tab", "Enter")
    ecran.attendre("40 candidats", absent="Revenir à ma saisie")
    assert session(rafaelpro, base, "00235491")["maximum"] == 40


def test_leaving_asks(base: Path, terminal: Fabrique) -> None:
    ecran = terminal()
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("Sessions en cours", "00235491")
    ecran.taper("Down", "m")
    ecran.attendre("Formulaire session 00235491", "Coefficient nombre")
    ecran.viser("Tab", "Coefficient nombre")
    ecran.ecrire("2")
    ecran.attendre("40 candidats")
    ecran.taper("F5")
    ecran.attendre("Quitter sans valider ?")
    ecran.taper("Tab", "Enter")
    ecran.attendre("Sessions en cours", absent="Quitter sans valider ?")
