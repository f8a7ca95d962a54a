"""Hostile text, in the data and typed into the fields: none of it reaches the terminal as it is.

Every byte that the program writes to a pseudo-terminal is looked at, not only what the screen ends up showing.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.conftest import DONNEES
from tests.terminal.pseudo_terminal import PseudoTerminal
from tests.terminal.terminal import JOUR, PROGRAMME

HOSTILE = "[/] [CAP] \x1b[2J \x1b]0;PIRATE\x07 \x1b]52;c;UElSQVRF\x07 \x9b31m \u202eesrever \u200bnul"
INTERDITS = (b"\x1b]0;PIRATE", b"\x1b]52;c;UElSQVRF", "\u202e".encode(), "\u200b".encode(), "\x9b31m".encode())
"""What must not be written. ESC [2J is Textual's own too: its neighbours tell that the name was made harmless."""

Programme = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def base_hostile(tmp_path: Path, rafaelpro: Programme) -> Path:
    """The small dataset with every text of its nouns made hostile."""
    donnees = json.loads(DONNEES.read_text(encoding="utf-8"))
    for liste, champs in (
        ("structures", ("nom",)),
        ("utilisateurs", ("nom", "prenom")),
        ("actions", ("intitule", "plus")),
        ("sessions", ("commune",)),
        ("candidats", ("nom_naissance", "prenom", "telephone", "courriel", "commune")),
        ("candidatures", ("prescripteur",)),
    ):
        for objet in donnees[liste]:
            for champ in champs:
                objet[champ] = HOSTILE if champ != "plus" else ""
    fichier, base = tmp_path / "hostile.json", tmp_path / "hostile.sqlite"
    fichier.write_text(json.dumps(donnees), encoding="utf-8")
    charge = rafaelpro("charger", fichier, "--base", base)
    assert charge.returncode == 0, charge.stderr
    return base


@pytest.fixture
def ecran(base_hostile: Path, environnement: dict[str, str]) -> Iterator[PseudoTerminal]:
    arguments = ["ouvrir", "--base", str(base_hostile), "--aujourdhui", JOUR, "--utilisateur", "u1"]
    terminal = PseudoTerminal([str(PROGRAMME), *arguments], environnement, 160, 45)
    yield terminal
    terminal.fermer()


def test_no_hostile_text_reaches_the_terminal(ecran: PseudoTerminal) -> None:
    """Every screen of the main job is visited, and each of its fields is pasted into."""
    ecran.attendre("00235491")
    for touche in (b"f", b"\x10"):  # filter, palette
        ecran.envoyer(touche)
        ecran.calme()
        ecran.coller(HOSTILE)
        ecran.calme()
        ecran.envoyer(b"\x1b")
        ecran.calme()
        ecran.envoyer(b"\x1b")
        ecran.calme()
    ecran.envoyer(b"\x1bOQ")  # F2
    ecran.calme()
    ecran.coller(HOSTILE)
    ecran.calme()
    ecran.envoyer(b"\x1b")
    ecran.calme()
    ecran.envoyer(b"\x1b[B\r")
    ecran.attendre("143 jours")
    ecran.envoyer(b"f")
    ecran.calme()
    ecran.coller(HOSTILE)
    ecran.calme()
    ecran.envoyer(b"\x1b")
    ecran.calme()
    ecran.envoyer(b"\r")
    ecran.attendre("Recrutement accept")
    ecran.envoyer(b"o")
    ecran.attendre("Date de sortie de formation")
    for _ in range(4):  # entrée, sortie, intensité, commentaire
        ecran.coller(HOSTILE)
        ecran.calme()
        ecran.envoyer(b"\t")
        ecran.calme()
    ecran.envoyer(b"\x1b")
    ecran.calme()
    ecran.envoyer(b"?")
    ecran.calme()
    ecran.envoyer(b"\x1b")
    ecran.calme()
    vus = [octets for octets in INTERDITS if octets in ecran.octets]
    assert vus == []
    assert "�" in ecran.ecran() or "�".encode() in ecran.octets  # it was shown, harmlessly


def test_the_probe_sees_what_it_looks_for(environnement: dict[str, str]) -> None:
    """A program that prints the hostile text raw is caught: the assertion above can fail."""
    terminal = PseudoTerminal(["/bin/printf", HOSTILE], environnement, 80, 24)
    terminal.calme()
    terminal.fermer()
    assert [octets for octets in INTERDITS if octets not in terminal.octets] == []
