"""`--filtre`: free words, and `clé:valeur` for the keys that a list knows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from rafaelpro_tui.commandes.syntaxe import Usage, suggestion

_CLE: Final = re.compile(r"([A-Za-zÀ-ÿ_]+)(:|<=|>=|=|<|>)(.*)", re.DOTALL)


def lire(texte: str | None, cles: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """The free words, and the value of each key given. `cles`: the keys known and what each may be (nothing: any).

    Raises:
        Usage: naming the key or the value.
    """
    libres: list[str] = []
    trouvees: dict[str, str] = {}
    for mot in _mots(texte or ""):
        trouve = _CLE.fullmatch(mot)
        if trouve is None:
            libres.append(mot)
            continue
        cle, signe, valeur = trouve.groups()
        if cle not in cles or signe != ":":
            connues = ", ".join(f"« {connue}: »" for connue in cles)
            raise Usage(
                f"Le filtre « {cle}{signe} » n’est pas connu de cette liste.",
                f"Écrivez des mots, ou employez {connues}.",
            )
        if cles[cle] and valeur not in cles[cle]:
            raise Usage(f"« {valeur} » n’est pas une valeur de « {cle}: ».", suggestion(valeur, cles[cle]))
        if cle in trouvees:
            raise Usage(f"Le filtre « {cle}: » est donné deux fois.", "Gardez-en un.")
        trouvees[cle] = valeur
    return " ".join(libres), trouvees


def _mots(texte: str) -> list[str]:
    """As a shell would cut them, but an apostrophe is a letter."""
    decoupe = shlex.shlex(texte, posix=True, punctuation_chars="")
    decoupe.whitespace_split = True
    decoupe.quotes = '"'
    decoupe.commenters = decoupe.escape = ""
    try:
        return list(decoupe)
    except ValueError:
        raise Usage("Le filtre ouvre un guillemet sans le fermer.", "Fermez-le, ou retirez-le.") from None
