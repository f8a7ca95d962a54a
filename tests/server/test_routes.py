"""The API over HTTP, on both engines: who may come in where, what is refused and how, what an answer looks like."""

from __future__ import annotations

import gzip
import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
import zstandard
from pydantic import TypeAdapter
from sqlalchemy import insert

from rafaelpro_tui.core.sync.fil import Envoi, Page, Reponse
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.changements import Curseur
from rafaelpro_tui.server.enveloppe import OCTETS_MAX
from rafaelpro_tui.server.journalisation import EnJson
from rafaelpro_tui.server.store import meta, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import HorlogeDeTest
from tests.server.en_ligne import en_ligne

PUBLIQUES: Final = {
    ("post", "/v1/appareil"),
    ("post", "/v1/jetons"),
    ("get", "/v1/sante/vif"),
    ("get", "/v1/sante/pret"),
}
NOMS: Final = ("u1", "u2", "u3", "u4")


@pytest.fixture
def url(moteur: Moteur, horloge: HorlogeDeTest) -> Iterator[str]:
    with moteur.engine.connect().execution_options(ecriture=True) as conn, conn.begin():
        for nom in NOMS:
            conn.execute(
                insert(tables.jeton).values(
                    empreinte=empreinte(nom),
                    utilisateur=nom,
                    expire_a=horloge.secondes() + (900 if nom != "u4" else -1),
                )
            )
        conn.execute(
            insert(tables.jeton).values(empreinte=empreinte("flux"), flux="eos", expire_a=horloge.secondes() + 900)
        )
    with en_ligne(creer(moteur, horloge=horloge)) as url:
        yield url


def client(url: str, jeton: str | None = "u1") -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {jeton}"} if jeton else {}, timeout=60)


def envoi(*commandes: dict[str, Any], **autres: Any) -> dict[str, Any]:
    return {"poste": "p", "schema": 1, "commandes": list(commandes)} | autres


def convoquer(reference: str = "S1", **autres: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "type": "convoquer",
        "structure": "OF1",
        "args": {"candidature": reference, "date": "2024-07-16"},
        "saisi_le": "2024-07-15T10:30:00",
    } | autres


def est_un_probleme(reponse: httpx.Response, status: int) -> dict[str, Any]:
    assert reponse.status_code == status, reponse.text
    assert reponse.headers["content-type"] == "application/problem+json"
    corps: dict[str, Any] = reponse.json()
    assert corps["status"] == status
    assert corps["detail"].endswith(".")
    assert corps["title"]
    return corps


def test_every_route_asks_who_comes_in(url: str) -> None:
    """One table for all that the OpenAPI says, so that no route is forgotten."""
    with client(url, None) as nul, client(url, "faux") as faux, client(url, "u4") as passe:
        chemins = nul.get("/openapi.json").json()["paths"]
        protegees = [
            (methode, chemin.replace("{id}", str(uuid4())))
            for chemin, methodes in chemins.items()
            for methode in methodes
            if chemin.startswith("/v1") and (methode, chemin) not in PUBLIQUES
        ]
        assert len(protegees) >= 9
        for methode, chemin in protegees:
            for qui in (nul, faux, passe):
                reponse = qui.request(methode, chemin)
                est_un_probleme(reponse, 401)
                assert reponse.headers["www-authenticate"].startswith("Bearer")


def test_the_openapi_tells_every_error_and_its_examples_are_true(url: str) -> None:
    with client(url, None) as nul:
        description = nul.get("/openapi.json").json()
    for chemin, methodes in description["paths"].items():
        for methode, operation in methodes.items():
            assert operation["summary"], chemin
            protegee = chemin.startswith("/v1") and (methode, chemin) not in PUBLIQUES
            assert (protegee and "security" in operation) is ("401" in operation["responses"]), chemin
            for code, reponse in operation["responses"].items():
                if code[0] in "45":
                    nom = reponse["$ref"].rpartition("/")[2]
                    (media,) = description["components"]["responses"][nom]["content"]
                    assert media == "application/problem+json"
    commandes = description["paths"]["/v1/commandes"]["post"]
    TypeAdapter(Envoi).validate_python(commandes["requestBody"]["content"]["application/json"]["example"])
    TypeAdapter(Reponse).validate_python(commandes["responses"]["200"]["content"]["application/json"]["example"])
    page = description["paths"]["/v1/changements"]["get"]["responses"]["200"]["content"]["application/json"]["example"]
    TypeAdapter(Page).validate_python(page)
    assert "HTTPValidationError" not in json.dumps(description)


