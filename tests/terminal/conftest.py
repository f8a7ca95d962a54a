"""The program in a real terminal: tmux types the keys and reads the screen, as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

PROGRAMME = Path(sys.executable).with_name("rafaelpro-tui")
DONNEES = Path(__file__).parent.parent / "donnees" / "exemple.json"
JOUR = "2022-04-25"
PATIENCE = 20.0
"""Seconds before a text that does not come fails the test."""


@pytest.fixture
def environnement(tmp_path: Path) -> dict[str, str]:
    """Folders of its own for everything the program keeps; nothing of the machine's."""
    dossiers = {f"XDG_{nom}_HOME": str(tmp_path / nom.lower()) for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "COLORTERM": "truecolor",
        **dossiers,
    }


@pytest.fixture
def rafaelpro(environnement: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line to its end, in the same folders."""

    def courir(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAMME, *map(str, arguments)],
            env=environnement,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return courir


@pytest.fixture
def base(tmp_path: Path, rafaelpro: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    """The small dataset, loaded into a real base by the program itself."""
    chemin = tmp_path / "base.sqlite"
    charge = rafaelpro("charger", DONNEES, "--base", chemin)
    assert charge.returncode == 0, charge.stderr
    return chemin


class Terminal:
    """A tmux session of its own. `attendre` polls the screen; nothing sleeps for a fixed time."""

    def __init__(self, environnement: dict[str, str], largeur: int, hauteur: int) -> None:
        self._serveur = f"rafaelpro-{uuid4().hex[:12]}"
        self._environnement = environnement
        self._taille = ("-x", str(largeur), "-y", str(hauteur))

    def ouvrir(self, *arguments: str | Path) -> None:
        """Start the program with these arguments."""
        variables = [part for nom, valeur in self._environnement.items() for part in ("-e", f"{nom}={valeur}")]
        commande = [str(PROGRAMME), *map(str, arguments)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *self._taille, *variables, *commande)
        self._tmux("set-option", "-s", "escape-time", "0")

    def taper(self, *touches: str) -> None:
        """Press keys, by tmux's names (F5, Enter, Escape, Space) or as a literal text of one character."""
        for touche in touches:
            self._tmux("send-keys", touche)

    def ecrire(self, texte: str) -> None:
        """Type a text into the field that has the focus."""
        self._tmux("send-keys", "-l", texte)

    def ecran(self) -> str:
        return self._tmux("capture-pane", "-p")

    def attendre(self, *textes: str, absent: str | None = None) -> str:
        """Wait until all the texts are on screen at once (and `absent` is not), and give that screen."""
        limite = time.monotonic() + PATIENCE
        while True:
            ecran = self.ecran()
            plat = ecran.replace("\u00a0", " ")
            if all(texte in plat for texte in textes) and (absent is None or absent not in plat):
                return ecran
            if time.monotonic() > limite:
                pytest.fail(f"{textes!r} (sans {absent!r}) ne vient pas :\n{ecran}")
            time.sleep(0.05)

    def vivant(self) -> bool:
        return self._essai("has-session").returncode == 0

    def fermer(self) -> None:
        self._essai("kill-server")

    def _tmux(self, *arguments: str) -> str:
        fini = self._essai(*arguments)
        assert fini.returncode == 0, fini.stderr
        return fini.stdout

    def _essai(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["tmux", "-L", self._serveur, *arguments], capture_output=True, text=True, check=False, timeout=30
        )


@pytest.fixture
def terminal(environnement: dict[str, str]) -> Iterator[Callable[[int, int], Terminal]]:
    """A maker of terminals; skips where tmux is not installed."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux n'est pas installé")
    ouverts: list[Terminal] = []

    def faire(largeur: int = 120, hauteur: int = 40) -> Terminal:
        ouverts.append(Terminal(environnement, largeur, hauteur))
        return ouverts[-1]

    yield faire
    for un in ouverts:
        un.fermer()
