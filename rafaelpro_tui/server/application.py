"""The application: its routes, its errors, what it starts and stops."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from rafaelpro_tui import __version__
from rafaelpro_tui.core.horloge import Horloge, HorlogeSysteme
from rafaelpro_tui.server import openapi, problemes
from rafaelpro_tui.server.enveloppe import Compression, Demandes, Taille
from rafaelpro_tui.server.etat import Serveur
from rafaelpro_tui.server.horloges import Horloges
from rafaelpro_tui.server.reglages_flux import ReglagesFlux
from rafaelpro_tui.server.routes import appareil, changements, commandes, flux, jetons, moi, mot_de_passe, sante
from rafaelpro_tui.server.store.moteur import Moteur

_DESCRIPTION = """La vérité partagée des candidatures : les applications y envoient des commandes, en lisent les effets.

Tout ce que l’API refuse est un `application/problem+json` (RFC 9457) avec une phrase en français et son remède."""


def creer(moteur: Moteur, *, horloge: Horloge | None = None, reglages: ReglagesFlux | None = None) -> FastAPI:
    """The server on one base, which is of the last schema. The base is closed with the application.

    Its clocks run with it, by `reglages`; without, they do not.
    """
    heure = horloge or HorlogeSysteme()
    horloges = None if reglages is None else Horloges(moteur, heure, reglages)

    @asynccontextmanager
    async def vie(_: FastAPI) -> AsyncIterator[None]:
        if horloges is not None:
            horloges.demarrer()
        yield
        if horloges is not None:
            await run_in_threadpool(horloges.arreter)
        moteur.fermer()

    app = FastAPI(
        title="RafaelPro",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=vie,
        docs_url=None,
        redoc_url=None,
    )
    app.state.serveur = Serveur(moteur=moteur, horloge=heure)
    for enveloppe in (Taille, Compression, Demandes):  # the last is the outermost
        app.add_middleware(enveloppe)
    problemes.installer(app)
    for route in (appareil, jetons, moi, commandes, changements, flux, sante):
        app.include_router(route.routeur, prefix="/v1", dependencies=[Depends(problemes.cles_connues)])
    for pages in (appareil.pages, mot_de_passe.pages):
        app.include_router(pages)
    openapi.completer(app)
    return app
