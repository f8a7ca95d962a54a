"""The page `/mot-de-passe`, where a person changes their own password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.server import comptes, page
from rafaelpro_tui.server.comptes import Bloque
from rafaelpro_tui.server.etat import serveur
from rafaelpro_tui.server.routes.formulaire import CHAMP_MAX, FAUX, adresse, html, patience

pages = APIRouter(include_in_schema=False)


@pages.get("/mot-de-passe")
def montrer() -> HTMLResponse:
    return html(page.changer_le_mot_de_passe())


@pages.post("/mot-de-passe")
def changer(
    request: Request,
    courriel: Annotated[str, Form(max_length=CHAMP_MAX)],
    mot_de_passe: Annotated[str, Form(max_length=CHAMP_MAX)],
    nouveau: Annotated[str, Form(max_length=CHAMP_MAX)],
    encore: Annotated[str, Form(max_length=CHAMP_MAX)],
    totp: Annotated[str, Form(max_length=CHAMP_MAX)] = "",
) -> HTMLResponse:
    """By who knows the present one. The new one is looked at first: what is wrong with it costs no try."""

    def refuser(faute: str, statut: int) -> HTMLResponse:
        return html(page.changer_le_mot_de_passe(faute, courriel), statut)

    if nouveau != encore:
        return refuser("Le nouveau mot de passe n’est pas le même les deux fois : écrivez-le de nouveau.", 422)
    try:
        comptes.exiger(nouveau)
    except SaisieMalformee as erreur:
        return refuser(f"{erreur.message} {erreur.que_faire}", 422)
    ici = serveur(request)
    secondes = ici.horloge.secondes()
    qui = comptes.identifier(ici.moteur, courriel.strip(), mot_de_passe, totp, adresse(request), secondes)
    if isinstance(qui, Bloque):
        return refuser(patience(qui.secondes), 429)
    if qui is None:
        return refuser(FAUX, 401)
    comptes.donner_mot_de_passe(ici.moteur, qui, comptes.hacher(nouveau))
    return html(
        page.dire(
            "Mot de passe changé",
            "Vos ordinateurs sont déconnectés : sur chacun, « rafaelpro-tui connexion » le reconnecte.",
        )
    )
