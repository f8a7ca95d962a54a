"""From a key to its repaint, in a real pseudo-terminal, in the list of all candidatures; beside a frame of 60 Hz."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median, quantiles
from typing import Final

from bench._demo import GRAND
from bench._liste import liste, nombre
from bench._mesure import Mesure

TAILLES: Final = (1_000, 100_000, 1_000_000) if GRAND else (1_000, 100_000)
FOIS: Final = 40
IMAGE: Final = 1000 / 60
TOUCHES: Final = {"↓": b"\x1b[B", "PgDn": b"\x1b[6~", "End": b"\x1b[F"}
HOME: Final = b"\x1b[H"


def mesurer() -> Iterator[Mesure]:
    """Median: one frame at most; 95 times of 100: two."""
    for taille in TAILLES:
        with liste(taille) as terminal:
            for nom, touche in TOUCHES.items():
                durees = []
                for _ in range(FOIS):
                    durees.append(1000 * terminal.duree(touche, lambda: terminal.rangs(2, 38)))
                    if nom == "End" or taille == TAILLES[0]:  # 1,000 are soon gone through
                        terminal.duree(HOME, lambda: terminal.rangs(2, 38))
                    terminal.attendre_un_calme(0.05)
                terminal.envoyer(HOME)
                terminal.attendre_un_calme()
                titre = f"touche {nom}, {nombre(taille)} candidatures"
                for quoi, valeur, but in (
                    ("médiane", median(durees), 1),
                    ("p95", quantiles(durees, n=20, method="inclusive")[18], 2),
                ):
                    yield Mesure(
                        nom=f"{titre}, {quoi}",
                        unite="ms",
                        nous=valeur,
                        pair="une image (60 Hz)",
                        valeur_pair=IMAGE,
                        but=but,
                    )
