"""How transmissions leave the server: NDJSON files in an outbox folder, or a signed webhook (TRX-4).

A remise has an id and a content; made again after a crash, it is the same file, or the same webhook id. The signature
is that of Standard Webhooks 1.0 (standardwebhooks.com), which receivers find in their own language.
"""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from rafaelpro_tui.core.rules.transmissions import Destination
from rafaelpro_tui.server.message import TYPE_MIME

DELAI: Final = 15.0
"""Seconds that a receiver has to answer."""
BOUCLAGE: Final = frozenset(("localhost", "127.0.0.1", "::1"))


class EchecDeRemise(Exception):
    """Not handed over this time; to be tried again, not before `attendre` seconds when the receiver says so."""

    def __init__(self, quoi: str, attendre: float | None = None) -> None:
        super().__init__(quoi)
        self.attendre = attendre


class Canal(Protocol):
    @property
    def nom(self) -> str: ...

    def remettre(self, envoi: UUID, destination: Destination, contenu: bytes) -> None:
        """Hand over NDJSON lines; once it returns, the other side has them.

        Raises:
            EchecDeRemise.
        """
        ...


@dataclass(frozen=True, slots=True)
class Dossier:
    """`DOSSIER/<destination>/<id>.ndjson`, which appears whole or not at all, readable by its owner alone."""

    chemin: Path
    nom: str = field(default="dossier", init=False)

    def remettre(self, envoi: UUID, destination: Destination, contenu: bytes) -> None:
        dossier = self.chemin / destination
        # Hidden until it is whole: who sweeps « *.ndjson » never sees half a file.
        brouillon = dossier / f".{envoi}.{os.getpid()}.tmp"
        try:
            self.chemin.mkdir(mode=0o700, parents=True, exist_ok=True)
            dossier.mkdir(mode=0o700, exist_ok=True)
            with open(brouillon, "wb", opener=_pour_soi_seul) as fichier:
                fichier.write(contenu)
                fichier.flush()
                os.fsync(fichier.fileno())
            os.replace(brouillon, dossier / f"{envoi}.ndjson")
            _fixer(dossier)
        except OSError as erreur:
            with suppress(OSError):
                brouillon.unlink()
            raise EchecDeRemise(f"{type(erreur).__name__}: {erreur.strerror}") from erreur


def _pour_soi_seul(chemin: str, drapeaux: int) -> int:
    return os.open(chemin, drapeaux | os.O_TRUNC | os.O_NOFOLLOW, 0o600)


def _fixer(dossier: Path) -> None:
    """The rename itself survives a power cut."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


@dataclass(frozen=True, slots=True)
class Webhook:
    """`POST url`, signed with `secret`; any 2xx means received. Redirections are not followed."""

    url: str
    secret: bytes = field(repr=False)
    secondes: Callable[[], float]
    nom: str = field(default="webhook", init=False)

    def remettre(self, envoi: UUID, destination: Destination, contenu: bytes) -> None:
        import httpx

        entetes = signer(self.secret, str(envoi), int(self.secondes()), contenu)
        entetes |= {"Content-Type": TYPE_MIME, "RafaelPro-Destination": destination.value}
        try:
            reponse = httpx.post(self.url, content=contenu, headers=entetes, timeout=DELAI)
        except httpx.HTTPError as erreur:
            raise EchecDeRemise(type(erreur).__name__) from erreur
        if not reponse.is_success:
            raise EchecDeRemise(f"HTTP {reponse.status_code}", _attente_demandee(reponse.headers.get("retry-after")))


def signer(secret: bytes, id: str, horodatage: int, contenu: bytes) -> dict[str, str]:
    """The three headers of Standard Webhooks: HMAC-SHA-256 of « id.timestamp.body », base64."""
    signature = base64.b64encode(hmac.digest(secret, f"{id}.{horodatage}.".encode() + contenu, "sha256"))
    return {
        "webhook-id": id,
        "webhook-timestamp": str(horodatage),
        "webhook-signature": f"v1,{signature.decode()}",
    }


def lire_secret(texte: str) -> bytes:
    """« whsec_ » and 24 to 64 bytes in base64, as Standard Webhooks writes them.

    Raises:
        ValueError: with a French sentence.
    """
    try:
        secret = base64.b64decode(texte.strip().removeprefix("whsec_"), validate=True)
    except ValueError:
        secret = b""
    if not texte.strip().startswith("whsec_") or not 24 <= len(secret) <= 64:
        raise ValueError("Le secret du webhook s’écrit « whsec_ » suivi de 24 à 64 octets en base64.")
    return secret


def verifier_url(url: str) -> str:
    """`url`, when people's data may go there: HTTPS, or this machine.

    Raises:
        ValueError: with a French sentence.
    """
    lue = urlsplit(url)
    if lue.hostname is None or not (lue.scheme == "https" or (lue.scheme == "http" and lue.hostname in BOUCLAGE)):
        raise ValueError(f"L’adresse du webhook « {url} » doit commencer par « https:// ».")
    return url


def _attente_demandee(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after is not None and retry_after.isdecimal() and len(retry_after) < 7 else None
