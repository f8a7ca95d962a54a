"""Who our transmissions and our mail go to, for real: an HTTP receiver and an SMTP server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Destinataire(ThreadingHTTPServer):
    """Keeps what it gets, headers in lower case, and answers as it is told to."""

    recus: list[tuple[dict[str, str], bytes]]
    reponse: tuple[int, dict[str, str]] = (204, {})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/rafael"


class _Requete(BaseHTTPRequestHandler):
    server: Destinataire

    def do_POST(self) -> None:
        corps = self.rfile.read(int(self.headers["content-length"]))
        self.server.recus.append(({nom.lower(): valeur for nom, valeur in self.headers.items()}, corps))
        code, entetes = self.server.reponse
        self.send_response(code)
        for nom, valeur in entetes.items():
            self.send_header(nom, valeur)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the tests' output."""


@contextmanager
def a_l_ecoute() -> Iterator[Destinataire]:
    with Destinataire(("127.0.0.1", 0), _Requete) as serveur:
        serveur.recus = []
        fil = Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.01})
        fil.start()
        try:
            yield serveur
        finally:
            serveur.shutdown()
            fil.join()


class Boite:
    """Keeps what comes, with the addresses it came for; refuses those it is told to refuse."""

    def __init__(self) -> None:
        self.recus: list[tuple[list[str], EmailMessage]] = []
        self.refuses: set[str] = set()
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.recus.append((list(envelope.rcpt_tos), message))
        return "250 OK"


@contextmanager
def relevee() -> Iterator[Boite]:
    boite = Boite()
    boite.port = port_libre()
    controleur = Controller(boite, hostname="127.0.0.1", port=boite.port)
    controleur.start()
    try:
        yield boite
    finally:
        controleur.stop()


def port_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port: int = libre.getsockname()[1]
        return port
