"""`/v1/flux` over HTTP, on both engines: what comes in (LHÉO, CAN-4, CAN-5, ECH-6) and what is handed over (TRX)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import insert, select

from rafaelpro_tui.core.commands import ModifierSession
from rafaelpro_tui.core.model import Session
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.application import creer
from rafaelpro_tui.server.execution import Demande, executer
from rafaelpro_tui.server.store import objets, tables, tables_flux
from rafaelpro_tui.server.store.moteur import Moteur
from tests.core.atelier import JOUR, HorlogeDeTest
from tests.core.exchange import catalogue as lheo
from tests.server.en_ligne import en_ligne

FLUX, PERSONNE = "jeton-du-flux", "jeton-de-lea"
REF = "00235491"
NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def client(moteur: Moteur, horloge: HorlogeDeTest) -> Iterator[httpx.Client]:
    expire = {"expire_a": horloge.secondes() + 900}
    with moteur.engine.connect().execution_options(ecriture=True) as conn, conn.begin():
        conn.execute(insert(tables.jeton).values(empreinte=empreinte(FLUX), flux="region", **expire))
        conn.execute(insert(tables.jeton).values(empreinte=empreinte(PERSONNE), utilisateur="u1", **expire))
    entetes = {"Authorization": f"Bearer {FLUX}"}
    with en_ligne(creer(moteur, horloge=horloge)) as url, httpx.Client(base_url=url, headers=entetes) as client:
        yield client


def tout(client: httpx.Client, chemin: str, contenu: str | bytes, **options: str) -> Any:
    reponse = client.post(f"/v1/flux/{chemin}", content=contenu, params=options)
    assert reponse.status_code == 200, reponse.text
    return reponse.json()


def session(moteur: Moteur, reference: str = REF) -> Session:
    with moteur.lecture() as conn:
        cadre = objets.cadre(conn, reference)
    assert cadre is not None
    return cadre.session


def fil(moteur: Moteur, structure: str) -> dict[tuple[str, str], Any]:
    table = tables.fil
    with moteur.lecture() as conn:
        return {
            (lue.genre, lue.cle): json.loads(lue.corps)["image"]
            for lue in conn.execute(select(table).where(table.c.structure == structure, ~table.c.retire))
        }


# Who may


def test_only_flow_accounts_come_in(client: httpx.Client) -> None:
    routes = [("POST", "lheo"), ("POST", "candidatures"), ("POST", "annulations"), ("GET", "transmissions")]
    for methode, chemin in [*routes, ("POST", f"transmissions/{uuid4()}/accuse")]:
        for acces, status in (("Bearer inconnu", 401), ("Basic x", 401), (f"Bearer {PERSONNE}", 403)):
            reponse = client.request(methode, f"/v1/flux/{chemin}", headers={"Authorization": acces})
            assert reponse.status_code == status, (methode, chemin, acces)
            assert reponse.headers["content-type"] == "application/problem+json"


# The catalogue


def test_a_catalogue_comes_in_and_is_told(client: httpx.Client, moteur: Moteur) -> None:
    sans_session = lheo.action("A9", lheo.session("S9", fin="20220230"))
    xml = lheo.catalogue(lheo.formation(lheo.action(plus=lheo.formateur()) + sans_session))
    bilan = tout(client, "lheo", xml)
    assert bilan["comptes"]["session"] == {"crees": 1, "modifies": 0, "inchanges": 0}
    assert [ecart["element"] for ecart in bilan["ecarts"] if ecart["laisse"]] == ["fin"]
    assert bilan["ecarts_tus"] == 0
    lue = session(moteur)
    assert (lue.formateur, lue.positionneur) == (lheo.ATELIER, "OF1"), "the Responsable is known by its SIRET"
    dit = fil(moteur, lheo.ATELIER)
    assert dit["session", REF]["reference"] == REF
    assert {genre for genre, _ in dit} == {"session", "comptes", "action", "structure", "dispositif"}


@pytest.mark.parametrize("forme", ["xml", "gzip"])
def test_the_same_catalogue_again_changes_nothing(client: httpx.Client, moteur: Moteur, forme: str) -> None:
    xml = lheo.catalogue().encode()
    contenu = xml if forme == "xml" else gzip.compress(xml)
    premier, second = tout(client, "lheo", contenu), tout(client, "lheo", contenu)
    assert premier["comptes"]["session"]["crees"] == 1
    for nom in ("structure", "dispositif", "action", "session"):
        assert (second["comptes"][nom]["crees"], second["comptes"][nom]["modifies"]) == (0, 0)
    with moteur.lecture() as conn:
        assert conn.execute(select(tables.session.c.version).where(tables.session.c.reference == REF)).scalar() == 1


def test_a_newer_catalogue_keeps_what_the_of_has_edited(
    client: httpx.Client, moteur: Moteur, horloge: HorlogeDeTest
) -> None:
    avenir = {"debut": "20241001", "fin": "20241220"}
    tout(client, "lheo", lheo.catalogue(lheo.formation(lheo.action(sessions=lheo.session(**avenir)))))
    command = ModifierSession(
        id=uuid4(),
        structure="OF1",
        utilisateur="u1",
        session=REF,
        coefficient=Decimal("1.5"),
        date_limite_inscription=date(2024, 9, 1),
    )
    sort = executer(moteur, horloge, Demande(command=command, poste="p", saisi_le=horloge.maintenant()))
    assert sort.issue == "fait"
    xml = lheo.catalogue(lheo.formation(lheo.action(sessions=lheo.session(**avenir | {"fin": "20250115"}))))
    bilan = tout(client, "lheo", xml)
    assert bilan["comptes"]["session"]["modifies"] == 1
    lue = session(moteur)
    assert (lue.fin, lue.coefficient, lue.date_limite_inscription) == (
        date(2025, 1, 15),
        Decimal("1.5"),
        date(2024, 9, 1),
    )


def test_another_name_is_told_to_who_knows_the_structure(client: httpx.Client, moteur: Moteur) -> None:
    tout(client, "lheo", lheo.catalogue(lheo.formation(organisme=lheo.responsable(nom="Nouvel Horizon"))))
    assert fil(moteur, "OF2")["structure", "OF1"]["nom"] == "Nouvel Horizon"


def test_what_belongs_to_another_responsable_stays_there(client: httpx.Client, moteur: Moteur) -> None:
    """Its candidatures and avis are kept under its Responsable, and nothing moves them."""
    tout(client, "lheo", lheo.catalogue())
    autre = lheo.responsable(siret=lheo.ATELIER, nom="L’Atelier")
    bilan = tout(client, "lheo", lheo.catalogue(lheo.formation(organisme=autre)))
    assert "sous un autre Responsable" in bilan["ecarts"][0]["raison"]
    ailleurs = lheo.action("A2", lheo.session())
    bilan = tout(client, "lheo", lheo.catalogue(lheo.formation(ailleurs)))
    assert "dans une autre action" in bilan["ecarts"][0]["raison"]
    assert session(moteur).action == "A1"


def test_a_broken_catalogue_writes_nothing(client: httpx.Client, moteur: Moteur) -> None:
    xml = lheo.catalogue(lheo.formation(), lheo.formation(lheo.action("A2", lheo.session("S2"))))
    reponse = client.post("/v1/flux/lheo", content=xml.replace("</lheo>", ""))
    assert (reponse.status_code, reponse.json()["type"]) == (422, "urn:rafaelpro-tui:probleme:malformee")
    with moteur.lecture() as conn:
        assert objets.cadre(conn, REF) is None


def test_options_are_checked(client: httpx.Client) -> None:
    reponse = client.post("/v1/flux/lheo", content=lheo.catalogue(), params={"positionneur": "123"})
    assert (reponse.status_code, reponse.json()["fautes"][0]["chemin"]) == (422, "query.positionneur")
    assert tout(client, "lheo", lheo.catalogue(), responsable="99999999999999")["comptes"]["filtrees"] == 1


# Candidatures and annulations


def depot(reference: str, **champs: Any) -> dict[str, Any]:
    personne = {"id": "N1", "nom_naissance": "O’NEILL", "prenom": "Désiré"}
    return {
        "id": str(uuid4()),
        "reference": reference,
        "session": "S",
        "candidat": personne,
        "prescripteur": "Mission locale de Pau",
    } | champs


def test_can_4_and_5_are_checked_line_by_line_and_each_has_its_fate(client: httpx.Client, moteur: Moteur) -> None:
    lignes = [
        depot("N-1"),
        depot("N-2"),  # CAN-5: already on this session
        depot("N-3", session="H"),
        depot("N-4", session="H", candidat="P0"),  # CAN-4: one on HSP
        depot("N-5", session="inconnue"),
        depot("N-6", candidat="P9"),
        depot("N-7", session="T", candidat="P5", deposee_le=(JOUR + timedelta(days=1)).isoformat()),
        depot("N-8", session="T", prescripteur_france_travail=True),
    ]
    sorts = tout(client, "candidatures", "\n".join(map(json.dumps, lignes)))["commandes"]
    assert [(sort["issue"], sort.get("regle")) for sort in sorts] == [
        ("fait", None),
        ("refus", "CAN-5"),
        ("fait", None),
        ("refus", "CAN-4"),
        ("refus", "DRT-5"),
        ("refus", "DRT-5"),
        ("refus", "CAN-5"),
        ("fait", None),
    ]
    encore = tout(client, "candidatures", json.dumps(lignes))["commandes"]
    assert encore == [sort | {"rejoue": True} for sort in sorts]
    assert ("candidature", "N-1") in fil(moteur, "OF2")
    ligne = tables_flux.transmission
    with moteur.lecture() as conn:
        registre = conn.execute(select(ligne.c.candidature, ligne.c.destination, ligne.c.rang, ligne.c.du_le)).all()
    assert [tuple(lue) for lue in registre] == [("N-1", "hub_agora", 0, JOUR)], "TRX-1, TRX-2"


def test_syn_2_an_id_names_one_content(client: httpx.Client) -> None:
    premier = depot("N-1")
    tout(client, "candidatures", json.dumps(premier))
    (sort,) = tout(client, "candidatures", json.dumps(premier | {"reference": "N-2"}))["commandes"]
    assert sort["regle"] == "SYN-2"


def test_a_malformed_line_is_named_and_nothing_is_done(client: httpx.Client, moteur: Moteur) -> None:
    corps = "\n".join([json.dumps(depot("N-1")), json.dumps(depot("N-2", sexe="x"))])
    reponse = client.post("/v1/flux/candidatures", content=corps, headers=NDJSON)
    assert reponse.status_code == 422
    assert "Ligne 2, clé" in reponse.json()["detail"]
    assert ("candidature", "N-1") not in fil(moteur, "OF1")


def test_ech_6_the_funder_cancels(client: httpx.Client, moteur: Moteur) -> None:
    ligne = {"id": str(uuid4()), "session": "S"}
    (sort,) = tout(client, "annulations", json.dumps([ligne]))["commandes"]
    assert sort["issue"] == "fait"
    assert session(moteur, "S").annulee
    assert fil(moteur, "OF2")["candidature", "S0"]["etat"] == "refus_session_annulee"
    (encore,) = tout(client, "annulations", json.dumps([ligne]))["commandes"]
    assert encore["rejoue"] is True


# Transmissions


@pytest.fixture
def dues(client: httpx.Client) -> list[str]:
    """Five arrivals."""
    lignes = [depot(f"N-{n}", session="S" if n < 2 else "T", candidat=f"P{n + 4 if n < 2 else n}") for n in range(5)]
    sorts = tout(client, "candidatures", json.dumps(lignes))["commandes"]
    assert {sort["issue"] for sort in sorts} == {"fait"}
    return [ligne["reference"] for ligne in lignes]


def pages(client: httpx.Client, limite: int) -> Iterator[list[dict[str, Any]]]:
    curseur = None
    while True:
        params = {"limite": limite} | ({} if curseur is None else {"curseur": curseur})
        page = client.get("/v1/flux/transmissions", params=params).json()
        yield page["transmissions"]
        if (curseur := page["curseur"]) is None:
            return


def test_all_that_is_due_is_read_by_pages(client: httpx.Client, dues: list[str]) -> None:
    for limite in (1, 2, 5, 500):
        lues = [ligne for page in pages(client, limite) for ligne in page]
        assert sorted(ligne["candidature"]["reference"] for ligne in lues) == dues
        assert {(ligne["destination"], ligne["objet"]) for ligne in lues} == {("hub_agora", "arrivee")}
    for destination, combien in (("hub_agora", len(dues)), ("eos", 0)):
        page = client.get("/v1/flux/transmissions", params={"destination": destination}).json()
        assert len(page["transmissions"]) == combien


def test_i8_a_transmission_is_acknowledged_once(
    client: httpx.Client, moteur: Moteur, horloge: HorlogeDeTest, dues: list[str]
) -> None:
    premiere = next(pages(client, 1))[0]
    accuse = f"/v1/flux/transmissions/{premiere['id']}/accuse"
    attendu = {"id": premiere["id"], "accusee_le": horloge.quand.isoformat(), "accusee_par": "region"}
    assert client.post(accuse).json() == attendu
    horloge.aller_au(JOUR + timedelta(days=1))
    assert client.post(accuse).json() == attendu
    reste = [ligne["id"] for page in pages(client, 500) for ligne in page]
    assert len(reste) == 4
    assert premiere["id"] not in reste
    with moteur.lecture() as conn:
        table = tables.fil
        corps = conn.execute(
            select(table.c.corps).where(table.c.structure == "OF2", table.c.cle == premiere["candidature"]["reference"])
        ).scalar_one()
    assert json.loads(corps)["transmissions"] == [{"vers": "hub_agora", "le": attendu["accusee_le"]}]


def test_what_is_unknown_or_wrong_is_said(client: httpx.Client) -> None:
    assert client.post(f"/v1/flux/transmissions/{uuid4()}/accuse").status_code == 404
    for curseur in ("x", "2024-02-30.0190a2c4-1111-7111-8111-111111111111", "2024-01-01.zzz"):
        reponse = client.get("/v1/flux/transmissions", params={"curseur": curseur})
        assert (reponse.status_code, reponse.json()["fautes"][0]["chemin"]) == (422, "query.curseur")


def test_the_openapi_tells_bodies_and_answers(client: httpx.Client) -> None:
    chemins = client.get("/openapi.json").json()["paths"]
    assert set(chemins["/v1/flux/lheo"]["post"]["requestBody"]["content"]) == {"application/xml", "application/gzip"}
    for chemin in ("candidatures", "annulations"):
        contenus = chemins[f"/v1/flux/{chemin}"]["post"]["requestBody"]["content"]
        assert set(contenus) == {"application/x-ndjson", "application/json"}
        assert all("example" in contenu for contenu in contenus.values())
