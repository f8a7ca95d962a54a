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


ECHAP, TAB, ENTREE, BAS = b"\x1b", b"\t", b"\r", b"\x1b[B"
F = {
    1: b"\x1bOP",
    2: b"\x1bOQ",
    3: b"\x1bOR",
    4: b"\x1bOS",
    5: b"\x1b[15~",
    6: b"\x1b[17~",
    7: b"\x1b[18~",
    8: b"\x1b[19~",
}


def taper(ecran: PseudoTerminal, *touches: bytes) -> None:
    for touche in touches:
        ecran.envoyer(touche)
        ecran.calme()


def coller(ecran: PseudoTerminal, *avant: bytes) -> None:
    """Press keys that lead to a field, then paste into it."""
    taper(ecran, *avant)
    ecran.coller(HOSTILE)
    ecran.calme()


def rien_de_hostile(ecran: PseudoTerminal) -> None:
    assert [octets for octets in INTERDITS if octets in ecran.octets] == []
    assert "�".encode() in ecran.octets  # it was shown, harmlessly


def test_no_hostile_text_reaches_the_terminal_from_a_candidature(ecran: PseudoTerminal) -> None:
    """The main job: the list, its filter, the palette, the switcher, a session, each field of both avis."""
    ecran.attendre("00235491")
    for touche in (b"f", b"\x10"):  # filter, palette
        coller(ecran, touche)
        taper(ecran, ECHAP, ECHAP)
    coller(ecran, F[2])
    taper(ecran, ECHAP, BAS, ENTREE)
    ecran.attendre("143 jours")
    coller(ecran, b"f")
    taper(ecran, ECHAP, ENTREE)
    ecran.attendre("Recrutement accept")
    taper(ecran, b"o")
    ecran.attendre("Date de sortie de formation")
    for _ in range(4):  # entrée, sortie, intensité, commentaire
        coller(ecran)
        taper(ecran, TAB)
    taper(ecran, ECHAP, b"n", b"3")
    for _ in range(2):  # raison, commentaire
        coller(ecran, TAB)
    taper(ecran, ECHAP, b"?", ECHAP)
    rien_de_hostile(ecran)


def test_no_hostile_text_reaches_the_terminal_from_the_other_screens(ecran: PseudoTerminal) -> None:
    """Home, candidatures, formations and their forms, members, journal, search, lot, help: each visited and filled."""
    ecran.attendre("00235491")
    taper(ecran, F[3], F[4])
    coller(ecran, b"f")
    taper(ecran, ECHAP, ECHAP, F[7], F[8])
    coller(ecran, b"f")
    taper(ecran, ECHAP, ECHAP, b"\x06")  # Ctrl+F
    coller(ecran)
    taper(ecran, ECHAP, ECHAP, F[6])
    coller(ecran, b"f")
    taper(ecran, ECHAP, ENTREE)
    ecran.attendre("Lien web")
    for _ in range(2):  # plus, lien web
        coller(ecran, TAB)
    coller(ecran, TAB, b"f")  # filter of the sessions
    taper(ecran, ECHAP, ECHAP)
    ecran.attendre("Quitter sans valider ?")
    taper(ecran, TAB, ENTREE, F[5])
    ecran.attendre("00235491")
    taper(ecran, BAS, b"m")
    ecran.attendre("Coefficient")
    for _ in range(6):  # coefficient, both dates, the contact's name, phone and mail
        coller(ecran, TAB)
    taper(ecran, ECHAP, TAB, ENTREE, F[5])
    taper(ecran, ENTREE, b"L")
    for _ in range(2):
        coller(ecran, TAB)
    taper(ecran, ECHAP, ECHAP, F[1])
    rien_de_hostile(ecran)


def test_no_hostile_text_reaches_the_terminal_from_what_goes_faster_than_the_mouse(ecran: PseudoTerminal) -> None:
    """Queue, basket, decisions, plan, waiting list, deadlines, what-if, pilotage, person, names of filters, files."""
    ecran.attendre("00235491")
    taper(ecran, BAS, ENTREE)
    ecran.attendre("143 jours")
    coller(ecran, b"f")
    taper(ecran, ECHAP, b"F")
    ecran.attendre("Filtres enregistrés")
    coller(ecran)  # its name
    taper(ecran, ECHAP, b"E")
    ecran.attendre("Exporter")
    coller(ecran)  # a file
    taper(ecran, ECHAP, b"A")
    ecran.attendre("Liste d’attente")
    taper(ecran, ECHAP, b"D", ECHAP, b"V", ECHAP, b"I", b"N")
    ecran.attendre("Nouveau créneau")
    for _ in range(4):  # day, hour, place, seats
        coller(ecran)
        taper(ecran, TAB)
    taper(ecran, ECHAP, ECHAP, F[4], b"T")
    ecran.attendre("à la file")
    taper(ecran, b"n", b"5", ECHAP, b"P", ECHAP, F[3], b"i", ECHAP, b"e", b"w")
    coller(ecran)
    taper(ecran, ECHAP, ECHAP, F[5], ENTREE)
    ecran.attendre("143 jours")
    taper(ecran, ENTREE)
    ecran.attendre("Recrutement accept")
    taper(ecran, b"n", b"3", TAB)
    coller(ecran, b"\x07")  # Ctrl+G: the name of a template
    rien_de_hostile(ecran)


def test_what_is_pasted_presses_no_key(ecran: PseudoTerminal) -> None:
    """F10, Tab, Entrée inside a pasted text would validate the avis."""
    ecran.attendre("00235491")
    taper(ecran, BAS, ENTREE)
    ecran.attendre("143 jours")
    taper(ecran, ENTREE)
    ecran.attendre("Recrutement accept")
    taper(ecran, b"n", b"5", TAB)
    ecran.coller("Complet\x1b[21~\t\r")
    ecran.attendre("Complet�[21~")
    ecran.calme()
    assert "Valider l’avis sur la candidature ?" not in ecran.ecran()


def test_the_probe_sees_what_it_looks_for(environnement: dict[str, str]) -> None:
    """A program that prints the hostile text raw is caught: the assertion above can fail."""
    terminal = PseudoTerminal(["/bin/printf", HOSTILE], environnement, 80, 24)
    terminal.calme()
    terminal.fermer()
    assert [octets for octets in INTERDITS if octets not in terminal.octets] == []
