"""The server's two pages: what a hostile visitor or a hostile laptop gets from them; a person and a real Chromium."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from rafaelpro_tui.server import freins
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import HorlogeDeTest
from tests.server.connexion import COURRIEL, MOT_DE_PASSE, Application, erreur, ouvrir_compte
from tests.server.en_ligne import en_ligne
from tests.terminal.navigateur import CHROMIUM, PATIENCE, Navigateur, navigateur

HOSTILE = "<script>alert(1)</script>\"'& [/] \u202e\x1b]0;x\x07\r\nSet-Cookie: a=b"


@pytest.fixture
def app(moteur: Moteur, horloge: HorlogeDeTest) -> Iterator[Application]:
    ouvrir_compte(moteur)
    with en_ligne(creer(moteur, horloge=horloge)) as url, httpx.Client(base_url=url) as http:
        yield Application(http)


class Lue(HTMLParser):
    """The elements of a page, and where it would go or fetch."""

    def __init__(self, texte: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(texte)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def toutes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributs for nom, attributs in self.elements if nom == tag]


def test_a_page_runs_nothing_fetches_nothing_and_keeps_nothing(app: Application) -> None:
    code = app.demander()["user_code"]
    for reponse in (
        app.http.get("/appareil"),
        app.http.get("/appareil", params={"code": code}),
        app.approuver(code, mot_de_passe="pas le bon"),
        app.approuver(code),
        app.http.get("/mot-de-passe"),
        _changer(app, encore="autre chose"),
        _changer(app),
    ):
        entetes = reponse.headers
        politique = entetes["content-security-policy"]
        assert {"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(
            politique.split("; ")
        )
        assert "unsafe" not in politique
        assert (entetes["cache-control"], entetes["referrer-policy"]) == ("no-store", "no-referrer")
        assert "set-cookie" not in entetes
        lue = Lue(reponse.text)
        assert lue.toutes("html") == [{"lang": "fr"}]
        assert not {nom for nom, _ in lue.elements} & {"script", "link", "img", "iframe", "object", "embed"}
        assert all(forme["action"] in ("appareil", "mot-de-passe") for forme in lue.toutes("form"))
        assert not [nom for _, attributs in lue.elements for nom in attributs if nom.startswith("on") or nom == "style"]
        etiquettes = {etiquette["for"] for etiquette in lue.toutes("label")}
        champs = {champ["id"] for champ in lue.toutes("input") if champ.get("type") != "hidden"}
        assert champs == etiquettes, "every field has its label"


def test_another_site_cannot_approve_in_ones_place(app: Application) -> None:
    """There is no cookie to ride on: a form that does not carry the password does nothing."""
    app.connecter()
    codes = app.demander()
    envoi = {"code": codes["user_code"], "decision": "approuver"}
    for manque in (envoi, envoi | {"courriel": COURRIEL}, envoi | {"courriel": COURRIEL, "mot_de_passe": ""}):
        reponse = app.http.post("/appareil", data=manque, headers={"Origin": "https://ailleurs.example"})
        assert reponse.status_code in (401, 422)
    assert app.approuver(codes["user_code"], decision="autre").status_code == 422
    assert erreur(app.echanger(codes["device_code"])) == "authorization_pending"


def test_the_name_of_a_laptop_is_only_a_name(app: Application) -> None:
    codes = app.demander(HOSTILE)
    reponse = app.http.get("/appareil", params={"code": codes["user_code"]})
    assert reponse.status_code == 200
    assert not Lue(reponse.text).toutes("script")
    assert "&lt;script&gt;" in reponse.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", reponse.text)
    assert "set-cookie" not in reponse.headers
    assert app.demander("  ")["user_code"]


def test_what_was_typed_comes_back_as_text_without_the_password(app: Application) -> None:
    page = Lue(app.approuver(app.demander()["user_code"], courriel='"><script>x@y', mot_de_passe="secret").text)
    assert not page.toutes("script")
    assert {champ["id"]: champ.get("value") for champ in page.toutes("input") if champ.get("id")} == {
        "courriel": '"><script>x@y',
        "mot_de_passe": None,
        "totp": None,
    }


NOUVEAU = "une autre phrase de quelques mots"


def _changer(app: Application, **champs: str) -> httpx.Response:
    envoi = {"courriel": COURRIEL, "mot_de_passe": MOT_DE_PASSE, "nouveau": NOUVEAU, "encore": NOUVEAU}
    return app.http.post("/mot-de-passe", data=envoi | champs)


def test_one_changes_ones_own_password(app: Application) -> None:
    """Every laptop is signed out, as when the administrator changes it; the old one opens nothing any more."""
    jetons = app.connecter()
    assert "Mot de passe changé" in _changer(app).text
    assert app.moi(jetons) == 401
    assert erreur(app.renouveler(jetons)) == "invalid_grant"
    assert _changer(app, nouveau=MOT_DE_PASSE, encore=MOT_DE_PASSE).status_code == 401
    assert app.moi(app.connecter(mot_de_passe=NOUVEAU)) == 200


def test_a_password_is_changed_by_who_knows_it_and_types_it_twice(app: Application, horloge: HorlogeDeTest) -> None:
    jetons = app.connecter()
    for champs, dit in (
        ({"encore": NOUVEAU + "x"}, "pas le même les deux fois"),
        ({"nouveau": "trop court", "encore": "trop court"}, "Le mot de passe a 10 caractères"),
    ):
        for _ in range(4):  # costs no try
            reponse = _changer(app, **champs)
            assert (reponse.status_code, dit in reponse.text) == (422, True)
        assert NOUVEAU not in reponse.text
    for _ in range(5):
        assert _changer(app, mot_de_passe="pas le bon").status_code == 401
    assert _changer(app).status_code == 429, "guessing it here is as slow as at the door"
    assert app.moi(jetons) == 200
    horloge.attendre(30)
    assert _changer(app).status_code == 200


@pytest.mark.parametrize(
    "chemin",
    ["//ailleurs.example/appareil", "/appareil/", "/appareil?code=//ailleurs.example", "/appareil?code=%0d%0a"],
)
def test_nobody_is_sent_elsewhere(app: Application, chemin: str) -> None:
    reponse = app.http.get(str(app.http.base_url).rstrip("/") + chemin)
    assert "ailleurs" not in reponse.headers.get("location", "")
    assert reponse.status_code in (200, 307, 404)


def test_codes_are_not_to_be_guessed(app: Application, horloge: HorlogeDeTest, monkeypatch: pytest.MonkeyPatch) -> None:
    des_codes = freins.des_codes
    monkeypatch.setattr(freins, "des_codes", lambda adresse: replace(des_codes(adresse), libres=5))
    bon = app.demander()["user_code"]
    for _ in range(6):
        assert app.http.get("/appareil", params={"code": bon}).status_code == 200, "right ones cost nothing"
    statuts = [app.http.get("/appareil", params={"code": f"{n:08}"}).status_code for n in range(6)]
    assert statuts == [404] * 5 + [429]
    bloquee = app.approuver(bon)
    assert bloquee.status_code == 429
    assert "attendez 1 minute" in bloquee.text
    horloge.attendre(30)
    assert app.approuver(bon).status_code == 200


# In Chromium


@dataclass(frozen=True, slots=True)
class Annonce:
    """What a screen reader is told of a part of the page."""

    role: str
    nom: str
    foyer: bool


class Personne:
    """At the keyboard; the page has no script, its tree of accessibility says all that there is to know."""

    def __init__(self, onglet: Navigateur) -> None:
        self.onglet = onglet

    async def voir(self, ceci: Callable[[Annonce], bool], foyer: str = "") -> list[Annonce]:
        """Wait for something, and for the field named `foyer` to have the keys."""
        async with asyncio.timeout(PATIENCE):
            while True:
                annonces = await self._annonces()
                if any(map(ceci, annonces)) and (not foyer or any(une.foyer and une.nom == foyer for une in annonces)):
                    return annonces
                await asyncio.sleep(0.02)

    async def _annonces(self) -> list[Annonce]:
        noeuds: list[dict[str, Any]] = (await self.onglet.demander("Accessibility.getFullAXTree"))["nodes"]
        return [
            Annonce(
                str(noeud["role"]["value"]),
                str(noeud.get("name", {}).get("value", "")),
                any(p["name"] == "focused" and p["value"]["value"] for p in noeud.get("properties", ())),
            )
            for noeud in noeuds
            if not noeud.get("ignored")
        ]


def titre(texte: str) -> Callable[[Annonce], bool]:
    return lambda une: (une.role, une.nom) == ("heading", texte)


def alerte(une: Annonce) -> bool:
    return une.role == "alert"


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium n’est pas installé (paquet Debian chromium)")
@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
@pytest.mark.slow
async def test_a_person_approves_a_laptop_with_the_keyboard(app: Application, tmp_path: Path) -> None:
    codes = app.demander("Portable de Léa")
    async with navigateur(tmp_path / "profil") as onglet:
        personne = Personne(onglet)
        await onglet.demander("Emulation.setScriptExecutionDisabled", value=True)
        await onglet.ouvrir(codes["verification_uri"])
        await personne.voir(titre("Connecter un ordinateur"), "Code")
        await onglet.photographier(tmp_path / "code.png")
        await onglet.taper("zzzz-zzzz", "Enter")
        await personne.voir(alerte, "Code")
        await onglet.taper(codes["user_code"].lower(), "Enter")
        accord = await personne.voir(titre("Connecter cet ordinateur\u00a0?"), "Adresse électronique")
        assert [une.nom for une in accord if une.role in ("textbox", "button")] == [
            "Adresse électronique",
            "Mot de passe",
            "Code à six chiffres, si votre compte en a un",
            "Approuver",
            "Refuser",
        ]
        assert any(une.nom == "Portable de Léa" for une in accord)
        await onglet.photographier(tmp_path / "accord.png")
        await onglet.taper(COURRIEL, "Tab", "pas la bonne phrase", "Enter")
        await personne.voir(alerte, "Mot de passe")
        await onglet.photographier(tmp_path / "faux.png")
        await onglet.taper(MOT_DE_PASSE, "Tab", "Tab", "Enter")
        fini = await personne.voir(titre("Ordinateur connecté"))
        assert any(une.role == "status" for une in fini)
        await onglet.photographier(tmp_path / "fini.png")
        # The browser asks for its icon by itself; nothing else leaves for anywhere.
        assert {adresse.partition("?")[0] for adresse in onglet.adresses} - {
            f"{str(app.http.base_url).rstrip('/')}/favicon.ico"
        } == {codes["verification_uri"]}
    assert app.moi(app.echanger(codes["device_code"]).json()) == 200
