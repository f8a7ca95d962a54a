"""The first synchronisation of a structure, with the server in this process, beside SQLite alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Final

from bench._demo import GRAND
from bench._mesure import Absent, Mesure
from bench._recrutement import objets
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.core.store import driver
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync import profil
from rafaelpro_tui.core.sync.synchronisation import Synchronisation

CANDIDATURES: Final = (1_000, 20_000, 100_000) if GRAND else (1_000, 20_000)


def mesurer() -> Iterator[Mesure]:
    if find_spec("sqlalchemy") is None:
        raise Absent("la partie serveur n’est pas installée")
    for candidatures in CANDIDATURES:
        yield _mesurer(candidatures)


def _mesurer(candidatures: int) -> Mesure:
    from rafaelpro_tui.server.chargement import charger
    from rafaelpro_tui.server.store import meta, migrations
    from rafaelpro_tui.server.store.moteur import Moteur
    from tests.server.porte import Porte

    with tempfile.TemporaryDirectory() as dossier:
        moteur = Moteur.de(Path(dossier, "serveur.sqlite"))
        migrations.monter(moteur)
        moteur.ecrire(meta.commencer)
        moteur.ecrire(lambda conn: charger(conn, list(objets(candidatures))))
        horloge = HorlogeSysteme()
        porte = Porte(moteur, horloge, "u1")
        chemin = Path(dossier, "replique.sqlite")
        profil.creer(chemin, "https://bench.example.org", porte.moi(), "poste", chiffrer=False)
        with Base.open(chemin) as base:
            debut = perf_counter()
            bilan = Synchronisation(base, horloge, porte).passer()
            nous = perf_counter() - debut
        moteur.fermer()
        assert len(bilan.objets) > 2 * candidatures
        pair = _sqlite_seul(Path(dossier, "pair.sqlite"), chemin)
    return Mesure(
        nom=f"première synchronisation, {len(bilan.objets)} objets, par objet",
        unite="µs",
        nous=1e6 * nous / len(bilan.objets),
        pair="SQLite, les mêmes objets",
        valeur_pair=1e6 * pair / len(bilan.objets),
    )


def _sqlite_seul(pair: Path, replique: Path) -> float:
    source = driver.connect(replique, readonly=True)
    recus = source.execute("SELECT structure, genre, cle, version, corps FROM base_objet").fetchall()
    source.close()
    pair.touch()
    conn = driver.connect(pair)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("CREATE TABLE objet (structure, genre, cle, version, corps, PRIMARY KEY (structure, genre, cle))")
    debut = perf_counter()
    conn.execute("BEGIN")
    conn.executemany("INSERT INTO objet VALUES (?, ?, ?, ?, ?)", recus)
    conn.execute("COMMIT")
    duree = perf_counter() - debut
    conn.close()
    return duree
