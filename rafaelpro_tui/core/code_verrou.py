"""The code that unlocks the screen: kept hashed (scrypt) in the keyring of the session, never in a file of ours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from rafaelpro_tui.core import trousseau
from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.texte import pluriel

LONGUEUR_MIN: Final = 4
LONGUEUR_MAX: Final = 200
_NOM: Final = "verrou"
_COUT: Final = {"n": 2**14, "r": 8, "p": 1}
"""Some 50 ms, 16 MB: a code of four figures is guessed by who reads the keyring, whatever the cost."""


def choisir(code: str) -> None:
    """Keep this code. Raises `SaisieMalformee` (too short or too long), `TrousseauAbsent`."""
    if not LONGUEUR_MIN <= len(code) <= LONGUEUR_MAX:
        raise SaisieMalformee(
            f"Le code a {pluriel(len(code), 'caractère')} : il en faut de {LONGUEUR_MIN} à {LONGUEUR_MAX}.",
            "Choisissez-en un autre.",
        )
    sel = secrets.token_bytes(16)
    trousseau.ecrire(_NOM, f"{sel.hex()}:{_condenser(code, sel).hex()}")


def existe() -> bool:
    """Raises `TrousseauAbsent`."""
    return trousseau.lire(_NOM) is not None


def oter() -> None:
    """Raises `TrousseauAbsent`."""
    trousseau.oublier(_NOM)


def est(code: str) -> bool:
    """Whether this is the code. Raises `TrousseauAbsent`."""
    sel, _, attendu = (trousseau.lire(_NOM) or "").partition(":")
    return bool(attendu) and hmac.compare_digest(_condenser(code, bytes.fromhex(sel)).hex(), attendu)


def _condenser(code: str, sel: bytes) -> bytes:
    return hashlib.scrypt(code.encode("utf-8", "replace"), salt=sel, dklen=32, **_COUT)
