"""A disk that fills up, dies or turns read-only at each write of each gesture; the process killed at each, and within.

Writes are made to fail one by one by a preloaded shim (`panne.c`, compiled on the spot), which goes through all of
them: nothing is drawn at random. Then real things: a tmpfs of a few kilobytes, and read-only (as root); RLIMIT_FSIZE.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from tests.pannes import enfant
from tests.pannes.gestes import GESTES, Geste
from tests.pannes.terrain import REUSSI, Compte, Terrain, dite

_CALE: Final = "RAFAELPRO_CALE"
_UNE_FOIS, _DES_LORS, _TUER, _MOITIE_TUER, _MOITIE_DES_LORS = range(5)
MODES: Final = (
    ("disque plein", errno.ENOSPC, _DES_LORS),
    ("disque plein au milieu d’une écriture", errno.ENOSPC, _MOITIE_DES_LORS),
    ("disque en lecture seule", errno.EROFS, _DES_LORS),
    ("disque mourant (EIO)", errno.EIO, _DES_LORS),
    ("une écriture perdue (EIO)", errno.EIO, _UNE_FOIS),
    ("tué à une écriture", 0, _TUER),
    ("tué au milieu d’une écriture", 0, _MOITIE_TUER),
)

BORNE: Final = 3.0
"""Times the largest file that a gesture leaves: its WAL may be larger still."""
MARGE: Final = 4096
"""KiB beyond the files that are there, at most: more than any gesture needs."""


def relancer_avec_la_cale(dossier: Path) -> int | None:
    """Run this program again with the shim preloaded; its exit code, None when it already is or cannot be."""
    compilateur = shutil.which("cc")
    if _CALE in os.environ or compilateur is None or sys.platform != "linux":
        return None
    cale = dossier / "panne.so"
    source = Path(__file__).with_name("panne.c")
    subprocess.run(
        [compilateur, "-std=gnu11", "-shared", "-fPIC", "-O1", "-o", str(cale), str(source), "-ldl"], check=True
    )
    variables = os.environ | {"LD_PRELOAD": str(cale), _CALE: str(cale)}
    return subprocess.run([sys.executable, *sys.orig_argv[1:]], env=variables, check=False).returncode


def eprouver(fois: int, alea: random.Random, dossier: Path, gestes: Sequence[Geste] = GESTES) -> Iterator[Compte]:
    """`fois`: about how many tries; each mode goes through all the writes when they are fewer."""
    par_geste = -(-fois // len(gestes))
    if _CALE in os.environ:
        cale = ctypes.CDLL(os.environ[_CALE])
        for geste in gestes:
            terrain = Terrain.de(geste, dossier)
            modes = alea.sample(MODES, min(par_geste, len(MODES)))
            yield from _a_chaque_ecriture(terrain, cale, modes, -(-par_geste // len(modes)))
    else:
        yield Compte("écritures rendues fautives une à une", 0, "passé : il faut Linux et un compilateur (cc)")
    for geste in gestes:
        terrain = Terrain.de(geste, dossier / "bornes")
        yield _borne(terrain, alea, -(-par_geste // 10))
        if os.geteuid() == 0:
            with suppress(subprocess.CalledProcessError, FileNotFoundError):
                yield _petit_disque(terrain, alea, -(-par_geste // 10))


def _a_chaque_ecriture(
    terrain: Terrain, cale: ctypes.CDLL, modes: Sequence[tuple[str, int, int]], par_mode: int
) -> Iterator[Compte]:
    total = _ecritures(terrain, cale)
    pas = max(1, total // par_mode)
    for nom, numero, mode in modes:
        essais, phrases = 0, Counter[str]()
        for n in range(1 if par_mode > 1 else total // 2, total + 1, pas):
            terrain.neuf()
            fin = terrain.essayer(partial(cale.panne_armer, n, numero, mode))
            essais += 1
            if mode in (_TUER, _MOITIE_TUER):
                assert fin.code is None, fin
            elif fin.code not in REUSSI:
                assert fin.code == 4, fin
                phrases[dite(fin)] += 1
            terrain.verifier(fin)
        assert essais
        vu = f"sur {total} écritures ; {sum(phrases.values())} erreurs, toutes dites"
        yield Compte(f"{terrain.geste.nom}, {nom}", essais, vu)


def _ecritures(terrain: Terrain, cale: ctypes.CDLL) -> int:
    """How many things the gesture changes on disk."""
    ici = terrain.neuf()
    compteur = ici.parent / "vus"

    def faire_et_compter(dossier: Path) -> int:
        code = terrain.geste.faire(dossier)
        vus = cale.panne_vus()
        compteur.write_text(str(vus))
        return code

    enfant.attendre(enfant.partir(ici, faire_et_compter, partial(cale.panne_armer, -1, 0, 0)), ici)
    return int(compteur.read_text())


def _borne(terrain: Terrain, alea: random.Random, essais: int) -> Compte:
    """RLIMIT_FSIZE: no file grows beyond a size, from nothing to more than the gesture needs."""
    plus_gros = max(f.stat().st_size for f in terrain.travail.rglob("*") if f.is_file())
    dites = 0
    for rang in range(essais):
        terrain.neuf()
        octets = int((rang + alea.random()) * BORNE * plus_gros / essais)
        fin = terrain.essayer(partial(resource.setrlimit, resource.RLIMIT_FSIZE, (octets, octets)))
        if fin.code not in REUSSI:
            assert fin.code == 4, fin
            dites += bool(dite(fin))
        terrain.verifier(fin)
    return Compte(f"{terrain.geste.nom}, fichiers bornés (RLIMIT_FSIZE)", essais, f"{dites} erreurs, toutes dites")


def _petit_disque(terrain: Terrain, alea: random.Random, essais: int) -> Compte:
    """A tmpfs with a few pages more than the files that are there; the last try is on one that is read-only."""
    occupe = sum((f.stat().st_size + 4095) // 4096 * 4 + 4 for f in terrain.modele.rglob("*") if f.is_file())
    dites = 0
    for rang in range(essais):
        dernier = rang == essais - 1
        kio = occupe + (4096 if dernier else int(alea.uniform(0, 1) ** 2 * MARGE))
        shutil.rmtree(terrain.travail, ignore_errors=True)
        terrain.travail.mkdir()
        with _tmpfs(terrain.travail, kio):
            shutil.copytree(terrain.modele, terrain.travail, dirs_exist_ok=True)
            if dernier:
                subprocess.run(["mount", "-o", "remount,ro", str(terrain.travail)], check=True)
            fin = terrain.essayer(lambda: None)
            if fin.code not in REUSSI:
                assert fin.code == 4, fin
                dites += bool(dite(fin))
            if dernier:
                subprocess.run(["mount", "-o", "remount,rw", str(terrain.travail)], check=True)
            subprocess.run(["mount", "-o", f"remount,size={occupe + 8192}k", str(terrain.travail)], check=True)
            terrain.verifier(fin)
    return Compte(f"{terrain.geste.nom}, tmpfs plein ou en lecture seule", essais, f"{dites} erreurs, toutes dites")


@contextmanager
def _tmpfs(ou: Path, kio: int) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kio}k", "tmpfs", str(ou)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(ou)], check=True)
