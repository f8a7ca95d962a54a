"""A witness in a stored JSON object: the CRC-32 of its text, as a last key that its readers leave aside.

What a disk gives back with a bit changed may still be a JSON object: an answer, an image that an undo would put back.
"""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

_CLE: Final = "crc32"
_FIN: Final = re.compile(r',"crc32":"([0-9a-f]{8})"\}$')


def avec(texte: str) -> str:
    """The object `texte`, which is not empty, with its witness."""
    return f'{texte[:-1]},"{_CLE}":"{crc32(texte.encode()):08x}"}}'


def fidele(texte: str) -> bool:
    """Whether the object is what it was when written; one without witness, of an older version, cannot be told."""
    fin = _FIN.search(texte)
    if fin is None:
        return True
    return crc32(f"{texte[: fin.start()]}}}".encode()) == int(fin[1], 16)
