"""From the driver's exceptions to sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage
from typing import Final

from rafaelpro_tui.core.erreurs import (
    BaseAbimee,
    BaseEnLectureSeule,
    BaseFermee,
    BaseOccupee,
    DisquePlein,
    Erreur,
    FichierInaccessible,
    PasUneBase,
)
from rafaelpro_tui.core.store import driver

_ILLISIBLES: Final = ("decode to UTF-8", "parse error in", "malformed", "vtable constructor")
"""What the driver says, without a code of its own, of a text that is none, or of a schema which no longer reads."""
_INDEX: Final = 32 * 1024
"""Bytes by which SQLite lengthens the index of a WAL."""


@contextmanager
def traduites(chemin: Path) -> Iterator[None]:
    """What SQLite says about the base `chemin` inside the block, as a typed `Erreur`.

    A broken constraint is left as it is (`driver.IntegrityError`): it is about a value, and who writes it knows which.
    """
    try:
        yield
    except driver.Error as erreur:
        traduite = _traduire(erreur, chemin)
        if traduite is None:
            raise
        raise traduite from erreur
    except UnicodeDecodeError as erreur:  # text in the file, or in what SQLite says of it
        raise _abimee(chemin) from erreur


def _traduire(erreur: Exception, chemin: Path) -> Erreur | None:
    base = f"La base « {chemin} »"
    match driver.code(erreur):
        case driver.BUSY | driver.LOCKED:
            return BaseOccupee(
                f"{base} est occupée par un autre programme depuis plus de {driver.ATTENTE:.0f} secondes."
            )
        case driver.READONLY:
            return BaseEnLectureSeule(f"{base} ne peut être que lue.")
        case driver.CORRUPT:
            return _abimee(chemin)
        case driver.NOTADB:
            return PasUneBase(f"« {chemin} » n’est pas une base RafaelPro.")
        case driver.FULL:
            return _plein(chemin)
        case driver.CANTOPEN | driver.PERM:
            return FichierInaccessible(f"{base} ne peut pas être ouverte.")
        case driver.IOERR if _sans_place(chemin):  # that of the index of the WAL, which an opening makes
            return _plein(chemin)
        case driver.IOERR:
            return FichierInaccessible(
                f"{base} ne peut plus être lue ou écrite : le disque ne répond pas.",
                "Vérifiez le disque ou le réseau, puis rouvrez la base ; ce qui était confirmé y est.",
            )
        case driver.INTERRUPT:
            return BaseFermee(f"{base} a été fermée pendant une lecture.")
        case 0 | driver.ERROR if any(dit in str(erreur) for dit in _ILLISIBLES):
            return _abimee(chemin)
        case _:
            return None


def _abimee(chemin: Path) -> BaseAbimee:
    return BaseAbimee(f"La base « {chemin} » est abîmée : son contenu ne peut pas être lu.")


def _plein(chemin: Path) -> DisquePlein:
    return DisquePlein(f"Il n’y a plus de place sur le disque de la base « {chemin} ».")


def _sans_place(chemin: Path) -> bool:
    """Whether the disk cannot take the smallest index of a WAL."""
    try:
        return disk_usage(chemin.absolute().parent).free < _INDEX
    except OSError:
        return False
