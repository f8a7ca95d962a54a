"""`python -m bench [NAME…] [--json FILE]`: every benchmark, or those named, in one table.

`RAFAELPRO_BENCH_VITE=1` leaves out what takes minutes, unless it is named.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import sys
from pathlib import Path
from subprocess import SubprocessError
from time import perf_counter

import bench
from bench._demo import GRAND
from bench._mesure import Absent, Mesure, en_json, tableau

LONGS = {"serveur"}
"""Some minutes each."""


def main() -> int:
    """Run the benchmarks: each module of the package has a `mesurer()`, which yields `Mesure`; 1 when one failed."""
    connus = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name[0] != "_")
    arguments = argparse.ArgumentParser(prog="python -m bench")
    arguments.add_argument("noms", nargs="*", metavar="NAME", help=", ".join(connus))
    arguments.add_argument("--json", type=Path, metavar="FILE")
    demande = arguments.parse_args()
    if inconnus := set(demande.noms) - set(connus):
        arguments.error(f"{', '.join(sorted(inconnus))}: not one of {', '.join(connus)}")
    mesures: list[Mesure] = []
    rate = False
    charge = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    machine = (
        f"{os.cpu_count()} cœurs, {platform.system()}, Python {platform.python_version()}, charge au départ : {charge}"
    )
    for nom in demande.noms or [nom for nom in connus if GRAND or nom not in LONGS]:
        debut = perf_counter()
        print(f"— {nom}…", end=" ", file=sys.stderr, flush=True)
        try:
            mesures += importlib.import_module(f"bench.{nom}").mesurer()
            print(f"{perf_counter() - debut:.0f} s", file=sys.stderr)
        except Absent as absence:
            print(absence, file=sys.stderr)
        except (AssertionError, OSError, SubprocessError) as echec:
            rate = True
            print(f"échec : {echec!r:.2000}", file=sys.stderr)
    print(machine)
    print(tableau(mesures))
    if demande.json:
        demande.json.write_text(en_json(mesures) + "\n", encoding="utf-8")
    return int(rate)


if __name__ == "__main__":
    sys.exit(main())
