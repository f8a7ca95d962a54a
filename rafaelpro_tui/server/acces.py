"""Whose token it is. A token says who comes in, never what they may do: rights are read from the tables each time."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection

from rafaelpro_tui.server.etat import Serveur, serveur
from rafaelpro_tui.server.problemes import Anomalie, non_connecte
from rafaelpro_tui.server.store import jetons

PORTEES: Final = ("lheo", "candidatures", "annulations", "transmissions")
"""What a flow account may be allowed: the roads under `/v1/flux`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acces:
    """A user, or a flow account with what it may use. `jeton` is the key of the token's row, for who signs out."""

    utilisateur: str | None = None
    flux: str | None = None
    portees: tuple[str, ...] = ()
    jeton: str = ""


def empreinte(jeton: str) -> str:
    """Tokens are kept hashed: who reads the base cannot come in with what they read."""
    return sha256(jeton.encode()).hexdigest()


def reconnaitre(conn: Connection, jeton: str, secondes: float) -> Acces | None:
    """Who a token stands for; None when it is unknown, revoked or past its time."""
    trouve = jetons.lire(conn, empreinte(jeton), secondes)
    if trouve is None:
        return None
    portees = PORTEES if trouve.portees is None else tuple(trouve.portees.split())
    return Acces(utilisateur=trouve.utilisateur, flux=trouve.flux, portees=portees, jeton=trouve.empreinte)


_porteur = HTTPBearer(auto_error=False, description="Jeton d’accès de `POST /v1/jetons`, opaque, de 15 minutes.")


def identifie(request: Request, recu: Annotated[HTTPAuthorizationCredentials | None, Depends(_porteur)]) -> Acces:
    """The dependency of every route that is not public.

    Raises:
        Anomalie: 401.
    """
    if recu is None:
        raise non_connecte()
    ici: Serveur = serveur(request)
    acces = ici.moteur.lire(lambda conn: reconnaitre(conn, recu.credentials, ici.horloge.secondes()))
    if acces is None:
        raise non_connecte()
    return acces


Identifie = Annotated[Acces, Depends(identifie)]


async def utilisateur(acces: Identifie) -> str:
    """The dependency of the routes of persons: a flow account has no business there.

    Like all that asks nothing of the base, a coroutine: a function would go through a thread.
    """
    if acces.utilisateur is None:
        raise Anomalie(403, "compte", "Cette adresse est celle des personnes.", "Employez un compte d’utilisateur.")
    return acces.utilisateur


async def compte_de_flux(request: Request, acces: Identifie) -> str:
    """The dependency of `/flux`: the name of the flow account, which may use this one."""
    if acces.flux is None:
        raise Anomalie(403, "compte", "Cette adresse est celle des flux.", "Employez un compte de flux.")
    if (portee := request.url.path.split("/")[3]) not in acces.portees:
        detail = f"Le compte de flux « {acces.flux} » n’a pas accès à « {portee} »."
        raise Anomalie(403, "portee", detail, "Demandez une clé qui l’ait à qui administre le serveur.")
    return acces.flux


Personne = Annotated[str, Depends(utilisateur)]
Flux = Annotated[str, Depends(compte_de_flux)]
