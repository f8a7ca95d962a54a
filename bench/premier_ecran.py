"""First paint with data, in a real pseudo-terminal, beside an empty Textual app started in the same minute.

Each run is timed from the fork to the moment the expected text is among the bytes written.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Final

from bench._demo import GRAND, demo, environnement
from bench._mesure import Mesure

TOURS: Final = 9
TAILLES: Final = (2_500, 100_000, 1_000_000) if GRAND else (2_500, 100_000)
VIDE: Final = """
from textual.app import App
from textual.widgets import Static
class Vide(App[None]):
    def compose(self):
        yield Static("PREMIER ECRAN")
Vide().run()
"""


def premier_texte(commande: list[str], attendu: bytes, env: Mapping[str, str]) -> float:
    """Seconds from the fork until `attendu` has been written to the terminal."""
    debut = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(commande[0], commande, env)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    lus = bytearray()
    try:
        while attendu not in lus:
            if not select.select([fd], [], [], 30)[0]:
                raise TimeoutError(f"{attendu!r} ne vient pas : {bytes(lus[-2000:])!r}")
            lus += os.read(fd, 65536)
        return time.perf_counter() - debut
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(fd)
        os.waitpid(pid, 0)


def mesurer() -> Iterator[Mesure]:
    """Medians of runs by turns."""
    vide, env = [sys.executable, "-c", VIDE], environnement()
    for taille in TAILLES:
        plein = [sys.executable, "-m", "rafaelpro_tui", "ouvrir", "--base", str(demo(taille))]
        paires = [
            (premier_texte(vide, b"PREMIER ECRAN", env), premier_texte(plein, b"inscrits", env)) for _ in range(TOURS)
        ]
        yield Mesure(
            nom=f"premier écran, {taille:_} candidatures".replace("_", " "),
            unite="ms",
            nous=1000 * median(nous for _, nous in paires),
            pair="application Textual vide",
            valeur_pair=1000 * median(pour_rien for pour_rien, _ in paires),
            but=1.35,
        )
