"""How refusals and warnings say dates and quantities in French."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

NBSP: Final = "\N{NO-BREAK SPACE}"
CITATION_MAX: Final = 80
_CHIFFRES_LISIBLES: Final = 16
_INVISIBLE: Final = "\N{REPLACEMENT CHARACTER}"


def jour(valeur: date) -> str:
    return f"{valeur:%d/%m/}{valeur.year:04}"


def nombre(valeur: Decimal) -> str:
    """« 1,5 »: decimal comma, no trailing zeros; an exponent only for what nobody could read (« 1e+5000 »)."""
    if not valeur.is_finite():
        return "∞"
    if valeur == 0:
        return "0"
    if not -_CHIFFRES_LISIBLES < valeur.adjusted() < _CHIFFRES_LISIBLES:
        return f"{valeur:.3g}".replace(".", ",")
    texte = f"{valeur:f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return _abrege(texte.replace(".", ","))


def guillemets(texte: str) -> str:
    """What was typed or stored, quoted: short enough to be read, and with nothing that cannot be seen or stored."""
    visible = (c if c.isprintable() or unicodedata.category(c) == "Zs" else _INVISIBLE for c in _abrege(texte))
    return f"«{NBSP}{''.join(visible)}{NBSP}»"


def accorde(n: int, singulier: str, pluriel: str) -> str:
    """« 0 retenue », « 1 retenue », « 2 retenues »: in French the plural starts at two."""
    return f"{n}{NBSP}{singulier if abs(n) < 2 else pluriel}"


def _abrege(texte: str) -> str:
    return texte if len(texte) <= CITATION_MAX else f"{texte[: CITATION_MAX - 1]}…"
