"""An account, and signing in with it over HTTP: what the application does, what the person's browser does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from argon2 import PasswordHasher

from rafaelpro_tui.core.model import Utilisateur
from rafaelpro_tui.server import administration, comptes
from rafaelpro_tui.server.store.moteur import Moteur

COURRIEL, MOT_DE_PASSE = "lea@example.org", "une phrase de quelques mots"
APPAREIL = "urn:ietf:params:oauth:grant-type:device_code"
LEGER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(MOT_DE_PASSE)
"""Quick to verify, where the cost is not what is tested."""


def ouvrir_compte(moteur: Moteur, id: str = "lea", courriel: str = COURRIEL) -> None:
    administration.creer_personne(moteur, Utilisateur(id=id, nom="Martin", prenom="Léa", courriel=courriel))
    comptes.donner_mot_de_passe(moteur, id, LEGER)


@dataclass(frozen=True, slots=True)
class Application:
    """A laptop and the browser beside it."""

    http: httpx.Client

    def demander(self, poste: str = "Portable de Léa") -> dict[str, Any]:
        codes: dict[str, Any] = self.http.post("/v1/appareil", json={"poste": poste}).json()
        return codes

    def approuver(self, code: str, **champs: str) -> httpx.Response:
        envoi = {"code": code, "courriel": COURRIEL, "mot_de_passe": MOT_DE_PASSE, "decision": "approuver"}
        return self.http.post("/appareil", data=envoi | champs)

    def echanger(self, device_code: str) -> httpx.Response:
        return self.http.post("/v1/jetons", json={"grant_type": APPAREIL, "device_code": device_code})

    def renouveler(self, jetons: dict[str, Any]) -> httpx.Response:
        demande = {"grant_type": "refresh_token", "refresh_token": jetons["refresh_token"]}
        return self.http.post("/v1/jetons", json=demande)

    def connecter(self, **champs: str) -> dict[str, Any]:
        """The tokens of a laptop that has signed in."""
        codes = self.demander()
        assert self.approuver(codes["user_code"], **champs).status_code == 200
        reponse = self.echanger(codes["device_code"])
        assert reponse.status_code == 200, reponse.text
        jetons: dict[str, Any] = reponse.json()
        return jetons

    def moi(self, jetons: dict[str, Any]) -> int:
        """The status of a request with these tokens."""
        return self.http.get("/v1/moi", headers=porteur(jetons)).status_code


def porteur(jetons: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {jetons['access_token']}"}


def erreur(reponse: httpx.Response) -> str:
    """The RFC's word, in a problem."""
    assert reponse.status_code == 400, reponse.text
    assert reponse.headers["content-type"] == "application/problem+json"
    assert reponse.headers["cache-control"] == "no-store"
    corps = reponse.json()
    assert corps["detail"]
    return str(corps["error"])
