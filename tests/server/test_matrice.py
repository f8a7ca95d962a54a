"""Who may do what over HTTP, generated: role × droit × command, route × account, and fields that nobody may set.

What is expected comes from REGLES.md (`tests.contrat.test_droits.oracle`), not from the code.
"""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import insert

from rafaelpro_tui import commandes as groupes
from rafaelpro_tui.core.exchange.dataset import lire_dataset
from rafaelpro_tui.core.sync.fil import COMMANDES_MAX
from rafaelpro_tui.server import comptes
from rafaelpro_tui.server.acces import PORTEES, empreinte
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import meta, migrations, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.contrat.jeu import completer
from tests.contrat.test_droits import DROITS, ROLES, TYPES, commande_de, monde, nommer, oracle
from tests.core.atelier import HorlogeDeTest
from tests.server.connexion import MOT_DE_PASSE, ouvrir_compte
from tests.server.en_ligne import en_ligne

PUBLIQUES: Final = {
    ("post", "/v1/appareil"),
    ("post", "/v1/jetons"),
    ("get", "/v1/sante/vif"),
    ("get", "/v1/sante/pret"),
}
Demander = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def demander(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demander]:
    """A request with the token of somebody: one user a droit, one flow account a portée."""
    dossier = tmp_path_factory.mktemp("matrice")
    (dossier / "jeu.json").write_text(json.dumps(completer(monde())), encoding="utf-8")
    moteur = Moteur.de(dossier / "verite.sqlite")
    migrations.monter(moteur)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(lambda conn: charger(conn, lire_dataset(dossier / "jeu.json").objets()))
    horloge = HorlogeDeTest(quand=datetime.fromisoformat("2022-04-25T10:00:00"))
    fin = horloge.secondes() + 900
    gens = (*DROITS, "membre", *(f"referent-{droit}" for droit in DROITS[:-1]))
    jetons: list[tuple[str, dict[str, Any]]] = [(nom, {"utilisateur": nom, "expire_a": fin}) for nom in gens]
    jetons += [(portee, {"flux": portee, "portees": portee, "expire_a": fin}) for portee in PORTEES]
    jetons.append(("vieux", {"utilisateur": "general", "expire_a": horloge.secondes() - 1}))
    with moteur.engine.connect().execution_options(ecriture=True) as conn, conn.begin():
        for jeton, champs in jetons:
            conn.execute(insert(tables.jeton).values(empreinte=empreinte(jeton), **champs))
    with en_ligne(creer(moteur, horloge=horloge)) as url, httpx.Client(base_url=url, timeout=60) as client:

        def demander(jeton: str | None, methode: str, chemin: str, **options: Any) -> httpx.Response:
            entetes = {"Authorization": f"Bearer {jeton}"} if jeton else {}
            return client.request(methode, chemin, headers=entetes, **options)

        yield demander
    moteur.fermer()


def envoi(*commandes: dict[str, Any], **autres: Any) -> dict[str, Any]:
    return {"poste": "p", "schema": 1, "commandes": list(commandes)} | autres


def en_fil(commande: dict[str, Any]) -> dict[str, Any]:
    """As a laptop sends it: who does it is not said, the token does."""
    args = {cle: valeur for cle, valeur in commande.items() if cle not in ("type", "structure", "utilisateur")}
    return {"id": str(uuid4()), "type": commande["type"], "structure": commande["structure"]} | {
        "args": args,
        "saisi_le": "2022-04-25T09:00:00",
    }


def test_role_by_droit_by_command(demander: Demander) -> None:
    """DRT-1 to DRT-7 on the truth, for every set of roles, every droit and every command: 560 cases."""
    obtenu: dict[tuple[str, str, str], str] = {}
    cas = list(product(ROLES, TYPES))
    assert len(cas) * len(DROITS) == 560
    for droit in DROITS:
        for debut in range(0, len(cas), COMMANDES_MAX):
            lot = cas[debut : debut + COMMANDES_MAX]
            corps = envoi(*(en_fil(commande_de(roles, droit, type_)) for roles, type_ in lot))
            reponse = demander(droit, "POST", "/v1/commandes", json=corps)
            assert reponse.status_code == 200, reponse.text
            for (roles, type_), sort in zip(lot, reponse.json()["commandes"], strict=True):
                obtenu[nommer(roles), droit, type_] = sort.get("regle", sort["issue"])
    assert obtenu == {(nommer(r), d, t): oracle(r, d, False, t) for r, d, t in product(ROLES, DROITS, TYPES)}


def test_referent_by_droit(demander: Demander) -> None:
    """DRT-6: whatever their own droit."""
    for droit, referent in product(DROITS[:-1], (False, True)):
        qui = f"referent-{droit}" if referent else droit
        une = {"type": "modifier_droit", "structure": "ME", "membre": "membre", "droit": "catalogue"}
        (sort,) = demander(qui, "POST", "/v1/commandes", json=envoi(en_fil(une))).json()["commandes"]
        assert sort.get("regle", sort["issue"]) == oracle(frozenset(), droit, referent, "modifier_droit"), qui


def test_what_each_droit_reads(demander: Demander) -> None:
    """DRT-5, DRT-9: sessions by any role; candidatures where one may act on them; nothing elsewhere."""
    for droit in DROITS:
        reponse = demander(droit, "GET", "/v1/changements", params={"structure": "ME", "limite": 1000})
        if droit == "etranger":
            assert reponse.status_code == 404
            continue
        lues: dict[str, set[str]] = {}
        for objet in reponse.json()["objets"]:
            lues.setdefault(objet["genre"], set()).add(objet["cle"])
        assert {cle[1:] for cle in lues["session"]} == {nommer(roles) for roles in ROLES if roles}
        lisibles = {nommer(r) for r in ROLES if r & set("RP") and droit in ("preinscription", "general")}
        assert {cle.partition("-")[0] for cle in lues.get("candidature", ())} == lisibles
        assert {cle.partition("-")[0][1:] for cle in lues.get("candidat", ())} == lisibles


