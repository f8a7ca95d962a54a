"""Lots of decisions, rules and journal included, beside a bare SQLite transaction that writes the same rows."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from bench._mesure import Mesure
from bench._recrutement import JOUR, faire_base
from rafaelpro_tui.core.commands import LotConvoquer
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.store import driver

DECISIONS: Final = (1_000, 10_000)
TOURS: Final = 3


def mesurer() -> Iterator[Mesure]:
    for decisions in DECISIONS:
        yield _mesurer(decisions)


def _mesurer(decisions: int) -> Mesure:
    nous, pair = [], []
    with tempfile.TemporaryDirectory() as dossier:
        modele = Path(dossier, "modele.sqlite")
        faire_base(modele, decisions)
        for tour in range(TOURS):
            fait = Path(shutil.copy(modele, Path(dossier, f"fait{tour}.sqlite")))
            nu = Path(shutil.copy(modele, Path(dossier, f"nu{tour}.sqlite")))
            nous.append(_lot(fait, decisions))
            pair.append(_memes_lignes(fait, nu))
    return Mesure(
        nom=f"lot de {decisions}, par décision",
        unite="µs",
        nous=1e6 * median(nous) / decisions,
        pair="SQLite, les mêmes lignes",
        valeur_pair=1e6 * median(pair) / decisions,
        but=3,
    )


def _lot(base: Path, decisions: int) -> float:
    with Desk.open(base, horloge=HorlogeFixe(JOUR), grace=20) as desk:
        tous = tuple(f"C{n}" for n in range(decisions))
        commande = desk.commande(LotConvoquer, session="S1", candidatures=tous, date=JOUR)
        debut = perf_counter()
        resultat = desk.executer_une(commande)
        duree = perf_counter() - debut
    assert resultat.lignes is not None
    assert sum(ligne.refus is None for ligne in resultat.lignes) == decisions
    return duree


def _memes_lignes(fait: Path, nu: Path) -> float:
    """Seconds to write, in one transaction of the base as it was, every row that is new or other in `fait`."""
    avant, apres = _lignes(nu), _lignes(fait)
    conn = driver.connect(nu)
    try:
        conn.execute("PRAGMA foreign_keys = OFF")
        debut = perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        for cible, lignes in apres.items():
            if autres := lignes - avant[cible]:
                marques = ", ".join("?" * len(next(iter(autres))))
                conn.executemany(f"INSERT OR REPLACE INTO {cible} VALUES ({marques})", list(autres))
        conn.execute("COMMIT")
        return perf_counter() - debut
    finally:
        conn.close()


def _lignes(base: Path) -> dict[str, set[tuple[Any, ...]]]:
    """The rows of each table, by its name and the columns that are written."""
    conn = driver.connect(base, readonly=True)
    try:
        tables = conn.execute(
            "SELECT l.name, group_concat(c.name) FROM pragma_table_list l, pragma_table_info(l.name) c"
            " WHERE l.type = 'table' AND l.schema = 'main' AND l.name NOT LIKE 'sqlite_%' GROUP BY 1"
        ).fetchall()
        return {
            f"{table} ({colonnes})": set(conn.execute(f"SELECT {colonnes} FROM {table}").fetchall())
            for table, colonnes in tables
        }
    finally:
        conn.close()
