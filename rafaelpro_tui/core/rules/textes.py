"""AVI-8 and DON-1: what a free text may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from rafaelpro_tui.core.rules.decision import Avertissement, Refus
from rafaelpro_tui.core.rules.phrases import accorde, guillemets

COMMENTAIRE_MAX: Final = 250
RAISON_MAX: Final = 500

# Sex, year, month (or the pseudo-months of INSEE), département or Corsica, commune, order; the key when it is typed.
_NIR: Final = re.compile(
    r"(?<!\d)([1-478])[ .\-\u00a0\u202f]?(\d{2})[ .\-\u00a0\u202f]?(0[1-9]|1[0-2]|[2-9]\d)[ .\-\u00a0\u202f]?"
    r"(\d{2}|2[AaBb])[ .\-\u00a0\u202f]?(\d{3})[ .\-\u00a0\u202f]?(\d{3})(?:[ .\-\u00a0\u202f]?(\d{2}))?(?!\d)"
)
_CLE: Final = 97


def propre(texte: str) -> str:
    """The text as it is kept and counted: NFC, one kind of line break, no blanks around."""
    return unicodedata.normalize("NFC", texte.replace("\r\n", "\n")).strip()


def longueur(texte: str) -> int:
    """AVI-8: code points after NFC, the one count that Python and SQL share."""
    return len(propre(texte))


def refus_texte(champ: str, texte: str, maximum: int) -> Iterator[Refus]:
    """AVI-8: too long, or a control character other than a line break."""
    net = propre(texte)
    if len(net) > maximum:
        yield Refus(
            "AVI-8",
            f"Le champ {guillemets(champ)} compte {len(net)} caractères, pour {maximum} au plus.",
            f"Raccourcissez-le de {accorde(len(net) - maximum, 'caractère', 'caractères')}.",
        )
    if (fautif := caractere_de_controle(texte)) is not None:
        yield Refus(
            "AVI-8",
            f"Le champ {guillemets(champ)} contient le caractère de contrôle U+{ord(fautif):04X}.",
            "Effacez ce caractère ; seuls les retours à la ligne sont admis.",
        )


def caractere_de_controle(texte: str) -> str | None:
    """The first control character (or lone surrogate) other than a line break, at the edges too."""
    lignes = texte.replace("\r\n", "\n")
    return next((c for c in lignes if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")), None)


def avertissements_texte(champ: str, texte: str) -> Iterator[Avertissement]:
    """DON-1: a NIR must not be kept; a warning only, as a false positive must not block an avis."""
    if any(_nir_plausible(trouve) for trouve in _NIR.finditer(texte)):
        yield Avertissement(
            "DON-1",
            f"Le champ {guillemets(champ)} semble contenir un numéro de sécurité sociale : effacez-le, "
            "il ne doit pas être conservé.",
        )


def _nir_plausible(trouve: re.Match[str]) -> bool:
    *corps, cle = trouve.groups()
    if cle is None:
        return True
    chiffres = "".join(corps).upper()
    valeur = int(chiffres.replace("2A", "19").replace("2B", "18")) if not chiffres.isdigit() else int(chiffres)
    return _CLE - valeur % _CLE == int(cle)
