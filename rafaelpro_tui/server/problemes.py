"""Every error of the API is a `application/problem+json` with a French sentence and its remedy (RFC 9457)."""

from __future__ import annotations

import logging
from math import ceil
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.sync.fil import Probleme
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.server.store.moteur import BaseServeurInaccessible

MEDIA: Final = "application/problem+json"

_journal = logging.getLogger(__name__)

_TITRES: Final = {
    400: "Demande mal formée",
    401: "Connexion nécessaire",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode impossible",
    409: "Versions incompatibles",
    413: "Demande trop grosse",
    415: "Type de contenu inconnu",
    422: "Demande mal formée",
    429: "Trop de demandes",
    500: "Erreur du serveur",
    503: "Serveur indisponible",
}
_DETAILS: Final = {
    404: ("Cette adresse n’existe pas.", "Vérifiez-la : l’API est décrite dans « /openapi.json »."),
    413: ("La demande dépasse 4 Mo.", "Envoyez-la en plusieurs fois : rien n’a été exécuté."),
    405: ("Cette adresse ne répond pas à cette méthode.", "L’API est décrite dans « /openapi.json »."),
}


class Anomalie(Exception):
    """A request that is not served, and why. `code` names the kind of problem, for programs."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        remede: str = "",
        *,
        fautes: tuple[dict[str, str], ...] = (),
        entetes: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.probleme = Probleme(
            type=f"urn:rafaelpro-tui:probleme:{code}",
            title=_TITRES.get(status, "Erreur"),
            status=status,
            detail=detail,
            remede=remede,
            fautes=fautes,
        )
        self.entetes = entetes or {}


def introuvable(quoi: str) -> Anomalie:
    """DRT-5: the same for what does not exist and for what the reader has no role on."""
    return Anomalie(404, "introuvable", f"{quoi} introuvable.", "Vérifiez la référence et la structure.")


def non_connecte(detail: str = "Le jeton d’accès manque, ou n’est plus valable.") -> Anomalie:
    return Anomalie(
        401,
        "jeton",
        detail,
        "Renouvelez le jeton, ou connectez-vous de nouveau.",
        entetes={"WWW-Authenticate": 'Bearer realm="rafaelpro-tui"'},
    )


def malformee(detail: str, remede: str, *, chemin: str = "") -> Anomalie:
    """Nothing was executed; `chemin` is where the fault stands in what was sent."""
    fautes = ({"chemin": chemin, "message": detail},) if chemin else ()
    return Anomalie(422, "malformee", detail, remede, fautes=fautes)


async def cles_connues(request: Request) -> None:
    """Unknown keys are refused in an address as they are in a body: one that is mistyped would change nothing (SYNC).

    Raises:
        Anomalie: 422.
    """
    connues = {champ.alias for champ in request.scope["route"].dependant.query_params}
    if inconnues := set(request.query_params) - connues:
        raise malformee(
            f"Le paramètre «\u00a0{min(inconnues)}\u00a0» est inconnu.",
            "L’API est décrite dans « /openapi.json ».",
            chemin=f"query.{min(inconnues)}",
        )


def trop_de_demandes(secondes: float) -> Anomalie:
    return Anomalie(
        429,
        "frein",
        "Trop de demandes viennent de cette adresse.",
        f"Recommencez dans {pluriel(max(1, ceil(secondes / 60)), 'minute')}.",
        entetes={"Retry-After": str(ceil(secondes))},
    )


def reponse(anomalie: Anomalie) -> Response:
    probleme = anomalie.probleme
    corps: dict[str, Any] = {
        "type": probleme.type,
        "title": probleme.title,
        "status": probleme.status,
        "detail": probleme.detail,
        "remede": probleme.remede,
        "fautes": list(probleme.fautes),
    }
    return JSONResponse(corps, probleme.status, headers=anomalie.entetes, media_type=MEDIA)


def installer(app: FastAPI) -> None:
    """Have every error leave as a problem; none tells of the inside of the server."""

    @app.exception_handler(Anomalie)
    async def _anomalie(_: Request, erreur: Anomalie) -> Response:
        return reponse(erreur)

    @app.exception_handler(SaisieMalformee)
    async def _saisie(_: Request, erreur: SaisieMalformee) -> Response:
        return reponse(malformee(erreur.message, erreur.que_faire))

    @app.exception_handler(RequestValidationError)
    async def _validation(_: Request, erreur: RequestValidationError) -> Response:
        fautes = tuple(
            {"chemin": ".".join(str(partie) for partie in detail["loc"]), "message": _faute(detail)}
            for detail in erreur.errors()
        )
        anomalie = Anomalie(
            422,
            "malformee",
            "La demande n’a pas la forme attendue.",
            "Corrigez ce que « fautes » nomme : rien n’a été exécuté.",
            fautes=fautes,
        )
        return reponse(anomalie)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, erreur: HTTPException) -> Response:
        if erreur.status_code == 400:  # FastAPI could not read the body at all
            return reponse(
                malformee("Le corps de la demande n’est pas lisible.", "Envoyez-le en UTF-8.", chemin="body")
            )
        detail, remede = _DETAILS.get(erreur.status_code, ("La demande ne peut pas être servie.", ""))
        entetes = dict(erreur.headers or {})
        return reponse(Anomalie(erreur.status_code, "http", detail, remede, entetes=entetes))

    @app.exception_handler(DataError)
    @app.exception_handler(UnicodeEncodeError)  # JSON lets half a character through
    async def _valeur(_: Request, __: Exception) -> Response:
        detail = "Une valeur ne peut pas être gardée : caractère nul ou incomplet, ou nombre trop grand."
        return reponse(malformee(detail, "Corrigez-la : rien n’a été enregistré."))

    @app.exception_handler(BaseServeurInaccessible)
    async def _base(_: Request, erreur: BaseServeurInaccessible) -> Response:
        _journal.error("base inaccessible", exc_info=erreur)
        detail = "La base du serveur ne répond pas : rien n’a été enregistré."
        remede = "Recommencez dans un instant."
        return reponse(Anomalie(503, "indisponible", detail, remede, entetes={"Retry-After": "5"}))

    @app.exception_handler(Exception)
    async def _imprevue(_: Request, erreur: Exception) -> Response:
        _journal.error("erreur imprévue", exc_info=erreur)
        detail = "Le serveur a rencontré une erreur imprévue."
        return reponse(Anomalie(500, "imprevue", detail, "Recommencez ; son journal technique en donne le détail."))


_FAUTES: Final = {
    "missing": "Cette valeur manque.",
    "extra_forbidden": "Cette clé est inconnue.",
    "unexpected_keyword_argument": "Cette clé est inconnue.",
    "json_invalid": "Ce n’est pas du JSON.",
}


def _faute(detail: dict[str, Any]) -> str:
    return _FAUTES.get(detail["type"], "Cette valeur n’a pas la forme attendue.")
