"""`GET /v1/changements`: pages of what a structure sees, and a long poll when there is nothing new (SYNC)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from rafaelpro_tui.core.sync.fil import Page
from rafaelpro_tui.server.acces import Personne
from rafaelpro_tui.server.changements import PAGE_MAX, a_jour, changements
from rafaelpro_tui.server.etat import serveur

ATTENTE_MAX: Final = 30.0
"""Seconds of a long poll."""
_PAS: Final = 0.5
"""Seconds between two looks at the counter of a structure, while a reader waits: one row, by its key."""

routeur = APIRouter(tags=["changements"])


@routeur.get("/changements", summary="Ce qui a changé pour une structure depuis un curseur")
async def lire(
    request: Request,
    personne: Personne,
    structure: str,
    curseur: Annotated[str | None, Query(description="Celui de la page précédente ; aucun pour tout recevoir")] = None,
    limite: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 500,
    attente: Annotated[float, Query(ge=0, le=ATTENTE_MAX, description="Secondes à attendre un changement")] = 0.0,
) -> Page:
    """`fin` : rien de plus pour l’instant, et `empreinte` dit ce que le lecteur doit tenir.

    `complet` : le curseur ne servait plus (droits, époque) ; cette page est la première de tout.
    """
    ici = serveur(request)
    if curseur is not None and attente:
        await _attendre(request, structure, curseur, personne, attente)
    return await run_in_threadpool(
        ici.moteur.lire,
        lambda conn: changements(conn, structure, curseur, limite, personne, ici.horloge.maintenant()),
    )


async def _attendre(request: Request, structure: str, curseur: str, personne: str, secondes: float) -> None:
    """Until there is something to tell, the time is over, the reader has gone or the server is being stopped."""
    ici, reste = serveur(request), secondes
    while reste > 0 and not ici.arret.is_set() and not await request.is_disconnected():
        if not await run_in_threadpool(ici.moteur.lire, lambda conn: a_jour(conn, structure, curseur, personne)):
            return
        await asyncio.sleep(min(_PAS, reste))
        reste -= _PAS
