"""A program in a real pseudo-terminal, timed from a key to what the screen then shows. Every wait is bounded.

Bytes are stamped as they come and only then given to the emulator, whose own time is thus not counted.
"""

from __future__ import annotations

import os
import re
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import perf_counter

from bench._demo import environnement
from tests.terminal.pseudo_terminal import PseudoTerminal

PATIENCE = 10.0
_SILENCE = 0.15
"""To give bytes to the emulator takes 50 ms for a screen: those that come meanwhile would be stamped late."""
_AU_PLUS = 1.0
"""Seconds, for a program that is never silent."""
_SANS_DONNEES = re.compile(r"[☐☑] +…")
"""A row that has its place and not its data yet."""


class Chronometre(PseudoTerminal):
    """A terminal of 120 × 40."""

    def rangs(self, premier: int, dernier: int) -> str:
        """The text of some rows of the screen."""
        return "\n".join(self._ecran.display[premier:dernier])

    def duree(self, touche: bytes, lire: Callable[[], str], attendu: Callable[[str], bool] | None = None) -> float:
        """Seconds from a key to the first bytes after which what `lire` reads is `attendu`, by default: another, whole.

        Raises:
            TimeoutError: it never is.
        """
        avant = lire()
        attendu = attendu or (lambda lu: lu != avant and not _SANS_DONNEES.search(lu))
        depart = perf_counter()
        self.envoyer(touche)
        while perf_counter() - depart < PATIENCE:
            montre: float | None = None
            for instant, octets in self._recus():
                self._flux.feed(octets)  # All of them, also those after: the screen is looked at later too.
                if montre is None and attendu(lire()):
                    montre = instant
            if montre is not None:
                return montre - depart
        raise TimeoutError(f"{touche!r} ne change rien :\n{self.ecran()}")

    def attendre_un_calme(self, silence: float = 0.25) -> None:
        fin = perf_counter() + PATIENCE
        while perf_counter() < fin and self._lire(silence):
            pass

    def _recus(self) -> list[tuple[float, bytes]]:
        morceaux: list[tuple[float, bytes]] = []
        fin = perf_counter() + _AU_PLUS
        while perf_counter() < fin and select.select([self._fd], [], [], _SILENCE if morceaux else 0.5)[0]:
            octets = os.read(self._fd, 65536)
            morceaux.append((perf_counter(), octets))
        return morceaux


@contextmanager
def ouvert(commande: list[str]) -> Iterator[Chronometre]:
    """Killed at the end, whatever it does."""
    terminal = Chronometre(commande, environnement(), 120, 40)
    try:
        yield terminal
    finally:
        with suppress(ProcessLookupError):
            os.kill(terminal._pid, signal.SIGKILL)
        terminal.fermer()
