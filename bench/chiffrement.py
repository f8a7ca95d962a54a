"""First paint of an encrypted base beside the same one in clear: what the key and its pages cost at start.

The keyring is a file of the run: one of the system would ask for a session.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from bench._demo import demo, environnement
from bench._mesure import Mesure
from bench.premier_ecran import premier_texte

TOURS: Final = 9
TAILLE: Final = 100_000


def mesurer() -> Iterator[Mesure]:
    """Medians of runs by turns."""
    programme = [sys.executable, "-m", "rafaelpro_tui"]
    with tempfile.TemporaryDirectory() as dossier:
        chiffree = Path(dossier, "chiffree.sqlite")
        shutil.copyfile(demo(TAILLE), chiffree)
        env = environnement() | {
            "PYTHON_KEYRING_BACKEND": "tests.trousseau.Trousseau",
            "RAFAELPRO_TEST_TROUSSEAU": str(Path(dossier, "trousseau.json")),
        }
        subprocess.run([*programme, "chiffrer", "--base", str(chiffree)], env=env, check=True, capture_output=True)
        ouvrir = [*programme, "ouvrir", "--base"]
        paires = [
            (
                premier_texte([*ouvrir, str(demo(TAILLE))], b"inscrits", env),
                premier_texte([*ouvrir, str(chiffree)], b"inscrits", env),
            )
            for _ in range(TOURS)
        ]
    yield Mesure(
        nom="premier écran, base chiffrée de 100 000",
        unite="ms",
        nous=1000 * median(chiffre for _, chiffre in paires),
        pair="la même, en clair",
        valeur_pair=1000 * median(clair for clair, _ in paires),
    )
