"""What one running server holds, and how a route reaches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

from starlette.requests import HTTPConnection

from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.server.store.moteur import Moteur


@dataclass(frozen=True, slots=True, kw_only=True)
class Serveur:
    """`arret`: it is being stopped, nobody is to be kept waiting."""

    moteur: Moteur
    horloge: Horloge
    arret: Event = field(default_factory=Event)


def serveur(request: HTTPConnection) -> Serveur:
    ici: Serveur = request.app.state.serveur
    return ici
