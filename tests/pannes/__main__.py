"""`python -m tests.pannes [FAMILLE…] [--fois N] [--graine N]`: each family at its full number, one line a count."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tests.pannes import disque, ensemble, fenetre, heures, octets, tues, wal
from tests.pannes.gestes import GESTES
from tests.pannes.terrain import Compte

Eprouver = Callable[[int, random.Random, Path], Iterator[Compte]]

FAMILLES: Final[dict[str, tuple[int, Eprouver]]] = {
    "tues": (1_050, tues.eprouver),
    "disque": (1_500, disque.eprouver),
    "wal": (10_000, wal.eprouver),
    "octets": (2_000, octets.eprouver),
    "heures": (200, heures.eprouver),
    "fenetre": (150, fenetre.eprouver),
    "ensemble": (600, ensemble.eprouver),
}
"""Name → full number, what runs it."""

PAR_GESTE: Final = {"tues": tues.eprouver, "disque": disque.eprouver}
"""Those that go through the gestures one after the other."""


def main() -> int:
    analyse = argparse.ArgumentParser(prog="python -m tests.pannes", description=__doc__)
    analyse.add_argument("familles", nargs="*", help=f"among {', '.join(FAMILLES)}; all by default")
    analyse.add_argument("--fois", type=int, help="instead of the full number of each family")
    analyse.add_argument(
        "--gestes", nargs="+", choices=[g.nom for g in GESTES], help="those that tues and disque go through"
    )
    analyse.add_argument("--graine", type=int, default=1)
    demande = analyse.parse_args()
    familles = demande.familles or list(FAMILLES)
    if inconnues := set(familles) - set(FAMILLES):
        analyse.error(f"unknown: {', '.join(sorted(inconnues))}")
    if "disque" in familles:
        with tempfile.TemporaryDirectory(prefix="rafaelpro-cale-") as dossier:
            if (code := disque.relancer_avec_la_cale(Path(dossier))) is not None:
                return code
    gestes = [geste for geste in GESTES if not demande.gestes or geste.nom in demande.gestes]
    debut = time.monotonic()
    for nom in familles:
        plein, eprouver = FAMILLES[nom]
        if nom in PAR_GESTE:
            eprouver = partial(PAR_GESTE[nom], gestes=gestes)
        with tempfile.TemporaryDirectory(prefix="rafaelpro-pannes-") as dossier:
            for compte in eprouver(demande.fois or plein, random.Random(demande.graine), Path(dossier)):
                nombre = f"{compte.fois:,}".replace(",", " ")
                print(f"{nombre:>9}  {compte.quoi:<64}  {compte.vu}", flush=True)
    print(f"{time.monotonic() - debut:.0f} s, graine {demande.graine}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
