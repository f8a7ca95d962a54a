"""The file of a base: is it one, can it be written, and how a new one takes its name."""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rafaelpro_tui.core.erreurs import (
    BaseExistante,
    BaseIntrouvable,
    DisquePlein,
    FichierInaccessible,
    PasUneBase,
)

if TYPE_CHECKING:
    from rafaelpro_tui.core.store.cle import Cle

ENTETE = b"SQLite format 3\x00"
_ANNEXES = ("-wal", "-shm", "-journal")
ABANDON: Final = 3600.0
"""Seconds after which a file being made, in which nothing is written, is that of a program which was killed."""


def verifier(chemin: Path) -> Cle | None:
    """That `chemin` is a file that starts as a base does; its key when it is encrypted.

    Raises:
        BaseIntrouvable, PasUneBase, FichierInaccessible.
    """
    if chemin.is_dir():
        raise PasUneBase(f"« {chemin} » est un dossier, pas une base RafaelPro.", "Indiquez le fichier de la base.")
    with acces(chemin):
        # To open a named pipe would wait for whoever writes in it.
        if chemin.exists() and not chemin.is_file():
            raise PasUneBase(f"« {chemin} » n’est pas un fichier.", "Indiquez le fichier de la base.")
        try:
            with chemin.open("rb") as flux:
                debut = flux.read(len(ENTETE))
        except FileNotFoundError as erreur:
            raise BaseIntrouvable(f"La base « {chemin} » n’existe pas.") from erreur
    if not debut:
        raise PasUneBase(f"« {chemin} » est un fichier vide, pas une base RafaelPro.")
    if debut == ENTETE:
        return None
    from rafaelpro_tui.core.store.cle import trouver

    return trouver(chemin, debut)


def modifiable(chemin: Path) -> bool:
    """Whether the base can be written: its file, and its folder, where SQLite keeps its journal."""
    effectifs = os.access in os.supports_effective_ids
    return all(os.access(cible, os.W_OK, effective_ids=effectifs) for cible in (chemin, chemin.absolute().parent))


def en_suspens(chemin: Path) -> bool:
    """Whether changes wait beside the base, in a journal that only an opening with rights to write can take in."""
    for annexe in ("-wal", "-journal"):
        with suppress(FileNotFoundError):
            if chemin.with_name(chemin.name + annexe).stat().st_size:
                return True
    return False


@contextmanager
def en_chantier(chemin: Path, *, remplacer: bool) -> Iterator[Path]:
    """A new file beside `chemin`, of mode 0600, that becomes `chemin` if the block ends well and vanishes if not.

    Raises:
        BaseExistante (never with `remplacer`), FichierInaccessible, DisquePlein.
    """
    if not remplacer and os.path.lexists(chemin):
        raise _deja_la(chemin)
    if chemin.is_dir():
        raise FichierInaccessible(f"« {chemin} » est un dossier.", "Choisissez un nom de fichier.")
    if chemin.is_symlink():  # It stays one: what it leads to is replaced.
        chemin = Path(os.path.realpath(chemin))
    if chemin.exists() and not chemin.is_file():  # A device, a pipe: it would vanish under the new file.
        raise FichierInaccessible(f"« {chemin} » n’est pas un fichier ordinaire.", "Choisissez un nom de fichier.")
    import secrets  # heavy, and only for a base that is being made

    provisoire = chemin.with_name(f".{chemin.name}.{secrets.token_hex(6)}.tmp")
    with acces(chemin):
        _oter_les_abandonnes(chemin)
        os.close(os.open(provisoire, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            yield provisoire
            _sur_le_disque(provisoire)
            _nommer(provisoire, chemin, remplacer=remplacer)
            _sur_le_disque(chemin.absolute().parent)
        finally:
            for nom in ("", *_ANNEXES):
                provisoire.with_name(provisoire.name + nom).unlink(missing_ok=True)


def _oter_les_abandonnes(chemin: Path) -> None:
    """What a program that was killed left of the same file: nobody has written in it for long."""
    for provisoire in chemin.parent.glob(f".{glob.escape(chemin.name)}.{'[0-9a-f]' * 12}.tmp"):
        parties = [Path(f"{provisoire}{annexe}") for annexe in ("", *_ANNEXES)]
        with suppress(FileNotFoundError):  # The program was alive, and has just ended its work.
            ecrite = max(partie.stat().st_mtime for partie in parties if partie == provisoire or partie.exists())
            if ecrite < time.time() - ABANDON:
                for partie in parties:
                    partie.unlink(missing_ok=True)


@contextmanager
def acces(chemin: Path) -> Iterator[None]:
    """What the system says about `chemin` inside the block, as a typed `Erreur`."""
    try:
        yield
    except FileNotFoundError as erreur:
        raise FichierInaccessible(
            f"Le dossier « {chemin.absolute().parent} » n’existe pas.", "Créez-le, ou choisissez-en un autre."
        ) from erreur
    except PermissionError as erreur:
        raise FichierInaccessible(f"L’accès à « {chemin} » est refusé.") from erreur
    except OSError as erreur:
        if erreur.errno in (28, 122):  # ENOSPC, EDQUOT
            raise DisquePlein(f"Il n’y a plus de place sur le disque de « {chemin} ».") from erreur
        raise FichierInaccessible(f"« {chemin} » ne peut être ni lu ni écrit.") from erreur


def _nommer(provisoire: Path, chemin: Path, *, remplacer: bool) -> None:
    if remplacer:
        # The journal of the base that goes must not be taken for that of the one that comes.
        for annexe in _ANNEXES:
            chemin.with_name(chemin.name + annexe).unlink(missing_ok=True)
        provisoire.replace(chemin)
        return
    try:
        os.link(provisoire, chemin)  # unlike a rename, never replaces what another process has just made
    except FileExistsError as erreur:
        raise _deja_la(chemin) from erreur
    except OSError:  # a file system without links
        if os.path.lexists(chemin):
            raise _deja_la(chemin) from None
        provisoire.rename(chemin)


def _sur_le_disque(chemin: Path) -> None:
    with suppress(PermissionError):  # Windows does not open folders
        descripteur = os.open(chemin, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)


def _deja_la(chemin: Path) -> BaseExistante:
    return BaseExistante(f"« {chemin} » existe déjà.")
