"""`GET /v1/moi`: whose token it is, and for which structures they may act (DRT-7)."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rafaelpro_tui.core.sync.fil import Moi
from rafaelpro_tui.server.acces import Personne
from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.problemes import non_connecte
from rafaelpro_tui.server.store import personnes

routeur = APIRouter(tags=["compte"])


@routeur.get("/moi", summary="La personne connectée, ses structures et ses droits")
def moi(request: Request, personne: Personne) -> Moi:
    lu = serveur(request).moteur.lire(lambda conn: personnes.moi(conn, personne))
    if lu is None:  # gone since the token was given
        raise non_connecte()
    return lu
