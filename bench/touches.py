"""From a key to its repaint, in a real pseudo-terminal, in the list of all candidatures; beside a frame of 60 Hz."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Final

from bench._demo import GRAND, demo
from bench._mesure import Mesure
from bench._terminal import ouvert

TAILLES: Final = (100_000, 1_000_000) if GRAND else (100_000,)
FOIS: Final = 40
IMAGE: Final = 1000 / 60
TOUCHES: Final = {"↓": b"\x1b[B", "PgDn": b"\x1b[6~", "End": b"\x1b[F"}
HOME, F4 = b"\x1b[H", b"\x1bOS"


def mesurer() -> Iterator[Mesure]:
    """Median: one frame at most; 95 times of 100: two."""
    for taille in TAILLES:
        base = demo(taille)
        with ouvert([sys.executable, "-m", "rafaelpro_tui", "ouvrir", "--base", str(base)]) as terminal:
            terminal.attendre("inscrits", patience=30)
            terminal.attendre_un_calme()
            terminal.envoyer(F4)
            terminal.attendre_un_calme(1.0)
            for nom, touche in TOUCHES.items():
                durees = []
                for _ in range(FOIS):
                    durees.append(1000 * terminal.duree(touche, lambda: terminal.rangs(2, 38)))
                    if nom == "End":
                        terminal.duree(HOME, lambda: terminal.rangs(2, 38))
                    terminal.attendre_un_calme(0.05)
                titre = f"touche {nom}, {taille:_} candidatures".replace("_", " ")
                yield Mesure(
                    nom=f"{titre}, médiane",
                    unite="ms",
                    nous=median(durees),
                    pair="une image (60 Hz)",
                    valeur_pair=IMAGE,
                    but=1,
                )
                yield Mesure(
                    nom=f"{titre}, p95",
                    unite="ms",
                    nous=quantiles(durees, n=20)[18],
                    pair="une image (60 Hz)",
                    valeur_pair=IMAGE,
                    but=2,
                )
