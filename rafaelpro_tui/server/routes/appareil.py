"""`POST /v1/appareil`, and the page `/appareil` where a person approves (RFC 8628)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from rafaelpro_tui.core.model import FORBID_EXTRA
from rafaelpro_tui.core.sync.fil import CodeAppareil
from rafaelpro_tui.server import appareil, comptes, freins, page
from rafaelpro_tui.server.appareil import Attente
from rafaelpro_tui.server.comptes import Bloque
from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.problemes import trop_de_demandes
from rafaelpro_tui.server.routes.formulaire import CHAMP_MAX, FAUX, adresse, html, patience

POSTE_MAX: Final = 80
"""Characters."""

routeur = APIRouter(tags=["connexion"])
pages = APIRouter(include_in_schema=False)

_INCONNU: Final = "Ce code est inconnu, déjà employé ou trop ancien : redemandez-en un à l’application."


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeAppareil:
    """The laptop says what it is called, for the person to recognise it."""

    poste: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@routeur.post("/appareil", summary="Demander un code pour connecter un ordinateur")
def demander(request: Request, reponse: Response, demande: DemandeAppareil) -> CodeAppareil:
    """Sans jeton, mais freiné : 429 quand trop de demandes d’une adresse du réseau n’ont pas été approuvées.

    L’application montre `user_code` et `verification_uri`, puis interroge `POST /v1/jetons`.
    """
    reponse.headers["Cache-Control"] = "no-store"
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    poste = demande.poste.strip()[:POSTE_MAX] or "sans nom"
    reste = ici.moteur.ecrire(lambda conn: freins.prendre(conn, [freins.des_demandes(adresse(request))], secondes))
    if reste > 0:
        raise trop_de_demandes(reste)
    codes = ici.moteur.ecrire(lambda conn: appareil.demander(conn, poste, secondes))
    ou = str(request.base_url).rstrip("/") + "/appareil"
    return CodeAppareil(
        device_code=codes.appareil,
        user_code=codes.personne,
        verification_uri=ou,
        verification_uri_complete=f"{ou}?code={codes.personne}",
        expires_in=appareil.DUREE,
        interval=appareil.INTERVALLE,
    )


@pages.get("/appareil")
def montrer(request: Request, code: str = "") -> HTMLResponse:
    if not code:
        return html(page.demander_le_code())
    attente = _chercher(request, code)
    if not isinstance(attente, Attente):
        return attente
    return html(page.demander_l_accord(_montre(code), attente.poste))


@pages.post("/appareil")
def regler(
    request: Request,
    code: Annotated[str, Form(max_length=CHAMP_MAX)],
    courriel: Annotated[str, Form(max_length=CHAMP_MAX)],
    mot_de_passe: Annotated[str, Form(max_length=CHAMP_MAX)],
    decision: Annotated[Literal["approuver", "refuser"], Form()],
    totp: Annotated[str, Form(max_length=CHAMP_MAX)] = "",
) -> HTMLResponse:
    """Approve or refuse, by who says who they are."""
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    attente = _chercher(request, code)
    if not isinstance(attente, Attente):
        return attente
    qui = comptes.identifier(ici.moteur, courriel.strip(), mot_de_passe, totp, adresse(request), secondes)
    if isinstance(qui, Bloque):
        return html(page.demander_l_accord(_montre(code), attente.poste, patience(qui.secondes), courriel), 429)
    if qui is None:
        return html(page.demander_l_accord(_montre(code), attente.poste, FAUX, courriel), 401)
    approuve = decision == "approuver"
    if not ici.moteur.ecrire(lambda conn: appareil.regler(conn, code, qui if approuve else None, secondes)):
        return html(page.demander_le_code(_INCONNU), 404)
    if approuve:
        ici.moteur.ecrire(lambda conn: freins.rendre(conn, freins.des_demandes(adresse(request)), secondes))
        return html(page.dire("Ordinateur connecté", "C’est fait : revenez à l’application et fermez cette page."))
    return html(page.dire("Demande refusée", "Cet ordinateur n’a pas été connecté. Vous pouvez fermer cette page."))


def _chercher(request: Request, code: str) -> Attente | HTMLResponse:
    """What the code stands for, or the page that says why nothing is said of it. Codes are not to be guessed."""
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    frein = freins.des_codes(adresse(request))
    reste = ici.moteur.ecrire(lambda conn: freins.prendre(conn, [frein], secondes))
    if reste > 0:
        return html(page.demander_le_code(patience(reste)), 429)
    attente = ici.moteur.lire(lambda conn: appareil.en_attente(conn, code, secondes))
    if attente is None:
        return html(page.demander_le_code(_INCONNU), 404)
    ici.moteur.ecrire(lambda conn: freins.rendre(conn, frein, secondes))
    return attente


def _montre(code: str) -> str:
    lettres = appareil.normaliser(code)
    return f"{lettres[:4]}-{lettres[4:]}"
