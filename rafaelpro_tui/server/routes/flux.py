"""`/v1/flux`: what comes in by itself (catalogue, candidatures, annulations), and what is handed over (TRX).

For flow accounts. Bodies are files rather than JSON objects: they are read as they come, and said so in the OpenAPI.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from rafaelpro_tui.core.exchange import lheo_valeurs
from rafaelpro_tui.core.model import FORBID_EXTRA
from rafaelpro_tui.core.rules.transmissions import Destination
from rafaelpro_tui.core.sync.fil import Sort
from rafaelpro_tui.server import flux, transmissions
from rafaelpro_tui.server.acces import Flux
from rafaelpro_tui.server.catalogue import BilanLheo
from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.flux import DuFlux
from rafaelpro_tui.server.message import TYPE_MIME, Message
from rafaelpro_tui.server.problemes import Anomalie, introuvable, malformee
from rafaelpro_tui.server.store import registre, sujets

CATALOGUE_MAX: Final = 1024**3
ENVOI_MAX: Final = 16 * 1024**2
"""Bytes of a request."""
PAGE_MAX: Final = 500
_CURSEUR: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})", re.ASCII)

routeur = APIRouter(prefix="/flux", tags=["flux"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorts:
    """One fate for each line, in order, told once committed (SYNC)."""

    commandes: tuple[Sort, ...]
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTransmissions:
    """What is due and not acknowledged, the oldest first; `curseur` is for the next page, null after the last."""

    transmissions: tuple[Message, ...]
    curseur: str | None
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuse:
    """The first acknowledgement, given again to whoever acknowledges once more. Europe/Paris."""

    id: UUID
    accusee_le: str
    accusee_par: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


def _lignes(exemple: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI of a body of commands."""
    ligne = {"type": "object"}
    return {
        "requestBody": {
            "required": True,
            "content": {
                TYPE_MIME: {"schema": ligne, "example": exemple},
                "application/json": {"schema": {"type": "array", "items": ligne}, "example": [exemple]},
            },
        }
    }


_FICHIER: Final = {"schema": {"type": "string", "format": "binary"}}
_CATALOGUE: Final = {
    "requestBody": {"required": True, "content": {"application/xml": _FICHIER, "application/gzip": _FICHIER}}
}
_DEPOTS: Final = _lignes(
    {
        "id": "0190a2c4-1111-7111-8111-111111111111",
        "reference": "C1",
        "session": "00235491",
        "candidat": {"id": "P1", "nom_naissance": "O’NEILL", "prenom": "Désiré", "inscrit_france_travail": True},
        "prescripteur": "Mission locale de Pau",
    }
)
_ANNULATIONS: Final = _lignes({"id": "0190a2c4-2222-7111-8111-111111111111", "session": "00235491"})


# In


@routeur.post("/lheo", summary="Importer un catalogue LHÉO 2.2 ou 2.3", openapi_extra=_CATALOGUE)
async def lheo(
    request: Request,
    compte: Flux,
    responsable: Annotated[str | None, Query(description="Seulement les formations de ce SIRET")] = None,
    dispositif: Annotated[str | None, Query(description="Le dispositif de toutes les formations")] = None,
    positionneur: Annotated[str | None, Query(description="Le SIRET du Positionneur de toutes les sessions")] = None,
) -> BilanLheo:
    """Le corps est le fichier, tel quel ou compressé par gzip.

    Il est vérifié en entier, puis enregistré formation par formation ; envoyé de nouveau, il ne change rien.
    """
    options = {
        "responsable": _siret("responsable", responsable),
        "dispositif": dispositif,
        "positionneur": _siret("positionneur", positionneur),
    }
    async with _fichier(request) as catalogue:
        ici = serveur(request)
        return await run_in_threadpool(partial(flux.importer, ici.moteur, ici.horloge, catalogue, compte, **options))


@routeur.post(
    "/candidatures",
    summary="Déposer des candidatures (CAN-4, CAN-5)",
    openapi_extra=_DEPOTS,
    response_model_exclude_none=True,
)
async def candidatures(request: Request, compte: Flux) -> Sorts:
    """Des commandes `deposer` : un objet JSON par ligne, ou une liste. Chacune a son sort ; renvoyée avec le même
    `id`, elle donne la même réponse."""
    return await _executer(request, "deposer", compte)


