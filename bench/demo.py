"""Rows a second of a large demo, everything included, against SQLite alone writing as many rows."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench._mesure import Mesure
from bench._recrutement import JOUR
from rafaelpro_tui.core import demo
from rafaelpro_tui.core.store import driver

CANDIDATURES = 100_000
TABLES = ("candidature", "candidat", "convocation", "avis", "recherche_candidature")


def mesurer() -> Iterator[Mesure]:
    """Time of a row."""
    with tempfile.TemporaryDirectory() as dossier:
        base = Path(dossier, "demo.sqlite")
        debut = perf_counter()
        demo.fabriquer(base, JOUR, CANDIDATURES)
        nous = perf_counter() - debut
        lignes = _lignes(base)
        pair = _sqlite_seul(Path(dossier, "pair.sqlite"), lignes)
    yield Mesure(
        nom=f"démo de {CANDIDATURES} candidatures, par ligne",
        unite="µs",
        nous=1e6 * nous / lignes,
        pair="SQLite, autant de lignes",
        valeur_pair=1e6 * pair / lignes,
    )


def _lignes(base: Path) -> int:
    conn = driver.connect(base, readonly=True)
    try:
        return sum(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)
    finally:
        conn.close()


def _sqlite_seul(chemin: Path, nombre: int) -> float:
    chemin.touch()
    conn = driver.connect(chemin)
    conn.execute("PRAGMA synchronous = OFF")
    conn.execute("CREATE TABLE ligne (n INTEGER PRIMARY KEY, texte TEXT NOT NULL)")
    debut = perf_counter()
    conn.execute("BEGIN")
    conn.executemany("INSERT INTO ligne VALUES (?, ?)", ((n, f"{n:0100}") for n in range(nombre)))
    conn.execute("COMMIT")
    duree = perf_counter() - debut
    conn.close()
    return duree