def test_persons_and_flows_each_have_their_routes(url: str) -> None:
    with client(url, "flux") as flux, client(url) as lea:
        for methode, chemin in (("GET", "/v1/moi"), ("GET", "/v1/changements?structure=OF1")):
            est_un_probleme(flux.request(methode, chemin), 403)
        est_un_probleme(flux.post("/v1/commandes", json=envoi(convoquer())), 403)
        est_un_probleme(flux.get(f"/v1/commandes/{uuid4()}"), 403)
        for chemin in ("candidatures", "annulations", "lheo"):
            est_un_probleme(lea.post(f"/v1/flux/{chemin}", content=b""), 403)
        est_un_probleme(lea.get("/v1/flux/transmissions"), 403)


LECTURES: Final = (
    ("u1", "OF1", 200, True),  # general
    ("u2", "OF1", 200, False),  # catalogue: DRT-9
    ("u3", "OF2", 200, True),  # preinscription
    ("u3", "OF1", 404, False),  # not attached: DRT-5, DRT-7
    ("u1", "INCONNUE", 404, False),
)


def test_what_is_read_is_within_rights(url: str) -> None:
    """I7."""
    for qui, structure, status, personnes in LECTURES:
        with client(url, qui) as lecteur:
            reponse = lecteur.get("/v1/changements", params={"structure": structure, "limite": 1000})
            if status != 200:
                est_un_probleme(reponse, status)
                continue
            genres = {objet["genre"] for objet in reponse.json()["objets"]}
            assert ({"candidat", "candidature"} <= genres) is personnes
            assert genres.isdisjoint({"candidat", "candidature"}) is not personnes
            assert (reponse.json()["empreinte"].keys() & {"candidat", "candidature"} != set()) is personnes


COMMANDES: Final = (
    ("u1", "OF1", "S1", None),
    ("u3", "OF2", "S2", None),
    ("u2", "OF1", "S1", "DRT-1"),
    ("u1", "OF2", "S1", "DRT-7"),
    ("u1", "OF1", "RIEN", "DRT-5"),
)


def test_what_is_done_is_within_rights(url: str) -> None:
    for qui, structure, reference, regle in COMMANDES:
        with client(url, qui) as personne:
            une = convoquer(reference, structure=structure)
            reponse = personne.post("/v1/commandes", json=envoi(une))
            assert reponse.status_code == 200
            (sort,) = reponse.json()["commandes"]
            assert (sort["id"], sort.get("regle")) == (une["id"], regle)
            assert personne.get(f"/v1/commandes/{une['id']}").json() == sort
            with client(url, "u1" if qui != "u1" else "u3") as autre:
                est_un_probleme(autre.get(f"/v1/commandes/{une['id']}"), 404)


MALFORMES: Final = (
    b"",
    b"{",
    b"[]",
    b'{"poste":"p"}',
    json.dumps(envoi(convoquer(), couleur="bleu")).encode(),
    json.dumps(envoi(convoquer() | {"couleur": "bleu"})).encode(),
    json.dumps(envoi(convoquer(), poste="\0")).encode(),
    json.dumps(envoi(convoquer(vu=2**70))).encode(),
    json.dumps(envoi(convoquer(structure="\0"))).encode(),
    json.dumps(envoi(convoquer(structure="\ud800"))).encode(),
    json.dumps(envoi(convoquer(args={"candidature": "\0", "date": "2024-07-16"}))).encode(),
    json.dumps(envoi(convoquer(args={"candidature": float("nan"), "date": "2024-07-16"}))).encode(),
    json.dumps(envoi(*[convoquer() for _ in range(101)])).encode(),
    b"[" * 100_000,
    b"[" * 20_000 + '"é"'.encode() + b"]" * 20_000,
    b'{"commandes": ' + b'{"a": ' * 20_000 + b"1" + b"}" * 20_000 + b"}",
)


def test_what_is_malformed_is_a_problem_and_does_nothing(url: str) -> None:
    with client(url) as lea:
        for corps in MALFORMES:
            reponse = lea.post("/v1/commandes", content=corps, headers={"Content-Type": "application/json"})
            assert reponse.status_code in (400, 422), (corps[:200], reponse.text)
            est_un_probleme(reponse, reponse.status_code)
        page = lea.get("/v1/changements", params={"structure": "OF1", "limite": 1000}).json()
        assert {o["version"] for o in page["objets"] if o["genre"] == "candidature"} == {1}


ETRANGES: Final[tuple[tuple[dict[str, str], int], ...]] = (
    ({"structure": "\0"}, 422),
    ({"structure": "OF1", "limite": "0"}, 422),
    ({"structure": "OF1", "attente": "31"}, 422),
    ({"structure": "OF1", "attente": "nan"}, 422),
    ({}, 422),
    ({"structure": "OF1", "curseur": "\0"}, 200),
    ({"structure": "OF1", "curseur": str(Curseur("e", "OF1", 2**80, True))}, 200),
    ({"structure": "OF1", "curseur": "é" * 50}, 200),
)


