"""The key of an encrypted base (SQLCipher): 32 random bytes in the keyring, found by the salt that opens the file.

The key is raw: nothing is derived from a password, so that opening costs nothing more (ARCHITECTURE).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from rafaelpro_tui.core import trousseau
from rafaelpro_tui.core.erreurs import PasUneBase
from rafaelpro_tui.core.store.driver import PAGE

SEL: Final = 16
"""Bytes of salt at the head of an encrypted file, where a base in clear says « SQLite format 3 »."""

_ABIMEE: Final = " Si elle est abîmée, remettez une sauvegarde avec « rafaelpro-tui restaurer »."


@dataclass(frozen=True, slots=True)
class Cle:
    """Of one file. Its `repr` does not tell the secret."""

    sel: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"Cle({self.sel.hex()})"

    @classmethod
    def nouvelle(cls) -> Self:
        """A new key, already in the keyring. Raises `TrousseauAbsent`."""
        cle = cls(secrets.token_bytes(SEL), secrets.token_bytes(32))
        trousseau.ecrire(_nom(cle.sel), cle.secret.hex())
        return cle

    @property
    def pragma(self) -> str:
        """As `PRAGMA key` takes it: key and salt."""
        return f"x'{self.secret.hex()}{self.sel.hex()}'"

    def retenir(self) -> None:
        """A copy opens with it too: the base may go back to clear, the key stays. Raises `TrousseauAbsent`."""
        trousseau.ecrire(_nom_des_copies(self.sel), "oui")

    def oublier(self) -> bool:
        """Once the base is not encrypted with it any more; whether it is forgotten. Raises `TrousseauAbsent`."""
        if trousseau.lire(_nom_des_copies(self.sel)) is not None:
            return False
        trousseau.oublier(_nom(self.sel))
        return True


def trouver(chemin: Path, debut: bytes) -> Cle:
    """The key of `chemin`, a file whose first bytes are not those of a base in clear.

    Raises:
        PasUneBase: it is another file; or it is encrypted, and its key is not in this keyring.
    """
    if len(debut) < SEL or chemin.stat().st_size % PAGE:
        raise PasUneBase(f"« {chemin} » n’est pas une base RafaelPro.")
    try:
        secret = trousseau.lire(_nom(debut[:SEL]))
    except trousseau.TrousseauAbsent as erreur:
        raise PasUneBase(
            f"« {chemin} » n’est pas une base RafaelPro, ou est chiffrée et le trousseau de clés ne répond pas.",
            "Si c’est une base chiffrée, ouvrez le trousseau de clés de votre session, puis recommencez." + _ABIMEE,
        ) from erreur
    if secret is None:
        raise PasUneBase(
            f"« {chemin} » n’est pas une base RafaelPro, ou est chiffrée et sa clé n’est pas dans votre trousseau.",
            "Si c’est une base chiffrée, ouvrez-la dans la session et sur l’ordinateur où elle a été créée." + _ABIMEE,
        )
    return Cle(debut[:SEL], bytes.fromhex(secret))


def _nom(sel: bytes) -> str:
    return f"base:{sel.hex()}"


def _nom_des_copies(sel: bytes) -> str:
    return f"copies:{sel.hex()}"
