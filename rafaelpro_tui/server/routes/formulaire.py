"""What the pages of the server share: who asks, from where, and how an answer is given."""

from __future__ import annotations

from math import ceil
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.server import page

CHAMP_MAX: Final = 300
"""Characters of a field."""
FAUX: Final = "L’adresse, le mot de passe ou le code à six chiffres n’est pas le bon."


def adresse(request: Request) -> str:
    """The network's."""
    return request.client.host if request.client else ""


def patience(secondes: float) -> str:
    return f"Trop d’essais : attendez {pluriel(max(1, ceil(secondes / 60)), 'minute')}, puis recommencez."


def html(texte: str, statut: int = 200) -> HTMLResponse:
    return HTMLResponse(texte, statut, headers=page.EN_TETES)
