"""`POST /v1/jetons` (RFC 6749 and 8628), `DELETE /v1/jetons`: signing out, here or everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from rafaelpro_tui.core.model import FORBID_EXTRA
from rafaelpro_tui.core.sync.fil import Jetons
from rafaelpro_tui.server import appareil, jetons
from rafaelpro_tui.server.acces import Identifie, Personne
from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.problemes import MEDIA

APPAREIL: Final = "urn:ietf:params:oauth:grant-type:device_code"
_ERREURS: Final = {
    "authorization_pending": "La personne n’a pas encore répondu.",
    "slow_down": "Les questions sont trop rapprochées.",
    "access_denied": "La personne a refusé.",
    "expired_token": "Ce code n’est plus valable.",
    "invalid_grant": "Ce jeton n’est plus valable.",
    "invalid_request": "Il manque un code ou un jeton.",
}

routeur = APIRouter(tags=["connexion"])


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeJetons:
    """One of the two: a device code that was approved, or a refresh token."""

    grant_type: Literal["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"]
    device_code: str | None = None
    refresh_token: str | None = None
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@routeur.post("/jetons", summary="Obtenir ou renouveler des jetons", response_model=Jetons)
def donner(request: Request, reponse: Response, demande: DemandeJetons) -> Jetons | Response:
    """Un refus est un `application/problem+json` qui porte aussi `error`, dans les mots de la RFC."""
    reponse.headers["Cache-Control"] = "no-store"
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    if demande.grant_type == APPAREIL:
        secret = demande.device_code
        if secret is None:
            return _erreur("invalid_request")
        obtenu = ici.moteur.ecrire(lambda conn: appareil.echanger(conn, secret, secondes))
        return _erreur(obtenu) if isinstance(obtenu, str) else obtenu
    ancien = demande.refresh_token
    if ancien is None:
        return _erreur("invalid_request")
    return ici.moteur.ecrire(lambda conn: jetons.renouveler(conn, ancien, secondes)) or _erreur("invalid_grant")


@routeur.delete("/jetons", summary="Se déconnecter, ici ou partout", status_code=204)
def retirer(
    request: Request,
    acces: Identifie,
    _: Personne,  # the key of a flow is closed where it was made
    partout: Annotated[bool, Query(description="Tous les ordinateurs de la personne")] = False,
) -> None:
    serveur(request).moteur.ecrire(lambda conn: jetons.fermer(conn, acces.jeton, partout=partout))


def _erreur(erreur: str) -> Response:
    corps = {
        "type": f"urn:rafaelpro-tui:probleme:{erreur}",
        "title": "Pas de jetons",
        "status": 400,
        "detail": _ERREURS[erreur],
        "remede": "Demandez un nouveau code pour vous connecter." if erreur != "authorization_pending" else "",
        "error": erreur,
    }
    return JSONResponse(corps, 400, media_type=MEDIA, headers={"Cache-Control": "no-store"})
