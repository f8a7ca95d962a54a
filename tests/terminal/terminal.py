"""The program in a real terminal: tmux types the keys and reads the screen, as a person would."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

PROGRAMME: Final = Path(sys.executable).with_name("rafaelpro-tui")
JOUR: Final = "2022-04-25"
"""A day in the middle of the small dataset."""
PATIENCE: Final = 20.0
"""Seconds before a text that does not come fails the test."""


class Terminal:
    """A tmux session of its own. `attendre` polls the screen; nothing sleeps for a fixed time."""

    def __init__(self, environnement: dict[str, str], largeur: int, hauteur: int) -> None:
        self._serveur = f"rafaelpro-{uuid4().hex[:12]}"
        self._environnement = environnement
        self._taille = ("-x", str(largeur), "-y", str(hauteur))

    def ouvrir(self, *arguments: str | Path) -> None:
        """Start the program with these arguments."""
        commande = [str(PROGRAMME), *map(str, arguments)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *self._taille, *commande)
        self._tmux("set-option", "-s", "escape-time", "0")

    def taper(self, *touches: str) -> None:
        """Press keys, by tmux's names (F5, Enter, Escape, Space) or as a literal text of one character."""
        for touche in touches:
            self._tmux("send-keys", touche)

    def ecrire(self, texte: str) -> None:
        """Type a text into the field that has the focus."""
        self._tmux("send-keys", "-l", texte)

    def rafale(self, *suite: str) -> None:
        """Texts, and keys by tmux's names between brackets (<Tab>), all sent at once."""
        commandes: list[str] = []
        for morceau in suite:
            touche = len(morceau) > 2 and morceau.startswith("<")
            commandes += [";", "send-keys", *([morceau[1:-1]] if touche else ["-l", morceau])]
        self._tmux(*commandes[1:])

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

    def viser(self, touche: str, texte: str) -> None:
        """Press a key which moves to a field, and wait until the cursor is on the line of this text.

        A key typed before the focus has moved would go to what had it.
        """
        self.taper(touche)
        limite = time.monotonic() + PATIENCE
        while texte not in self.ecran().splitlines()[int(self._tmux("display-message", "-p", "#{cursor_y}"))]:
            if time.monotonic() > limite:
                pytest.fail(f"{texte!r} n’a pas le curseur :\n{self.ecran()}")
            time.sleep(0.05)

    def vivant(self) -> bool:
        return self._essai("has-session").returncode == 0

    def attendre_la_fin(self) -> None:
        """Wait until the program has ended: its session ends with it."""
        limite = time.monotonic() + PATIENCE
        while self.vivant():
            assert time.monotonic() < limite, self.ecran()
            time.sleep(0.05)

    def fermer(self) -> None:
        self._essai("kill-server")

    def _tmux(self, *arguments: str) -> str:
        fini = self._essai(*arguments)
        assert fini.returncode == 0, fini.stderr
        return fini.stdout

    def _essai(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["tmux", "-L", self._serveur, *arguments],
            env=self._environnement,  # a COLUMNS of the test runner's would lie to the program
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
