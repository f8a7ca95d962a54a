"""The bytes of a catalogue, plain or gzipped, by blocks: what is read is never more than what is needed at once."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee

BLOC: Final = 64 * 1024
_GZIP: Final = b"\x1f\x8b"
_BOMBE_DES: Final = 64 * 1024 * 1024
_BOMBE_RAPPORT: Final = 250
"""A catalogue is never that repetitive; a gzip bomb reaches 1,000 times its size."""

Progress = Callable[[int, int], None]
"""Called with the bytes of the file read so far, and its size."""


def blocs(chemin: Path, progress: Progress | None = None) -> Iterator[bytes]:
    """The content of `chemin` by blocks of 64 KiB; gzip is recognised by its first bytes, not by its name.

    Raises:
        FichierInaccessible; SaisieMalformee: a truncated or damaged archive, or a gzip bomb.
    """
    try:
        taille = chemin.stat().st_size
        with chemin.open("rb") as fichier:
            comprime = fichier.read(2) == _GZIP
            fichier.seek(0)
            yield from _lire(chemin, fichier, comprime, taille, progress)
    except FileNotFoundError:
        raise FichierInaccessible(f"Le fichier « {chemin} » n’existe pas.", "Vérifiez son chemin.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise SaisieMalformee(
            f"L’archive « {chemin.name} » est tronquée ou abîmée.",
            "Téléchargez-la de nouveau : rien n’a été importé.",
        ) from None
    except OSError as erreur:
        raise FichierInaccessible(f"Le fichier « {chemin} » ne peut pas être lu.") from erreur


def _lire(chemin: Path, fichier: IO[bytes], comprime: bool, taille: int, progress: Progress | None) -> Iterator[bytes]:
    flux: IO[bytes] = gzip.GzipFile(fileobj=fichier) if comprime else fichier  # type: ignore[assignment]
    lus = 0
    while bloc := flux.read(BLOC):
        lus += len(bloc)
        if comprime and lus > _BOMBE_DES and lus > _BOMBE_RAPPORT * taille:
            raise SaisieMalformee(
                f"L’archive « {chemin.name} » se décompresse sans fin : plus de {_BOMBE_RAPPORT} fois sa taille.",
                "Vérifiez d’où elle vient ; si elle est sûre, décompressez-la puis importez le fichier XML.",
            )
        if progress is not None:
            progress(fichier.tell(), taille)
        yield bloc
