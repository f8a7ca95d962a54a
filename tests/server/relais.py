"""A way to a server that can be cut at any byte, there or back: a relay on loopback, and the client through it."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from threading import Thread
from typing import Final, Literal
from urllib.parse import urlsplit

from rafaelpro_tui.core.sync.client import ClientHttp
from tests.server.poste import Carte

Sens = Literal["aller", "retour"]
_BLOC: Final = 65_536
_ALLER_MAX, _RETOUR_MAX = 900, 3_000
"""Bytes after which a way is cut, at most: about a request, an answer."""


class Relais:
    """Passes bytes both ways between a port of its own and the server, until it is told to cut."""

    def __init__(self, url: str) -> None:
        parties = urlsplit(url)
        assert parties.hostname is not None
        assert parties.port is not None
        self._serveur = parties.hostname, parties.port
        self._reste: dict[Sens, int | None] = {"aller": None, "retour": None}
        self._porte = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._porte.getsockname()[1]}"
        Thread(target=self._accueillir, daemon=True).start()

    def couper(self, sens: Sens, octets: int) -> None:
        """Once, before the byte that would come after so many."""
        self._reste[sens] = octets

    def retablir(self) -> None:
        self._reste = {"aller": None, "retour": None}

    def fermer(self) -> None:
        with suppress(OSError):  # wakes the thread that waits for somebody
            self._porte.shutdown(socket.SHUT_RDWR)
        self._porte.close()

    def _accueillir(self) -> None:
        while True:
            try:
                client, _ = self._porte.accept()
            except OSError:
                return
            serveur = socket.create_connection(self._serveur)
            for prise in (client, serveur):
                prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            Thread(target=self._pomper, args=(client, serveur, "aller"), daemon=True).start()
            Thread(target=self._pomper, args=(serveur, client, "retour"), daemon=True).start()

    def _pomper(self, source: socket.socket, cible: socket.socket, sens: Sens) -> None:
        with suppress(OSError):
            while octets := source.recv(_BLOC):
                reste = self._reste[sens]
                if reste is not None and len(octets) > reste:
                    self.retablir()
                    cible.sendall(octets[:reste])
                    break
                if reste is not None:
                    self._reste[sens] = reste - len(octets)
                cible.sendall(octets)
        for prise in (source, cible):
            with suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)
            prise.close()


class ParLeReseau(ClientHttp):
    """The client of the product, through a relay."""

    def __init__(self, url: str, utilisateur: str) -> None:
        self._relais = Relais(url)
        super().__init__(self._relais.url, Carte(utilisateur))

    def couper(self, alea: random.Random) -> None:
        """At some byte of what comes next."""
        if alea.random() < 0.5:
            self._relais.couper("aller", alea.randrange(_ALLER_MAX))
        else:
            self._relais.couper("retour", alea.randrange(_RETOUR_MAX))

    def retablir(self) -> None:
        self._relais.retablir()

    def fermer(self) -> None:
        super().fermer()
        self._relais.fermer()
