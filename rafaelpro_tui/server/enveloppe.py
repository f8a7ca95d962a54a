"""What surrounds every request: its size, its line in the log, the compression of its answer (ASGI).

The log names a request by the pattern of its address (`/v1/commandes/{id}`), never by the address, and holds nothing of
what was sent or answered.
"""

from __future__ import annotations

import gzip
import logging
import time
from typing import Final

import zstandard
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_journal = logging.getLogger(__name__)

OCTETS_MAX: Final = 4_000_000
"""Bytes of a request; the flows bring files, and count theirs themselves."""
_FLUX: Final = "/v1/flux/"
COMPRESSER: Final = 1_000
"""Bytes from which an answer is compressed."""


class Taille:
    """Refuses (413) a body beyond `OCTETS_MAX`, where it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_FLUX):
            await self._app(scope, receive, send)
            return
        lus = 0

        async def recevoir() -> Message:
            nonlocal lus
            message = await receive()
            lus += len(message.get("body", b""))
            if lus > OCTETS_MAX:
                raise HTTPException(413, headers={"Connection": "close"})
            return message

        await self._app(scope, recevoir, send)


class Demandes:
    """One line of the log for each request that was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        depart, statut = time.perf_counter(), 500

        async def envoyer(message: Message) -> None:
            nonlocal statut
            if message["type"] == "http.response.start":
                statut = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, envoyer)
        finally:
            _journal.info(
                "demande",
                extra={
                    "methode": scope["method"],
                    "adresse": getattr(scope.get("route"), "path", "inconnue"),
                    "statut": statut,
                    "ms": round(1000 * (time.perf_counter() - depart), 1),
                },
            )


class Compression:
    """JSON by zstd, else gzip, as the reader accepts; answers here are whole, none is streamed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        codage = _codage(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" else None
        if codage is None:
            await self._app(scope, receive, send)
            return
        debut: Message | None = None

        async def envoyer(message: Message) -> None:
            nonlocal debut
            if message["type"] == "http.response.start":
                debut = message
                return
            if debut is None:
                await send(message)
                return
            depart, debut = debut, None
            entetes = MutableHeaders(raw=depart["headers"])
            entetes.add_vary_header("Accept-Encoding")
            corps = message.get("body", b"")
            if len(corps) >= COMPRESSER and entetes.get("content-type", "").startswith("application/json"):
                message["body"] = corps = _comprimer(codage, corps)
                entetes["Content-Encoding"], entetes["Content-Length"] = codage, str(len(corps))
            await send(depart)
            await send(message)

        await self._app(scope, receive, envoyer)


def _codage(acceptes: str) -> str | None:
    """The best of what is accepted; « zstd;q=0 » is a refusal."""
    noms = {
        nom.strip().lower()
        for nom, _, qualite in (partie.partition(";") for partie in acceptes.split(","))
        if qualite.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    }
    return next((nom for nom in ("zstd", "gzip") if nom in noms), None)


def _comprimer(codage: str, corps: bytes) -> bytes:
    if codage == "zstd":
        return zstandard.ZstdCompressor().compress(corps)
    return gzip.compress(corps, compresslevel=5, mtime=0)
