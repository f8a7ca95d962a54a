"""Commands a second through `executer --json`, start-up included, against SQLite alone writing the same lines."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench._mesure import Mesure
from bench._recrutement import JOUR, PAR_CANDIDATURE, commandes, faire_base
from rafaelpro_tui.commandes.execution import GROUPE
from rafaelpro_tui.core.store import driver

COMMANDES = 10_000


def mesurer() -> Iterator[Mesure]:
    """Time of a command."""
    candidatures = COMMANDES // PAR_CANDIDATURE
    lignes = list(commandes(candidatures))
    with tempfile.TemporaryDirectory() as dossier:
        base, fichier = Path(dossier, "base.sqlite"), Path(dossier, "commandes.jsonl")
        faire_base(base, candidatures)
        fichier.write_text("\n".join(lignes), encoding="utf-8")
        nous, pair = _executer(base, fichier), _sqlite_seul(Path(dossier, "pair.sqlite"), lignes)
    yield Mesure(
        nom=f"executer, {COMMANDES} commandes, par commande",
        unite="µs",
        nous=1e6 * nous / COMMANDES,
        pair="SQLite, les mêmes lignes",
        valeur_pair=1e6 * pair / COMMANDES,
    )


def _executer(base: Path, fichier: Path) -> float:
    commande = [sys.executable, "-m", "rafaelpro_tui", "executer", str(fichier), "--base", str(base)]
    debut = perf_counter()
    fait = subprocess.run(
        [*commande, "--aujourdhui", str(JOUR), "--json"], capture_output=True, text=True, check=False, timeout=300
    )
    duree = perf_counter() - debut
    assert fait.stdout.count('"issue": "fait"') == COMMANDES * 3 // 4, fait.stderr
    return duree


def _sqlite_seul(chemin: Path, lignes: list[str]) -> float:
    chemin.touch()
    conn = driver.connect(chemin)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("CREATE TABLE ligne (n INTEGER PRIMARY KEY, texte TEXT NOT NULL)")
    debut = perf_counter()
    for rang in range(0, len(lignes), GROUPE):
        conn.execute("BEGIN IMMEDIATE")
        for ligne in lignes[rang : rang + GROUPE]:
            conn.execute("INSERT INTO ligne (texte) VALUES (?)", (ligne,))
        conn.execute("COMMIT")
    duree = perf_counter() - debut
    conn.close()
    return duree
