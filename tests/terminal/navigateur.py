"""A real headless Chromium, driven by its DevTools protocol: what it is sent on its websocket is read through pyte."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1280,800",
)
PATIENCE: Final = 60.0
SPECIALES: Final = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Tab": (9, ""),
    "F10": (121, ""),
    "ArrowRight": (39, ""),
    "ArrowDown": (40, ""),
}


class Navigateur:
    """One tab."""

    def __init__(self, ws: ClientWebSocketResponse) -> None:
        self._ws, self._ids = ws, count(1)
        self._reponses: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._recu = asyncio.Event()
        self._ecran = pyte.Screen(400, 200)  # larger than the terminal: the page alone knows its size
        self._flux = pyte.ByteStream(self._ecran)
        self.adresses: set[str] = set()
        """All that the page has asked for."""
        self._ecoute = asyncio.create_task(self._ecouter())

    async def demander(self, methode: str, **champs: Any) -> dict[str, Any]:
        numero = next(self._ids)
        reponse = self._reponses[numero] = asyncio.get_running_loop().create_future()
        await self._ws.send_json({"id": numero, "method": methode, "params": champs})
        recue = await asyncio.wait_for(reponse, PATIENCE)
        assert "error" not in recue, recue
        resultat: dict[str, Any] = recue["result"]
        return resultat

    async def ouvrir(self, adresse: str) -> None:
        for domaine in ("Network", "Page", "Runtime"):
            await self.demander(f"{domaine}.enable")
        await self.demander("Page.navigate", url=adresse)

    async def voir(self, texte: str) -> None:
        """Wait until a text is in what the terminal of the page was sent."""

        async def attendre() -> None:
            while texte not in self.texte:
                self._recu.clear()
                await self._recu.wait()

        try:
            await asyncio.wait_for(attendre(), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{texte!r} ne vient pas :\n{self.texte}") from None

    @property
    def texte(self) -> str:
        lignes = (ligne.rstrip() for ligne in self._ecran.display)
        return "\n".join(filter(None, lignes)).replace("\u00a0", " ")

    async def taper(self, *touches: str) -> None:
        """Names of keys, or texts of which each character is typed."""
        for touche in touches:
            if touche in SPECIALES:
                code, texte = SPECIALES[touche]
                await self._touche(key=touche, code=touche, windowsVirtualKeyCode=code, text=texte)
            else:
                for caractere in touche:
                    await self._touche(key=caractere, text=caractere)

    async def _touche(self, **champs: Any) -> None:
        await self.demander("Input.dispatchKeyEvent", type="keyDown", **champs)
        await self.demander("Input.dispatchKeyEvent", type="keyUp", **(champs | {"text": ""}))

    async def photographier(self, chemin: Path) -> None:
        image = await self.demander("Page.captureScreenshot", format="png")
        chemin.write_bytes(base64.b64decode(image["data"]))

    async def fermer(self) -> None:
        self._ecoute.cancel()
        with suppress(asyncio.CancelledError):
            await self._ecoute

    async def _ecouter(self) -> None:
        async for message in self._ws:
            if message.type is not WSMsgType.TEXT:
                continue
            recu = message.json()
            if recu.get("id") in self._reponses:
                self._reponses.pop(recu["id"]).set_result(recu)
            elif recu.get("method") == "Network.webSocketFrameReceived":
                trame = recu["params"]["response"]
                if trame["opcode"] == 2:
                    self._flux.feed(base64.b64decode(trame["payloadData"]))
                self._recu.set()
            elif recu.get("method") == "Network.requestWillBeSent":
                self.adresses.add(recu["params"]["request"]["url"])


@asynccontextmanager
async def navigateur(dossier: Path) -> AsyncIterator[Navigateur]:
    """A Chromium of its own, in an empty profile."""
    assert CHROMIUM is not None
    processus = await asyncio.create_subprocess_exec(
        CHROMIUM,
        *OPTIONS,
        f"--user-data-dir={dossier}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert processus.stderr is not None
    try:
        port = await asyncio.wait_for(_port(processus.stderr), PATIENCE)
        async with ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as reponse:
                (onglet,) = [une for une in await reponse.json() if une["type"] == "page"]
            async with session.ws_connect(onglet["webSocketDebuggerUrl"], max_msg_size=0) as ws:
                tab = Navigateur(ws)
                yield tab
                await tab.fermer()
    finally:
        with suppress(ProcessLookupError):
            processus.kill()
        await processus.communicate()


async def _port(erreurs: asyncio.StreamReader) -> int:
    """« DevTools listening on ws://127.0.0.1:40123/… »."""
    while ligne := (await erreurs.readline()).decode(errors="replace"):
        if "DevTools listening on" in ligne:
            return int(ligne.rpartition("127.0.0.1:")[2].partition("/")[0])
    raise AssertionError("Chromium s’est arrêté")
