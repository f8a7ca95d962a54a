"""`POST /v1/commandes`, and `GET /v1/commandes/{id}`: the stored answer, to settle what had no answer (SYNC)."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request

from rafaelpro_tui.core.sync.fil import Envoi, Reponse, Sort
from rafaelpro_tui.server import execution
from rafaelpro_tui.server.acces import Personne
from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.problemes import introuvable
from rafaelpro_tui.server.reception import recevoir

routeur = APIRouter(tags=["commandes"])


@routeur.post("/commandes", summary="Envoyer des commandes", response_model_exclude_none=True)
def envoyer(request: Request, envoi: Envoi, personne: Personne) -> Reponse:
    """Au plus 100 commandes, exécutées dans l’ordre, chacune dans sa transaction. Un sort par commande, dans l’ordre.

    La même commande renvoyée, avec le même `id`, reçoit sa première réponse, et `rejoue`.
    """
    ici = serveur(request)
    return recevoir(ici.moteur, ici.horloge, envoi, personne)


@routeur.get("/commandes/{id}", summary="La réponse gardée d’une commande", response_model_exclude_none=True)
def relire(request: Request, id: UUID, personne: Personne) -> Sort:
    """404 tant que le serveur n’a pas vu cette commande."""
    sort = serveur(request).moteur.lire(lambda conn: execution.relire(conn, str(id), personne))
    if sort is None:
        raise introuvable("Commande")
    return sort
