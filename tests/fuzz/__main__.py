"""`python -m tests.fuzz [CIBLE…] [--cas N] [--graine N]`: each target its share of N cases; what fails is written down.

With `--atheris`, cases of one target come from the coverage that they give, if atheris is installed.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.erreurs import Erreur
from tests.fuzz.cibles import CIBLES, Cible

PLEIN: Final = 1_000_000
TROP_LONG: Final = 1.0
"""Seconds of processor for one case."""
MEMOIRE: Final = 512 * 1024 * 1024
"""Bytes beyond what is there at the start."""


def main() -> int:
    analyse = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    analyse.add_argument("cibles", nargs="*", help=f"among {', '.join(CIBLES)}; all by default")
    analyse.add_argument("--cas", type=int, default=PLEIN)
    analyse.add_argument("--graine", type=int, default=1)
    analyse.add_argument("--atheris", action="store_true", help="coverage-guided, on one target")
    demande = analyse.parse_args()
    if inconnues := set(demande.cibles) - set(CIBLES):
        analyse.error(f"unknown: {', '.join(sorted(inconnues))}")
    choisies = demande.cibles or list(CIBLES)
    total = sum(CIBLES[nom][0] for nom in choisies)
    fautes = 0
    for nom in choisies:
        part, fabrique = CIBLES[nom]
        with tempfile.TemporaryDirectory(prefix="rafaelpro-fuzz-") as dossier:
            if demande.atheris:
                return _guider(fabrique(Path(dossier)), demande.cas)
            fautes += _eprouver(nom, fabrique(Path(dossier)), round(demande.cas * part / total), demande.graine)
    return 1 if fautes else 0


def _eprouver(nom: str, cible: Cible, cas: int, graine: int) -> int:
    """Run one target; how many cases failed, each kept in a file of its own."""
    depart, debut = _memoire(), time.monotonic()
    refuses, fautes, pire = 0, 0, 0.0
    for rang in range(cas):
        alea = random.Random(f"{graine}/{nom}/{rang}")
        octets = cible.faire(alea)
        avant = time.process_time()
        try:
            cible.lire(octets)
        except Erreur as erreur:
            refuses += 1
            phrase = erreur.message.endswith((".", ")")) and bool(erreur.que_faire)
            faute = None if phrase else f"phrase : {erreur}"
        except Exception as erreur:
            faute = f"{type(erreur).__name__}: {erreur}"
        else:
            faute = None
        duree = time.process_time() - avant
        pire = max(pire, duree)
        if duree > TROP_LONG:
            faute = f"{duree:.1f} s"
        if _memoire() - depart > MEMOIRE:
            faute = "mémoire"
        if faute:
            fautes += 1
            fichier = Path(tempfile.gettempdir()) / f"rafaelpro-fuzz-{nom}-{rang}.bin"
            fichier.write_bytes(octets)
            print(f"{nom} {rang} : {faute[:300]!r}, gardé dans {fichier}", file=sys.stderr, flush=True)
            if fautes >= 10:
                break
    cible.fermer()
    nombre = f"{cas:,}".replace(",", " ")
    memoire = max(0, _memoire() - depart) // 2**20
    print(
        f"{nombre:>9}  {nom:<10}  {refuses} refusés, {fautes} fautes ; au pire {pire * 1000:.0f} ms, "
        f"{memoire} Mo de plus ; {time.monotonic() - debut:.0f} s",
        flush=True,
    )
    return fautes


def _memoire() -> int:
    """The peak of the process, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _guider(cible: Cible, cas: int) -> int:
    try:
        import atheris
    except ImportError:
        print("atheris n’est pas installé : « pip install atheris » (Linux, Python 3.11 à 3.13)", file=sys.stderr)
        return 2

    def un(octets: bytes) -> None:
        with suppress(Erreur):
            cible.lire(octets)

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-runs={cas}", "-max_len=4096", "-timeout=5"], un)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
