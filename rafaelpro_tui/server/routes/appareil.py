"""`POST /v1/appareil`, and the page `/appareil` where a person approves (RFC 8628)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from rafaelpro_tui.core.model import FORBID_EXTRA
from rafaelpro_tui.core.sync.fil import CodeAppareil
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.server import appareil, comptes, page
from rafaelpro_tui.server.comptes import Bloque
from rafaelpro_tui.server.etat import serveur

POSTE_MAX: Final = 80

routeur = APIRouter(tags=["connexion"])
pages = APIRouter(include_in_schema=False)

_INCONNU: Final = "Ce code est inconnu, déjà employé ou trop ancien : redemandez-en un à l’application."
_FAUX: Final = "L’adresse, le mot de passe ou le code à six chiffres n’est pas le bon."


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeAppareil:
    """The laptop says what it is called, for the person to recognise it."""

    poste: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@routeur.post("/appareil", summary="Demander un code pour connecter un ordinateur")
def demander(request: Request, demande: DemandeAppareil) -> CodeAppareil:
    """Sans jeton. L’application montre `user_code` et `verification_uri`, puis interroge `POST /v1/jetons`."""
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    poste = demande.poste.strip()[:POSTE_MAX] or "sans nom"
    codes = ici.moteur.ecrire(lambda conn: appareil.demander(conn, poste, secondes))
    adresse = str(request.base_url).rstrip("/") + "/appareil"
    return CodeAppareil(
        device_code=codes.appareil,
        user_code=codes.personne,
        verification_uri=adresse,
        verification_uri_complete=f"{adresse}?code={codes.personne}",
        expires_in=appareil.DUREE,
        interval=appareil.INTERVALLE,
    )


@pages.get("/appareil")
def montrer(request: Request, code: str = "") -> HTMLResponse:
    if not code:
        return _html(page.demander_le_code())
    ici = serveur(request)
    attente = ici.moteur.lire(lambda conn: appareil.en_attente(conn, code, ici.horloge.secondes()))
    if attente is None:
        return _html(page.demander_le_code(_INCONNU), 404)
    return _html(page.demander_l_accord(_montre(code), attente.poste))


@pages.post("/appareil")
def regler(
    request: Request,
    code: Annotated[str, Form()],
    courriel: Annotated[str, Form()],
    mot_de_passe: Annotated[str, Form()],
    decision: Annotated[str, Form()],
    totp: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Approve or refuse, by who says who they are."""
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    attente = ici.moteur.lire(lambda conn: appareil.en_attente(conn, code, secondes))
    if attente is None:
        return _html(page.demander_le_code(_INCONNU), 404)
    adresse = request.client.host if request.client else ""
    qui = comptes.identifier(ici.moteur, courriel.strip(), mot_de_passe, totp, adresse, secondes)
    if isinstance(qui, Bloque):
        minutes = pluriel(max(1, round(qui.secondes / 60)), "minute")
        faute = f"Trop d’essais : attendez {minutes}, puis recommencez."
        return _html(page.demander_l_accord(_montre(code), attente.poste, faute), 429)
    if qui is None:
        return _html(page.demander_l_accord(_montre(code), attente.poste, _FAUX), 401)
    approuve = decision == "approuver"
    if not ici.moteur.ecrire(lambda conn: appareil.regler(conn, code, qui if approuve else None, secondes)):
        return _html(page.demander_le_code(_INCONNU), 404)
    if approuve:
        return _html(page.dire("Ordinateur connecté", "C’est fait : revenez à l’application et fermez cette page."))
    return _html(page.dire("Demande refusée", "Cet ordinateur n’a pas été connecté. Vous pouvez fermer cette page."))


def _montre(code: str) -> str:
    lettres = appareil.normaliser(code)
    return f"{lettres[:4]}-{lettres[4:]}"


def _html(texte: str, statut: int = 200) -> HTMLResponse:
    return HTMLResponse(texte, statut, headers=page.EN_TETES)
