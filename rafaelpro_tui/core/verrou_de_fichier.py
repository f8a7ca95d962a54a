"""One at a time, over the programs of this computer: the lock of a file, given back if its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def verrou(fichier: Path) -> Iterator[None]:
    """Hold `fichier`, made if it is not there; waits for who holds it, in this process or another.

    Raises:
        OSError: the folder cannot be written in.
    """
    descripteur = os.open(fichier, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _prendre(descripteur)
        yield
    finally:
        os.close(descripteur)  # which gives the lock back


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _prendre(descripteur: int) -> None:
        msvcrt.locking(descripteur, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _prendre(descripteur: int) -> None:
        fcntl.flock(descripteur, fcntl.LOCK_EX)
