"""First paint with data, in a real pseudo-terminal, against an empty Textual app started in the same minute.

Each run is timed from the fork to the moment the expected text is among the bytes written. Goal: ratio ≤ 1.35.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.demo.base import fabriquer
from rafaelpro_tui.core.horloge import HorlogeSysteme

TOURS: Final = 9
TAILLES: Final = (2_500, 100_000)
VIDE: Final = """
from textual.app import App
from textual.widgets import Static
class Vide(App[None]):
    def compose(self):
        yield Static("PREMIER ECRAN")
Vide().run()
"""


def premier_texte(commande: list[str], attendu: bytes) -> float:
    """Seconds from the fork until `attendu` has been written to the terminal."""
    debut = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(commande[0], commande, os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"})
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    lus = bytearray()
    while attendu not in lus:
        if not select.select([fd], [], [], 30)[0]:
            raise TimeoutError(f"{attendu!r} ne vient pas : {bytes(lus[-2000:])!r}")
        lus += os.read(fd, 65536)
    duree = time.perf_counter() - debut
    os.close(fd)
    os.waitpid(pid, 0)
    return duree


def main() -> None:
    with tempfile.TemporaryDirectory() as dossier:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = dossier
        vide = [sys.executable, "-c", VIDE]
        for taille in TAILLES:
            base = Path(dossier) / f"{taille}.sqlite"
            fabriquer(base, jour=HorlogeSysteme().maintenant().date(), candidatures=taille)
            plein = [sys.executable, "-m", "rafaelpro_tui", "ouvrir", "--base", str(base)]
            paires = [(premier_texte(vide, b"PREMIER ECRAN"), premier_texte(plein, b"inscrits")) for _ in range(TOURS)]
            pour_rien = statistics.median(a for a, _ in paires)
            avec_donnees = statistics.median(b for _, b in paires)
            print(
                f"premier écran, {taille:>9,} candidatures : {avec_donnees * 1000:6.0f} ms, "
                f"application vide {pour_rien * 1000:6.0f} ms, rapport {avec_donnees / pour_rien:.2f} (but 1,35)"
            )


if __name__ == "__main__":
    main()
