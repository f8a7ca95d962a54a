"""`GET /v1/sante/vif`: the process answers. `GET /v1/sante/pret`: its base does too, and is of the right schema."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.problemes import Anomalie
from rafaelpro_tui.server.store import migrations

routeur = APIRouter(tags=["santé"])


@routeur.get("/sante/vif", summary="Le serveur tourne")
def vif() -> dict[str, str]:
    return {"etat": "vif"}


@routeur.get("/sante/pret", summary="Le serveur peut servir")
def pret(request: Request) -> dict[str, str]:
    """Not ready (503) is for a balancer: send requests elsewhere."""
    trouvee = migrations.version(serveur(request).moteur)
    if trouvee != migrations.derniere():
        raise Anomalie(
            503,
            "schema",
            "La base n’est pas à la version de ce serveur.",
            "Lancez « rafaelpro-tui serveur migrer » avec la dernière version.",
        )
    return {"etat": "prêt", "schema": trouvee or ""}