def test_strange_questions(url: str, moteur: Moteur) -> None:
    with client(url) as lea:
        for parametres, status in ETRANGES:
            reponse = lea.get("/v1/changements", params=parametres)
            if status == 200:
                assert (reponse.status_code, reponse.json()["complet"]) == (200, True)
            elif moteur.embarque and parametres.get("structure") == "\0":
                est_un_probleme(reponse, 404)  # SQLite can look for it
            else:
                est_un_probleme(reponse, status)


def test_a_body_too_large_and_a_wrong_version_are_told(url: str) -> None:
    with client(url) as lea:
        est_un_probleme(lea.post("/v1/commandes", content=b" " * (OCTETS_MAX + 1)), 413)
        est_un_probleme(lea.post("/v1/commandes", json=envoi(schema=2)), 409)
        est_un_probleme(lea.get("/v1/rien"), 404)
        est_un_probleme(lea.delete("/v1/moi"), 405)


def test_answers_are_compressed_as_the_reader_accepts(url: str) -> None:
    with client(url) as lea:
        demande = lea.build_request("GET", "/v1/changements?structure=OF1")
        lus = []
        for accepte, codage, lire in (
            ("gzip, zstd", "zstd", zstandard.ZstdDecompressor().decompressobj().decompress),
            ("gzip;q=0.5, zstd;q=0", "gzip", gzip.decompress),
            ("identity", None, bytes),
        ):
            demande.headers["Accept-Encoding"] = accepte
            reponse = lea.send(demande, stream=True)
            brut = b"".join(reponse.iter_raw())
            assert reponse.headers.get("content-encoding") == codage
            assert int(reponse.headers["content-length"]) == len(brut)
            lus.append(json.loads(lire(brut))["objets"])
        assert lus[0] == lus[1] == lus[2] != []


def test_who_waits_is_told_at_once(url: str) -> None:
    """Long poll: a change ends it; who is not attached does not wait, nor who holds a cursor of no use."""
    with client(url) as lea, client(url, "u3") as zoe, ThreadPoolExecutor(1) as fils:
        curseur = lea.get("/v1/changements", params={"structure": "OF1", "limite": 1000}).json()["curseur"]
        attente = {"structure": "OF1", "curseur": curseur, "attente": "30"}
        page = fils.submit(lea.get, "/v1/changements", params=attente)
        assert zoe.post("/v1/commandes", json=envoi(convoquer(structure="OF2"))).status_code == 200
        objets = page.result(timeout=20).json()["objets"]
        assert "S1" in {objet["cle"] for objet in objets}
        est_un_probleme(zoe.get("/v1/changements", params=attente, timeout=5), 404)
        assert lea.get("/v1/changements", params=attente | {"curseur": "rien"}, timeout=5).json()["complet"]


def test_a_restore_is_told_to_who_waits(url: str, moteur: Moteur) -> None:
    """The epoch is another: everything is to be read again (SYNC)."""
    with client(url) as lea:
        page = lea.get("/v1/changements", params={"structure": "OF1", "limite": 1000}).json()
        moteur.ecrire(meta.renouveler)
        suite = lea.get(
            "/v1/changements", params={"structure": "OF1", "curseur": page["curseur"], "attente": "30"}, timeout=10
        ).json()
        assert suite["complet"]
        assert suite["epoque"] != page["epoque"]


def test_the_log_is_harmless_to_who_reads_it() -> None:
    """One line of JSON, whatever the address or the name that somebody has made up."""
    record = logging.makeLogRecord({"msg": "GET /v1/\x1b]0;PIRATE\x07\x9b31m\u202egro\u200b\n{}", "chemin": "\x9b2J"})
    ligne = EnJson().format(record)
    assert not set("\x1b\x07\x9b\n\u202e\u200b") & set(ligne)
    assert "PIRATE" in json.loads(ligne)["message"]


def test_the_log_names_nobody(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    une = convoquer()
    with client(url) as lea:
        lea.post("/v1/commandes", json=envoi(une))
        lea.get(f"/v1/commandes/{une['id']}")
        lea.get("/v1/changements", params={"structure": "OF1"})
    limite = time.monotonic() + 10
    notees: list[logging.LogRecord] = []
    while len(notees) < 3 and time.monotonic() < limite:  # The last line is written once the answer has left.
        time.sleep(0.01)
        notees = [ligne for ligne in caplog.records if ligne.name == "rafaelpro_tui.server.enveloppe"]
    assert [vars(ligne)["adresse"] for ligne in notees] == ["/commandes", "/commandes/{id}", "/changements"]
    assert {vars(ligne)["statut"] for ligne in notees} == {200}
    assert not any(une["id"] in str(vars(ligne)) or "OF1" in str(vars(ligne)) for ligne in notees)