@routeur.post(
    "/annulations", summary="Annuler des sessions (ECH-6)", openapi_extra=_ANNULATIONS, response_model_exclude_none=True
)
async def annulations(request: Request, compte: Flux) -> Sorts:
    """Des commandes `annuler_session` : un objet JSON par ligne, ou une liste."""
    return await _executer(request, "annuler_session", compte)


async def _executer(request: Request, type_: DuFlux, compte: str) -> Sorts:
    contenu, ici = await _octets(request), serveur(request)
    return Sorts(commandes=await run_in_threadpool(flux.executer, ici.moteur, ici.horloge, contenu, type_, compte))


def _siret(nom: str, valeur: str | None) -> str | None:
    if valeur is None or (siret := lheo_valeurs.siret(valeur)) is not None:
        return valeur and siret
    raise malformee(f"L’option « {nom} » n’est pas un SIRET.", "Donnez ses 14 chiffres.", chemin=f"query.{nom}")


async def _octets(request: Request) -> bytes:
    recu = bytearray()
    async for bloc in request.stream():
        recu += bloc
        if len(recu) > ENVOI_MAX:
            raise _trop_gros(ENVOI_MAX)
    return bytes(recu)


@asynccontextmanager
async def _fichier(request: Request) -> AsyncIterator[Path]:
    """The body on disk, as it comes: however slow the sender, no transaction waits for it."""
    with TemporaryDirectory(prefix="rafaelpro-") as dossier:
        chemin = Path(dossier) / "catalogue.xml"
        recus = 0
        with chemin.open("wb") as fichier:
            async for bloc in request.stream():
                if (recus := recus + len(bloc)) > CATALOGUE_MAX:
                    raise _trop_gros(CATALOGUE_MAX)
                await run_in_threadpool(fichier.write, bloc)
        yield chemin


def _trop_gros(octets: int) -> Anomalie:
    detail = f"Le corps dépasse {octets // 1024**2} Mio."
    return Anomalie(413, "taille", detail, "Envoyez-le en plusieurs fois : rien n’a été enregistré.")


# Out


@routeur.get("/transmissions", summary="Les transmissions dues, pas encore accusées (TRX)")
def lister(
    request: Request,
    compte: Flux,
    curseur: Annotated[str | None, Query(description="Celui de la page précédente")] = None,
    limite: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 100,
    destination: Annotated[Destination | None, Query(description="Seulement celles pour lui")] = None,
) -> PageTransmissions:
    ici = serveur(request)
    apres = _lire_curseur(curseur)
    aujourdhui = ici.horloge.maintenant().date()

    def dues(conn: Connection) -> tuple[Message, ...]:
        return tuple(sujets.messages(conn, registre.a_accuser(conn, aujourdhui, apres, limite, destination)))

    messages = ici.moteur.lire(dues)
    derniere = messages[-1] if len(messages) == limite else None
    return PageTransmissions(
        transmissions=messages,
        curseur=None if derniere is None else f"{derniere.du_le.isoformat()}.{derniere.id}",
    )


@routeur.post("/transmissions/{id}/accuse", summary="Accuser réception d’une transmission, une fois traitée")
def accuser(request: Request, compte: Flux, id: UUID) -> Accuse:
    """La première fois compte : les suivantes en redonnent la date et le compte."""
    ici = serveur(request)
    accuse = transmissions.accuser(ici.moteur, ici.horloge, id, compte)
    if accuse is None:
        raise introuvable("Transmission")
    return Accuse(id=id, accusee_le=accuse.le, accusee_par=accuse.par)


def _lire_curseur(curseur: str | None) -> tuple[date, str] | None:
    if curseur is None:
        return None
    try:
        if lu := _CURSEUR.fullmatch(curseur):
            return date.fromisoformat(lu[1]), lu[2]
    except ValueError:
        pass
    remede = "Redonnez le curseur de la page précédente, ou aucun pour recommencer."
    raise malformee("Ce curseur n’en est pas un.", remede, chemin="query.curseur")