def test_an_answer_is_its_author_s(demander: Demander) -> None:
    une = en_fil({"type": "modifier_action", "structure": "ME", "action": "AR", "plus": "x"})
    assert demander("general", "POST", "/v1/commandes", json=envoi(une)).status_code == 200
    for qui in (*DROITS, *PORTEES):
        vu = demander(qui, "GET", f"/v1/commandes/{une['id']}").status_code
        assert vu == (200 if qui == "general" else 403 if qui in PORTEES else 404), qui


def test_every_route_by_every_account(demander: Demander) -> None:
    """Generated from the OpenAPI: a route that is added is in it, and must be of persons or of a flow."""
    essais = 0
    for chemin, methodes in demander(None, "GET", "/openapi.json").json()["paths"].items():
        for methode, qui in product(methodes, (None, "faux", "vieux", *DROITS, *PORTEES)):
            if (methode, chemin) == ("delete", "/v1/jetons") or not chemin.startswith("/v1"):
                continue  # signing out is everybody's, and would end what follows
            vu = demander(qui, methode.upper(), chemin.replace("{id}", str(uuid4()))).status_code
            essais += 1
            portee = trouve[1] if (trouve := re.match(r"/v1/flux/(\w+)", chemin)) else None
            if (methode, chemin) in PUBLIQUES:
                assert vu not in (401, 403), (methode, chemin, qui)
            elif qui in (None, "faux", "vieux"):
                assert vu == 401, (methode, chemin, qui)
            elif qui in PORTEES:
                assert (vu == 403) is (qui != portee), (methode, chemin, qui, vu)
            else:
                assert (vu == 403) is (portee is not None), (methode, chemin, qui, vu)
    assert essais >= 150


INTERNES: Final = (
    *("utilisateur", "id", "type", "structure", "etat", "etape", "version", "statut", "porteur", "auteur", "par"),
    *("actif", "referent", "droit", "role", "roles", "admin", "flux", "saisi_le", "recue_le", "a_completer", "maximum"),
)


def test_mass_assignment(demander: Demander) -> None:
    """A field which is not of the command is refused, wherever it is put; who acts is never chosen."""

    def empreintes() -> Any:
        page = demander("general", "GET", "/v1/changements", params={"structure": "ME", "limite": 1000})
        return page.json()["empreinte"]

    avant = empreintes()
    for type_, cle in product(TYPES, INTERNES):
        if type_ == "modifier_droit" and cle in ("droit", "referent"):
            continue
        une = en_fil(commande_de(frozenset("RFP"), "general", type_))
        fausse = une | {"args": une["args"] | {cle: "referent-general"}}
        reponse = demander("general", "POST", "/v1/commandes", json=envoi(fausse))
        assert reponse.status_code == 422, (type_, cle, reponse.text)
    for cle in INTERNES:
        autour = en_fil(commande_de(frozenset("RFP"), "general", "convoquer")) | {f"{cle}_": "x"}
        assert demander("general", "POST", "/v1/commandes", json=envoi(autour)).status_code == 422, cle
        assert demander("general", "POST", "/v1/commandes", json=envoi(**{cle: "x"})).status_code == 422, cle
        assert demander(None, "POST", "/v1/appareil", json={"poste": "p", cle: "x"}).status_code == 422, cle
        jetons = {"grant_type": "refresh_token", "refresh_token": "x", cle: "general"}
        assert demander(None, "POST", "/v1/jetons", json=jetons).status_code in (400, 422), cle
    assert empreintes() == avant


@pytest.mark.parametrize("moteur", ["sqlite"], indirect=True)
def test_a_login_takes_as_long_whoever_it_is(moteur: Moteur) -> None:
    """2.2.1: no account, a wrong password, a closed account: the same time of processor, or nearly."""
    ouvrir_compte(moteur)
    comptes.donner_mot_de_passe(moteur, "lea", comptes.hacher(MOT_DE_PASSE))
    secondes = 0.0

    def mediane(courriel: str) -> float:
        nonlocal secondes
        durees = []
        for rang in range(3):
            secondes += 100_000.0  # the brakes have forgotten the try before
            debut = time.thread_time()
            assert comptes.identifier(moteur, courriel, "pas le bon, non", "", f"192.0.2.{rang}", secondes) is None
            durees.append(time.thread_time() - debut)
        return sorted(durees)[1]

    connu, inconnu = mediane("lea@example.org"), mediane("personne@example.org")
    comptes.activer(moteur, "lea", actif=False)
    ferme = mediane("lea@example.org")
    assert max(connu, inconnu, ferme) < 1.5 * min(connu, inconnu, ferme), (connu, inconnu, ferme)


def test_no_command_line_takes_a_secret() -> None:
    """What is on a command line is in the list of processes."""
    modules = {importlib.import_module(f"rafaelpro_tui.commandes.{nom}") for nom in groupes.COMMANDES.values()}
    options = {(c.nom, o.nom): o for module in modules for c in module.COMMANDES for o in c.options}
    secretes = re.compile("passe|jeton|secret|cle|token|code")
    assert [cle for cle, option in options.items() if secretes.search(cle[1]) and option.valeur] == []
    assert len(options) > 30
