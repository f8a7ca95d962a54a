"""The app in the middle of a lot: its window resized without end, then killed, closed (SIGHUP) or asked to end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench._recrutement import JOUR, faire_base
from tests.pannes.etat import etat
from tests.pannes.terrain import Compte
from tests.terminal.pseudo_terminal import PseudoTerminal

PROGRAMME: Final = str(Path(sys.executable).with_name("rafaelpro-tui"))
LIGNES: Final = 400
TAILLES: Final = ((80, 24), (120, 40), (20, 5), (300, 80), (40, 100), (1, 1), (81, 25))
FINS: Final = {"tué": signal.SIGKILL, "fenêtre fermée (SIGHUP)": None, "prié de finir": signal.SIGTERM}


def eprouver(fois: int, alea: random.Random, dossier: Path) -> Iterator[Compte]:
    """`fois` lots, shared between the three ends."""
    modele = dossier / "modele.sqlite"
    faire_base(modele, LIGNES)
    for nom, comment in FINS.items():
        ecrites: list[int] = []
        for _ in range(-(-fois // len(FINS))):
            ici = dossier / "essai"
            shutil.rmtree(ici, ignore_errors=True)
            ici.mkdir()
            shutil.copyfile(modele, ici / "base.sqlite")
            ecran = _en_plein_lot(ici)
            fin = time.monotonic() + alea.uniform(0, 1.2)
            while time.monotonic() < fin:
                ecran.redimensionner(*alea.choice(TAILLES))
                ecran.calme(0.01)
            if comment is None:
                ecran.raccrocher()
            else:
                ecran.terminer(comment)
            code = ecran.fin()
            assert code is not None, f"{nom} : le programme est toujours là"
            journal = list((ici / "xdg").rglob("*.log"))
            assert not journal, journal[0].read_text(encoding="utf-8")
            lu = etat(ici / "base.sqlite")
            convoquees = sum(ligne[3] for ligne in lu["candidatures"])
            assert convoquees == len(lu["convocations"]) == len(lu["journal"]), "une convocation, une ligne au journal"
            ecrites.append(convoquees)
        bornes = f"de {min(ecrites)} à {max(ecrites)} lignes écrites sur {LIGNES}, toutes au journal"
        yield Compte(f"fenêtre redimensionnée en plein lot, puis {nom}", len(ecrites), bornes)


def _en_plein_lot(dossier: Path) -> PseudoTerminal:
    """A lot just confirmed."""
    variables = {f"XDG_{nom}_HOME": str(dossier / "xdg" / nom.lower()) for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
    variables |= {"HOME": str(dossier), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    commande = [PROGRAMME, "ouvrir", "--base", str(dossier / "base.sqlite"), "--aujourdhui", str(JOUR)]
    ecran = PseudoTerminal(commande, variables, 120, 40)
    for touches, attendu in (
        (b"", "F1 Aide"),
        (b"\x1b[15~", "1 session"),
        (b"\r", "L Gestion"),
        (b"L", "Simuler pour"),
        (b"*", "cochées"),
        (b"c", "jj/mm/aaaa"),
        (b"+0\r", "Simulation ·"),
        (b"\x1b[21~", "Valider le lot"),
    ):
        ecran.envoyer(touches)
        ecran.attendre(attendu)
    ecran.envoyer(b"\x1b[C\r")
    return ecran
