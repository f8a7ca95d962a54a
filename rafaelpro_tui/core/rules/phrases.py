"""How refusals and warnings say dates and quantities in French."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

NBSP = "\u00a0"


def jour(valeur: date) -> str:
    return f"{valeur:%d/%m/}{valeur.year:04}"


def nombre(valeur: Decimal) -> str:
    """« 1,5 » : decimal comma, no trailing zeros, no exponent."""
    texte = f"{valeur:f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return texte.replace(".", ",")


def guillemets(texte: str) -> str:
    return f"«{NBSP}{texte}{NBSP}»"


def jours(n: int) -> str:
    """« 0 jour », « 1 jour », « 2 jours »."""
    return f"{n}{NBSP}jour{'s' if abs(n) >= 2 else ''}"
