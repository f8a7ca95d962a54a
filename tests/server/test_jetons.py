"""Tokens over HTTP, on both engines: how a laptop gets them (RFC 8628), renews, shares and loses them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from rafaelpro_tui.server import appareil, comptes, jetons
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.tables import metadata
from rafaelpro_tui.server.store.tables_comptes import famille, renouvellement
from tests.core.atelier import HorlogeDeTest
from tests.server.connexion import APPAREIL, MOT_DE_PASSE, Application, erreur, ouvrir_compte, porteur
from tests.server.en_ligne import en_ligne


@pytest.fixture
def app(moteur: Moteur, horloge: HorlogeDeTest) -> Iterator[Application]:
    ouvrir_compte(moteur)
    with en_ligne(creer(moteur, horloge=horloge)) as url, httpx.Client(base_url=url) as http:
        yield Application(http)


# The device flow


def test_a_laptop_waits_is_approved_and_gets_tokens_once(app: Application, horloge: HorlogeDeTest) -> None:
    codes = app.demander()
    secret = codes["device_code"]
    assert len(secret) >= 43, "256 bits"
    assert codes["verification_uri_complete"].endswith(f"/appareil?code={codes['user_code']}")
    assert erreur(app.echanger(secret)) == "authorization_pending"
    horloge.attendre(codes["interval"] - 1)
    assert erreur(app.echanger(secret)) == "slow_down"
    horloge.attendre(codes["interval"])
    assert erreur(app.echanger(secret)) == "authorization_pending"
    assert app.approuver(codes["user_code"].lower().replace("-", " ")).status_code == 200
    assert app.approuver(codes["user_code"]).status_code == 404, "a code is settled once"
    obtenu = app.echanger(secret)
    assert obtenu.headers["cache-control"] == "no-store"
    assert app.moi(obtenu.json()) == 200
    assert erreur(app.echanger(secret)) == "expired_token"


def test_a_laptop_is_refused_by_a_person_or_by_time(app: Application, horloge: HorlogeDeTest) -> None:
    refuse, oublie = app.demander(), app.demander()
    assert "n’a pas été connecté" in app.approuver(refuse["user_code"], decision="refuser").text
    assert erreur(app.echanger(refuse["device_code"])) == "access_denied"
    horloge.attendre(oublie["expires_in"])
    assert app.approuver(oublie["user_code"]).status_code == 404
    assert erreur(app.echanger(oublie["device_code"])) == "expired_token"
    assert erreur(app.echanger("inconnu")) == "expired_token"


def test_who_cannot_sign_in_settles_nothing(app: Application) -> None:
    codes = app.demander()
    for champs in ({"mot_de_passe": "pas le bon"}, {"courriel": "nul@example.org"}):
        reponse = app.approuver(codes["user_code"], **champs)
        assert reponse.status_code == 401
        assert "n’est pas le bon" in reponse.text
    assert erreur(app.echanger(codes["device_code"])) == "authorization_pending"


def test_who_asks_for_codes_without_end_is_slowed_down(app: Application, horloge: HorlogeDeTest) -> None:
    """Those that were approved do not count: an organisation may sign all its laptops in at once."""
    for _ in range(99):
        app.demander()
    for _ in range(2):
        assert app.approuver(app.demander()["user_code"]).status_code == 200
    app.demander()
    reponse = app.http.post("/v1/appareil", json={"poste": "un de plus"})
    assert reponse.status_code == 429
    assert reponse.headers["retry-after"] == "30"
    assert "1 minute" in reponse.json()["remede"]
    horloge.attendre(30)
    assert app.http.post("/v1/appareil", json={"poste": "un de plus"}).status_code == 200


# Renewing


def test_what_is_of_no_use_any_more_is_cleared_away(app: Application, moteur: Moteur, horloge: HorlogeDeTest) -> None:
    def gardees() -> list[int]:
        with moteur.lecture() as conn:
            return [conn.execute(select(func.count()).select_from(t)).scalar_one() for t in (famille, renouvellement)]

    oubliee, suivie = app.connecter(), app.connecter()
    assert gardees() == [2, 2]
    horloge.attendre(jetons.RENOUVELLEMENT - 1)
    suivie = app.renouveler(suivie).json()
    horloge.attendre(1)
    app.connecter()
    assert gardees() == [2, 2], "neither the laptop that was left, nor the refresh token that has served"
    assert erreur(app.renouveler(oubliee)) == "invalid_grant"
    assert app.moi(suivie) == 200


def test_access_ends_after_a_quarter_of_an_hour_and_is_renewed(app: Application, horloge: HorlogeDeTest) -> None:
    premiers = app.connecter()
    horloge.attendre(premiers["expires_in"] - 1)
    assert app.moi(premiers) == 200
    horloge.attendre(1)
    assert app.moi(premiers) == 401
    suivants = app.renouveler(premiers).json()
    assert app.moi(suivants) == 200
    horloge.attendre(jetons.RENOUVELLEMENT)
    assert erreur(app.renouveler(suivants)) == "invalid_grant"


def test_a_refresh_token_seen_again_revokes_its_family_alone(app: Application, horloge: HorlogeDeTest) -> None:
    vole, autre = app.connecter(), app.connecter()
    suivants = app.renouveler(vole).json()
    horloge.attendre(jetons.REPRISE + 1)
    assert erreur(app.renouveler(vole)) == "invalid_grant"
    assert app.moi(suivants) == 401
    assert erreur(app.renouveler(suivants)) == "invalid_grant"
    assert app.moi(autre) == 200
    assert app.renouveler(autre).status_code == 200


def test_a_lost_answer_is_asked_again(app: Application, horloge: HorlogeDeTest) -> None:
    """The laptop stops between the answer and keeping it: the same token renews once more, for a minute."""
    gardes = app.connecter()
    perdus = app.renouveler(gardes).json()
    horloge.attendre(jetons.REPRISE)
    repris = app.renouveler(gardes).json()
    assert app.moi(repris) == 200
    assert app.moi(perdus) == 401, "what was given the first time is void"
    suite = app.renouveler(repris).json()
    assert app.moi(suite) == 200
    assert erreur(app.renouveler(gardes)) == "invalid_grant", "not once what came after it has served"
    assert app.moi(suite) == 401


def test_an_answer_asked_again_by_a_thief_is_found_out(app: Application) -> None:
    """The thief is quick; the laptop then shows what it was given the first time, and both are out."""
    vole = app.connecter()
    recus = app.renouveler(vole).json()
    du_voleur = app.renouveler(vole).json()
    assert erreur(app.renouveler(recus)) == "invalid_grant"
    assert app.moi(du_voleur) == 401
    assert erreur(app.renouveler(du_voleur)) == "invalid_grant"


@pytest.mark.parametrize(
    "demande",
    [
        {"grant_type": "refresh_token"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "refresh_token": "x"},
    ],
)
def test_a_request_without_its_token_is_malformed(app: Application, demande: dict[str, str]) -> None:
    assert erreur(app.http.post("/v1/jetons", json=demande)) == "invalid_request"


@pytest.mark.parametrize("rebut", [r"\ud800", r"\u0000"])
def test_what_no_base_can_keep_is_refused_and_no_more(app: Application, rebut: str) -> None:
    """Half a character, a null: never an error of the server."""
    codes = app.demander()
    for chemin, corps in (
        ("/v1/appareil", f'{{"poste":"{rebut}"}}'),
        ("/v1/jetons", f'{{"grant_type":"refresh_token","refresh_token":"{rebut}"}}'),
        ("/v1/jetons", f'{{"grant_type":"{APPAREIL}","device_code":"{rebut}"}}'),
    ):
        reponse = app.http.post(chemin, content=corps, headers={"Content-Type": "application/json"})
        assert reponse.status_code < 500, chemin
    assert app.approuver(codes["user_code"], courriel="\0@example.org", totp="\0").status_code < 500
    assert app.http.get("/appareil", params={"code": "\0ß"}).status_code == 404


# Signing out


def test_one_signs_out_here_or_everywhere(app: Application) -> None:
    ici, la, encore = app.connecter(), app.connecter(), app.connecter()
    approuve = app.demander()
    assert app.approuver(approuve["user_code"]).status_code == 200
    assert app.http.delete("/v1/jetons", headers=porteur(ici)).status_code == 204
    assert (app.moi(ici), app.moi(la)) == (401, 200)
    assert erreur(app.renouveler(ici)) == "invalid_grant"
    assert app.http.delete("/v1/jetons", headers=porteur(ici)).status_code == 401
    assert app.http.delete("/v1/jetons?partout=1", headers=porteur(la)).status_code == 204
    assert (app.moi(la), app.moi(encore)) == (401, 401)
    assert erreur(app.renouveler(encore)) == "invalid_grant"
    assert erreur(app.echanger(approuve["device_code"])) == "expired_token", "approved, and not come for its tokens"


@pytest.mark.parametrize("geste", ["fermer", "changer"])
def test_a_closed_account_or_a_new_password_signs_everything_out(app: Application, moteur: Moteur, geste: str) -> None:
    ouverts, approuve = app.connecter(), app.demander()
    assert app.approuver(approuve["user_code"]).status_code == 200
    if geste == "fermer":
        comptes.activer(moteur, "lea", actif=False)
    else:
        comptes.donner_mot_de_passe(moteur, "lea", comptes.hacher("une autre phrase, de Léa"))
    assert app.moi(ouverts) == 401
    assert erreur(app.renouveler(ouverts)) == "invalid_grant"
    assert erreur(app.echanger(approuve["device_code"])) == "expired_token"
    assert app.approuver(app.demander()["user_code"]).status_code == 401


def test_no_token_is_any_use_once_its_account_is_closed(app: Application, moteur: Moteur) -> None:
    """Even one that would be written at that very instant."""
    comptes.activer(moteur, "lea", actif=False)
    en_retard = moteur.ecrire(lambda conn: jetons.ouvrir(conn, "lea", "Portable", 1_000_000.0))
    assert app.moi({"access_token": en_retard.access_token}) == 401
    assert erreur(app.renouveler({"refresh_token": en_retard.refresh_token})) == "invalid_grant"


# Flow accounts


def test_a_flow_account_is_no_person(app: Application, moteur: Moteur) -> None:
    cle = moteur.ecrire(lambda conn: jetons.donner_au_flux(conn, "region"))
    flux = {"access_token": cle}
    assert app.moi(flux) == 403
    for methode, chemin in (("POST", "/v1/commandes"), ("GET", "/v1/changements?structure=OF1")):
        assert app.http.request(methode, chemin, headers=porteur(flux)).status_code in (403, 422)
    assert app.http.get("/v1/flux/transmissions", headers=porteur(flux)).status_code == 200
    assert app.http.get("/v1/flux/transmissions", headers=porteur(app.connecter())).status_code == 403
    nouvelle = moteur.ecrire(lambda conn: jetons.donner_au_flux(conn, "region", ["lheo"]))
    etroit = {"access_token": nouvelle}
    for methode, chemin, statut in (
        ("GET", "transmissions", 403),
        ("POST", f"transmissions/{UUID(int=0)}/accuse", 403),
        ("POST", "candidatures", 403),
        ("POST", "annulations", 403),
        ("POST", "lheo", 422),
    ):
        assert app.http.request(methode, f"/v1/flux/{chemin}", headers=porteur(etroit)).status_code == statut
    assert app.moi(flux) == 401, "replaced"
    assert moteur.ecrire(lambda conn: jetons.retirer_du_flux(conn, "region"))
    assert app.moi(etroit) == 401


# At rest


def test_nothing_in_the_base_lets_its_reader_in(app: Application, moteur: Moteur) -> None:
    attente = app.demander()
    ouverts = app.connecter()
    suivants = app.renouveler(ouverts).json()
    cle = moteur.ecrire(lambda conn: jetons.donner_au_flux(conn, "region"))
    with moteur.lecture() as conn:
        base = "\n".join(str(ligne) for table in metadata.sorted_tables for ligne in conn.execute(select(table)))
    secrets = [attente["device_code"], MOT_DE_PASSE, cle]
    secrets += [lot[nom] for lot in (ouverts, suivants) for nom in ("access_token", "refresh_token")]
    assert [secret for secret in secrets if secret in base] == []
    assert appareil.normaliser(attente["user_code"]) in base, "the look is at the right base"
