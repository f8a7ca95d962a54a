"""A child of this process that does one thing in a folder: warm, so that a kill falls on the work, not on imports."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

INATTENDU = 99
SORTIE, ERREURS = "sortie.txt", "erreurs.txt"
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Fin:
    """How it ended: its exit code, None when it was killed; what it had written."""

    code: int | None
    sortie: bytes
    erreurs: str


def partir(dossier: Path, faire: Callable[[Path], int], arme: Callable[[], object] = lambda: None) -> int:
    """Start it; its process id. Its XDG folders are under `dossier`, its output beside it; `arme` runs in it first."""
    for nom in (SORTIE, ERREURS):
        (dossier.parent / nom).write_bytes(b"")
    pid = os.fork()
    if pid:
        return pid
    code = INATTENDU
    try:
        for numero, nom in ((1, SORTIE), (2, ERREURS)):
            os.dup2(os.open(dossier.parent / nom, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), numero)
        sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
        for nom in ("DATA", "CONFIG", "CACHE", "STATE"):
            os.environ[f"XDG_{nom}_HOME"] = str(dossier / "xdg" / nom.lower())
        arme()
        code = faire(dossier)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def attendre(pid: int, dossier: Path) -> Fin:
    """Its end; a minute without one is a hang."""
    limite = time.monotonic() + PATIENCE
    while (attendu := os.waitpid(pid, os.WNOHANG)) == (0, 0):
        if time.monotonic() > limite:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
            raise AssertionError(f"rien en {PATIENCE:.0f} s")
        time.sleep(0.001)
    code = os.waitstatus_to_exitcode(attendu[1])
    ecrits = [(dossier.parent / nom).read_bytes() for nom in (SORTIE, ERREURS)]
    return Fin(None if code < 0 else code, ecrits[0], ecrits[1].decode(errors="replace"))
