"""Commands a second through `executer --json`, start-up included, against SQLite alone writing the same lines."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench._recrutement import JOUR, PAR_CANDIDATURE, commandes, faire_base
from rafaelpro_tui.commandes.execution import GROUPE
from rafaelpro_tui.core.store import driver

COMMANDES = 10_000


def main() -> None:
    """Print both rates and their ratio."""
    candidatures = COMMANDES // PAR_CANDIDATURE
    lignes = list(commandes(candidatures))
    with tempfile.TemporaryDirectory() as dossier:
        base, fichier = Path(dossier, "base.sqlite"), Path(dossier, "commandes.jsonl")
        faire_base(base, candidatures)
        fichier.write_text("\n".join(lignes), encoding="utf-8")
        nous, pair = _executer(base, fichier), _sqlite_seul(Path(dossier, "pair.sqlite"), lignes)
    print(f"executer : {COMMANDES / nous:,.0f} commandes/s ({nous:.2f} s pour {COMMANDES:,})")
    print(f"SQLite seul, les mêmes lignes et les mêmes groupes : {COMMANDES / pair:,.0f} lignes/s")
    print(f"rapport : {nous / pair:.1f} fois son temps")


def _executer(base: Path, fichier: Path) -> float:
    commande = [sys.executable, "-m", "rafaelpro_tui", "executer", str(fichier), "--base", str(base)]
    debut = perf_counter()
    fait = subprocess.run([*commande, "--aujourdhui", str(JOUR), "--json"], capture_output=True, text=True, check=False)
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
