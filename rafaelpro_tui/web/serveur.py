"""textual-serve held to this machine: it has no authentication, and gives the app, and its base, to who reaches it.

Listening on loopback is not enough: a page of another site, open in the same browser, may send requests there, and DNS
rebinding gives it a name of its own for 127.0.0.1. So the Host that is asked for must be ours, and so must the Origin.
"""

from __future__ import annotations

import asyncio
import shlex
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.resources import files
from typing import Final

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

HOTE: Final = "127.0.0.1"
ENTETES: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def servir(commande: Sequence[str], prise: socket.socket, pret: Callable[[str], None]) -> None:
    """Serve the app that `commande` starts, one process for each tab, until Ctrl+C; `pret` is told the address."""
    asyncio.run(_servir(commande, prise, pret))


async def _servir(commande: Sequence[str], prise: socket.socket, pret: Callable[[str], None]) -> None:
    port = prise.getsockname()[1]
    coureur = web.AppRunner(application(commande, port), shutdown_timeout=1.0)
    await coureur.setup()
    try:
        await web.SockSite(coureur, prise).start()
        arret = asyncio.Event()
        with suppress(NotImplementedError):  # Windows: Ctrl+C is then a KeyboardInterrupt
            for signe in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(signe, arret.set)
        pret(f"http://{HOTE}:{port}/")
        await arret.wait()
    finally:
        await coureur.cleanup()


def application(commande: Sequence[str], port: int) -> web.Application:
    """What answers on `port`: the page, what it loads, its websocket; to nobody but this machine's own browser."""
    serveur = Server(shlex.join(commande), host=HOTE, port=port, title="RafaelPro")
    app = web.Application(middlewares=[gardien(port)])
    aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(str(files("rafaelpro_tui.web"))))
    app.add_routes(
        [
            web.get("/", serveur.handle_index, name="index"),
            web.get("/ws", serveur.handle_websocket, name="websocket"),
            web.get("/download/{key}", serveur.handle_download, name="download"),
            web.static("/static", serveur.statics_path, name="static"),
        ]
    )
    return app


def gardien(port: int) -> Middleware:
    """Refuse another Host, another Origin, and a websocket that says none: a browser always says it."""
    hotes = {f"{nom}:{port}" for nom in (HOTE, "localhost")}
    origines = {f"http://{hote}" for hote in hotes}

    @web.middleware
    async def garder(request: web.Request, handler: Handler) -> web.StreamResponse:
        origine = request.headers.get("Origin")
        if request.host not in hotes:
            raise web.HTTPForbidden(text="Cette adresse n’est pas celle de RafaelPro.\n", headers=ENTETES)
        if (origine is not None or request.path == "/ws") and origine not in origines:
            raise web.HTTPForbidden(text="Cette page n’a pas le droit d’ouvrir RafaelPro.\n", headers=ENTETES)
        reponse = await handler(request)
        if not reponse.prepared:
            reponse.headers.update(ENTETES)
        return reponse

    return garder
