"""1, 50, then 200 laptops send 50 commands each, one by one, to one server on an embedded base, then to two on one
PostgreSQL.

Rate, delays, and nothing lost. The peer is the same road without the truth: as many requests to a route that answers at
once. PostgreSQL is left out where it is not installed. Everything is on the loopback, and ends by itself.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter, sleep, time
from typing import Any, Final
from uuid import uuid4

import httpx
from sqlalchemy import Connection, func, insert, select

from bench._mesure import Mesure
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.core.images import Noun
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Droit,
    Rattachement,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.server.acces import empreinte
from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import meta, migrations, tables
from rafaelpro_tui.server.store.moteur import Moteur
from tests.server import postgresql

POSTES: Final = (1, 50, 200)
"""How many at once, in turn; each has its own session, whose candidatures nobody has touched."""
COMMANDES: Final = 50
PAR_STRUCTURE: Final = 4
"""Laptops of one structure: they share its feed, and so its counter."""
PAR_CANDIDATURE: Final = 3
AUJOURDHUI: Final = HorlogeSysteme().maintenant().date()


def mesurer() -> Iterator[Mesure]:
    """Time of a command, and of the slowest of 20, on SQLite, then PostgreSQL, by number of laptops; none is lost."""
    with tempfile.TemporaryDirectory() as dossier:
        yield from _mesurer("un serveur, base embarquée", f"sqlite:///{dossier}/serveur.sqlite", serveurs=1)
    if postgresql.binaire("postgres") is None:
        return
    with (
        tempfile.TemporaryDirectory(prefix="rafaelpro-bench-") as dossier,
        postgresql.serveur(Path(dossier), durable=True) as url,
    ):
        yield from _mesurer("deux serveurs, PostgreSQL", url, serveurs=2)


def _mesurer(titre: str, donnees: str, *, serveurs: int) -> Iterator[Mesure]:
    moteur = Moteur.de(donnees)
    migrations.monter(moteur)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(_remplir)
    with ExitStack() as pile:
        urls = [pile.enter_context(_serveur(donnees)) for _ in range(serveurs)]
        premier = 0
        for nombre in POSTES:
            yield from _comparer(f"{titre}, {pluriel(nombre, 'poste')}", urls, range(premier, premier + nombre))
            premier += nombre
    with moteur.lecture() as conn:
        gardees = conn.execute(select(func.count()).select_from(tables.reponse)).scalar_one()
        avis = conn.execute(select(func.count()).select_from(tables.avis)).scalar_one()
    moteur.fermer()
    assert (gardees, avis) == (sum(POSTES) * COMMANDES, sum(POSTES) * (COMMANDES // PAR_CANDIDATURE)), (gardees, avis)


def _comparer(quoi: str, urls: list[str], postes: range) -> Iterator[Mesure]:
    nous, delais, sorts = asyncio.run(_envoyer(urls, postes))
    assert sorts == ["fait"] * (len(postes) * COMMANDES)
    pair, delais_pair, _ = asyncio.run(_envoyer(urls, postes, route="/v1/sante/vif"))
    pair_dit = "une route qui ne fait rien"
    yield Mesure(
        nom=f"{quoi}, par commande",
        unite="µs",
        nous=1e6 * nous / len(sorts),
        pair=pair_dit,
        valeur_pair=1e6 * pair / len(sorts),
    )
    yield Mesure(
        nom=f"{quoi}, attente p95",
        unite="ms",
        nous=1000 * quantiles(delais, n=20)[18],
        pair=pair_dit,
        valeur_pair=1000 * quantiles(delais_pair, n=20)[18],
    )


def _remplir(conn: Connection) -> None:
    charger(conn, list(_objets()))
    for poste in range(sum(POSTES)):
        conn.execute(
            insert(tables.jeton).values(
                empreinte=empreinte(f"j{poste}"), utilisateur=f"u{poste}", expire_a=time() + 3600
            )
        )


def _objets() -> Iterator[Noun]:
    """A session for each laptop, with the candidatures that it will handle."""
    par_poste = COMMANDES // PAR_CANDIDATURE + 1
    yield Dispositif(
        code="PRF", libelle="PRF", coefficient_min=Decimal(1), coefficient_max=Decimal(3), finance_region=True
    )
    for n in range(sum(POSTES) // PAR_STRUCTURE + 1):
        yield Structure(id=f"OF{n}", siret=f"{n:014}", nom=f"Organisme {n}")
        yield Action(id=f"A{n}", intitule="Plateforme", dispositif="PRF", responsable=f"OF{n}")
    for poste in range(sum(POSTES)):
        structure = f"OF{poste // PAR_STRUCTURE}"
        yield Utilisateur(id=f"u{poste}", nom="MARTIN", prenom="Léa", courriel=f"u{poste}@example.org")
        yield Rattachement(utilisateur=f"u{poste}", structure=structure, droit=Droit.GENERAL, referent=True)
        yield Session(
            reference=f"S{poste}",
            action=f"A{poste // PAR_STRUCTURE}",
            formateur=structure,
            positionneur=structure,
            commune="Pau",
            code_postal="64000",
            debut=AUJOURDHUI + timedelta(days=10),
            fin=AUJOURDHUI + timedelta(days=100),
            type_entrees=TypeEntrees.DATES_FIXES,
            effectif_minimal=1,
            effectif_vise=par_poste,
            capacite_accueil=par_poste,
            coefficient=Decimal(1),
            date_limite_inscription=AUJOURDHUI + timedelta(days=10),
            date_limite_entree_tardive=AUJOURDHUI + timedelta(days=20),
        )
        for n in range(par_poste):
            yield Candidat(id=f"P{poste}-{n}", nom_naissance=f"N’DIAYE-{n}", prenom="Noé")
            yield Candidature(
                reference=f"C{poste}-{n}",
                session=f"S{poste}",
                candidat=f"P{poste}-{n}",
                prescripteur="Mission locale",
                deposee_le=AUJOURDHUI - timedelta(days=3),
            )


def _commandes(poste: int) -> Iterator[dict[str, Any]]:
    jour = AUJOURDHUI.isoformat()
    suite: tuple[tuple[str, dict[str, Any]], ...] = (
        ("convoquer", {"date": jour}),
        ("noter_resultat", {"rang": 1, "resultat": "presence"}),
        ("rendre_avis", {"avis": {"recrutement": "non", "motif": "autres", "raison": "A trouvé un emploi."}}),
    )
    for rang in range(COMMANDES):
        type_, args = suite[rang % PAR_CANDIDATURE]
        yield {
            "id": str(uuid4()),
            "type": type_,
            "structure": f"OF{poste // PAR_STRUCTURE}",
            "args": {"candidature": f"C{poste}-{rang // PAR_CANDIDATURE}"} | args,
            "saisi_le": f"{jour}T08:00:00",
        }


async def _envoyer(urls: list[str], postes: range, route: str | None = None) -> tuple[float, list[float], list[str]]:
    """Seconds in all, seconds of each request, and the fates; `route`: only ask for it, as many times."""
    delais: list[float] = []
    sorts: list[str] = []

    async def un(poste: int) -> None:
        entetes = {"Authorization": f"Bearer j{poste}"}
        async with httpx.AsyncClient(base_url=urls[poste % len(urls)], headers=entetes, timeout=120) as client:
            for commande in _commandes(poste):
                depart = perf_counter()
                if route is not None:
                    reponse = await client.get(route)
                else:
                    envoi = {"poste": f"poste-{poste}", "schema": 1, "commandes": [commande]}
                    reponse = await client.post("/v1/commandes", json=envoi)
                    sorts.append(reponse.json()["commandes"][0]["issue"])
                delais.append(perf_counter() - depart)
                assert reponse.status_code == 200, reponse.text

    debut = perf_counter()
    await asyncio.gather(*(un(poste) for poste in postes))
    return perf_counter() - debut, delais, sorts


@contextmanager
def _serveur(donnees: str) -> Iterator[str]:
    """A server process, as `rafaelpro-tui serveur` starts it."""
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
    with tempfile.TemporaryDirectory() as dossier:
        environnement = os.environ | {f"XDG_{nom}_HOME": dossier for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
        mots = [sys.executable, "-m", "rafaelpro_tui", "serveur", "--port", str(port), "--donnees", donnees]
        with Path(dossier, "journal").open("wb") as journal:
            processus = subprocess.Popen(mots, env=environnement, stdout=journal, stderr=journal)
        url, limite = f"http://127.0.0.1:{port}", monotonic() + 30
        try:
            while not _pret(url):
                assert processus.poll() is None, Path(dossier, "journal").read_text()
                assert monotonic() < limite
                sleep(0.05)
            yield url
        finally:
            processus.terminate()
            processus.wait(timeout=20)


def _pret(url: str) -> bool:
    try:
        return httpx.get(f"{url}/v1/sante/pret").status_code == 200
    except httpx.HTTPError:
        return False
