"""The program on a pseudo-terminal, with every byte that it writes kept: what a hostile text must never reach."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte


class PseudoTerminal:
    """Start a program, send it bytes, read its screen (through pyte) and all that it has written."""

    def __init__(self, commande: list[str], environnement: dict[str, str], largeur: int, hauteur: int) -> None:
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execve(commande[0], commande, environnement | {"TERM": "xterm-256color"})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", hauteur, largeur, 0, 0))
        self._ecran = pyte.Screen(largeur, hauteur)
        self._flux = pyte.ByteStream(self._ecran)
        self.octets = bytearray()

    def envoyer(self, octets: bytes) -> None:
        os.write(self._fd, octets)

    def coller(self, texte: str) -> None:
        """A bracketed paste, as terminals send it: the text itself may hold anything."""
        self.envoyer(b"\x1b[200~" + texte.encode() + b"\x1b[201~")

    def attendre(self, texte: str, patience: float = 20.0) -> None:
        """Read until the text is on screen."""
        limite = time.monotonic() + patience
        while texte not in self.ecran():
            reste = limite - time.monotonic()
            assert reste > 0, f"{texte!r} ne vient pas :\n{self.ecran()}"
            self._lire(min(reste, 0.2))

    def calme(self, silence: float = 0.3) -> None:
        """Read until the program has written nothing for a while."""
        while self._lire(silence):
            pass

    def ecran(self) -> str:
        return "\n".join(self._ecran.display).replace("\u00a0", " ")

    def redimensionner(self, largeur: int, hauteur: int) -> None:
        """As someone who drags the window's corner."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", hauteur, largeur, 0, 0))
        self._ecran.resize(hauteur, largeur)

    def terminer(self, comment: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end, as the system does; or kill it."""
        os.kill(self._pid, comment)

    def fin(self, patience: float = 10.0) -> int | None:
        """Its exit code, minus the signal that ended it; None when it is still there."""
        limite = time.monotonic() + patience
        while (attendu := os.waitpid(self._pid, os.WNOHANG)) == (0, 0):
            if time.monotonic() > limite:
                return None
            if self._fd >= 0:
                self._lire(0.01)
            else:
                time.sleep(0.01)
        return os.waitstatus_to_exitcode(attendu[1])

    def raccrocher(self) -> None:
        """Close the window: the program gets SIGHUP, and its terminal is gone."""
        os.close(self._fd)
        self._fd = -1

    def fermer(self) -> None:
        """End it, as a closed window would."""
        os.close(self._fd)
        os.waitpid(self._pid, 0)

    def _lire(self, delai: float) -> bool:
        if not select.select([self._fd], [], [], delai)[0]:
            return False
        try:
            octets = os.read(self._fd, 65536)
        except OSError:  # the program has ended
            return False
        self.octets += octets
        self._flux.feed(octets)
        return bool(octets)
