"""What FastAPI cannot guess of the API: its errors, all problems (RFC 9457), and examples of the hot routes."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from pydantic import TypeAdapter

from rafaelpro_tui.core.sync.fil import Probleme
from rafaelpro_tui.server.problemes import MEDIA

_ERREURS: Final = {
    "400": "Un refus de la RFC 6749 ou 8628, que « error » nomme",
    "401": "Le jeton manque, ou n’est plus valable",
    "403": "Ce compte n’a rien à faire à cette adresse",
    "404": "Introuvable, ou hors de ce que cette personne peut voir : la réponse est la même (DRT-5)",
    "409": "Une autre version du protocole",
    "413": "Une demande trop grosse",
    "422": "Une demande mal formée ; rien n’a été exécuté",
    "429": "Trop de demandes : « Retry-After » dit quand recommencer",
    "503": "La base ne répond pas, ou le serveur n’est pas prêt : recommencer, rien n’est perdu",
}
_PROPRES: Final = {
    ("post", "/v1/commandes"): ("409", "413"),
    ("get", "/v1/commandes/{id}"): ("404",),
    ("get", "/v1/changements"): ("404",),
    ("post", "/v1/jetons"): ("400", "429"),
    ("post", "/v1/appareil"): ("429",),
    ("post", "/v1/flux/lheo"): ("413",),
    ("post", "/v1/flux/candidatures"): ("413",),
    ("post", "/v1/flux/annulations"): ("413",),
    ("post", "/v1/flux/transmissions/{id}/accuse"): ("404",),
}
"""What is special to a route; the rest follows from whether it asks for a token, and reads something."""

_MOMENT: Final = {
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$",
    "description": "ISO 8601, à l’heure de Paris, sans décalage",
}

_ENVOI: Final = {
    "poste": "0190a2c4-0000-7000-8000-000000000001",
    "schema": 1,
    "commandes": [
        {
            "id": "0190a2c4-1111-7111-8111-111111111111",
            "type": "rendre_avis",
            "structure": "OF1",
            "vu": 3,
            "args": {"candidature": "C1", "avis": {"recrutement": "non", "motif": "session_complete"}},
            "saisi_le": "2026-03-02T10:30:00",
        }
    ],
}
_SORTS: Final = {
    "commandes": [
        {
            "id": "0190a2c4-1111-7111-8111-111111111111",
            "type": "rendre_avis",
            "issue": "refus",
            "regle": "CAN-3",
            "message": "La candidature C1 est « Retenue », elle n’est plus à traiter.",
            "remede": "Retenue par erreur : notez-le directement dans EOS.",
            "avertissements": [],
            "etat": "retenue",
            "actuel": {"etat": "retenue", "par": "Horizon Formation", "le": "2026-03-02T10:12:40"},
        }
    ],
    "horloge": "2026-03-02T10:31:02",
    "epoque": "0190a2c4-2222-7222-8222-222222222222",
}
_PAGE: Final = {
    "objets": [
        {
            "genre": "structure",
            "cle": "OF1",
            "version": 1,
            "corps": {"image": {"id": "OF1", "siret": "13002526500013", "nom": "Horizon Formation"}},
        }
    ],
    "retires": [{"genre": "candidature", "cle": "C7"}],
    "curseur": "WyIwMTkwYTJjNCIsICJPRjEiLCA0MiwgdHJ1ZV0",
    "fin": True,
    "complet": False,
    "epoque": "0190a2c4-2222-7222-8222-222222222222",
    "horloge": "2026-03-02T10:31:02",
    "empreinte": {"structure": {"n": 1, "somme": "00c0ffee00c0ffee"}},
    "schema": 1,
}


def completer(app: FastAPI) -> None:
    """Have the application describe itself so."""
    premiere = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completer(premiere())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _completer(description: dict[str, Any]) -> dict[str, Any]:
    schemas = description["components"]["schemas"]
    for inutile in ("HTTPValidationError", "ValidationError"):
        schemas.pop(inutile, None)
    schemas["Probleme"] = TypeAdapter(Probleme).json_schema()
    _dater(schemas)
    description["components"]["responses"] = {
        code: {
            "description": dite,
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Probleme"}}},
        }
        for code, dite in _ERREURS.items()
    }
    for chemin, methodes in description["paths"].items():
        for methode, operation in methodes.items():
            reponses = operation["responses"]
            reponses.pop("422", None)
            for code in _codes(methode, chemin, operation):
                reponses[code] = {"$ref": f"#/components/responses/{code}"}
    _exemples(description["paths"])
    return description


def _dater(noeud: Any) -> None:
    """Moments are of Paris and without an offset, which `format: date-time` (RFC 3339) would ask for."""
    if isinstance(noeud, list):
        for element in noeud:
            _dater(element)
    elif isinstance(noeud, dict):
        if noeud.get("format") == "date-time":
            del noeud["format"]
            noeud |= _MOMENT
        for element in noeud.values():
            _dater(element)


def _codes(methode: str, chemin: str, operation: dict[str, Any]) -> list[str]:
    codes = {"422", "503", *_PROPRES.get((methode, chemin), ())}
    if operation.get("security"):
        codes |= {"401", "403"}
    return sorted(codes)


def _exemples(chemins: dict[str, Any]) -> None:
    commandes, changements = chemins["/v1/commandes"]["post"], chemins["/v1/changements"]["get"]
    commandes["requestBody"]["content"]["application/json"]["example"] = _ENVOI
    commandes["responses"]["200"]["content"]["application/json"]["example"] = _SORTS
    changements["responses"]["200"]["content"]["application/json"]["example"] = _PAGE
