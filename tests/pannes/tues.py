"""kill -9 at any instant of each gesture."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.pannes import enfant
from tests.pannes.gestes import GESTES, Geste
from tests.pannes.terrain import Compte, Terrain


def eprouver(fois: int, alea: random.Random, dossier: Path, gestes: Sequence[Geste] = GESTES) -> Iterator[Compte]:
    """`fois` kills, shared between the gestures; those that came after the end are not counted."""
    for geste in gestes:
        terrain = Terrain.de(geste, dossier)
        voulus, tues, trop_tard = -(-fois // len(gestes)), 0, 0
        while tues < voulus:
            ici = terrain.neuf()
            pid = enfant.partir(ici, geste.faire)
            time.sleep(alea.uniform(0, terrain.duree))
            os.kill(pid, signal.SIGKILL)
            fin = enfant.attendre(pid, ici)
            tues, trop_tard = tues + (fin.code is None), trop_tard + (fin.code is not None)
            assert trop_tard <= 10 * voulus + 20, "le geste finit avant d’être tué"
            terrain.verifier(fin)
        yield Compte(f"kill -9 pendant : {geste.nom}", tues, "rien de perdu, rien en double, le journal se vérifie")
