"""`executer` killed at any instant: what was printed is there, the rest is wholly there or wholly absent.

25 kills by default; `RAFAELPRO_CRASH=200` for the full number.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench._recrutement import JOUR, commandes, faire_base
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.exchange.commandes import lire_commandes
from rafaelpro_tui.core.horloge import HorlogeFixe
from tests.pannes.etat import Etat, etat

pytestmark = [pytest.mark.crash, pytest.mark.slow]

FOIS = int(os.environ.get("RAFAELPRO_CRASH", "25"))
SERIES = 5
"""Tests that share the kills, so that they can run side by side."""
CANDIDATURES = 400


@dataclass(frozen=True)
class Terrain:
    """What every kill starts from, and what an uninterrupted run gives."""

    base: Path
    commandes: Path
    ids: list[str]
    fini: Etat
    resultats: list[dict[str, Any]]
    duree: float


@pytest.fixture(scope="module")
def terrain(tmp_path_factory: pytest.TempPathFactory) -> Terrain:
    dossier = tmp_path_factory.mktemp("crash")
    base, fichier, temoin = dossier / "base.sqlite", dossier / "commandes.jsonl", dossier / "temoin.sqlite"
    faire_base(base, CANDIDATURES)
    fichier.write_text("\n".join(commandes(CANDIDATURES)) + "\n", encoding="utf-8")
    shutil.copyfile(base, temoin)
    debut = time.perf_counter()
    fait = subprocess.run(_executer(temoin, fichier), capture_output=True, check=False)
    duree = time.perf_counter() - debut
    assert fait.returncode == 1, fait.stderr  # some are refused, on purpose
    resultats = _complets(fait.stdout)
    ids = [json.loads(ligne)["id"] for ligne in fichier.read_text(encoding="utf-8").splitlines()]
    assert [resultat["id"] for resultat in resultats] == ids
    return Terrain(base, fichier, ids, etat(temoin), resultats, duree)


def _executer(base: Path, fichier: Path) -> list[str]:
    commande = [sys.executable, "-m", "rafaelpro_tui", "executer", str(fichier), "--base", str(base)]
    return [*commande, "--aujourdhui", str(JOUR), "--json"]


def _complets(sortie: bytes) -> list[dict[str, Any]]:
    """The results printed whole: the last line may be cut."""
    return [json.loads(ligne) for ligne in sortie.split(b"\n")[:-1]]


def jouer(base: Path, terrain: Terrain, jusque: int | None = None) -> list[dict[str, Any]]:
    """Run the commands, or the first ones, here and without being killed."""
    with terrain.commandes.open("rb") as flux, Desk.open(base, horloge=HorlogeFixe(JOUR)) as desk:
        lues = lire_commandes(flux, structure="OF1", utilisateur="u1")[:jusque]
        resultats = [resultat.to_json() for resultat in desk.executer(lues, groupe=500)]
        verification = desk.verifier_journal()
    assert verification.intacte, verification.defaut
    return resultats


@pytest.mark.parametrize("serie", range(SERIES))
def test_killed_at_any_instant(terrain: Terrain, tmp_path: Path, serie: int) -> None:
    hasard = random.Random(f"{serie}")
    tues: list[int] = []
    for fois in range(serie, FOIS, SERIES):
        base = tmp_path / f"{fois}.sqlite"
        shutil.copyfile(terrain.base, base)
        imprimes = _tuer(base, terrain, hasard, tmp_path / f"{fois}.jsonl")

        # What was printed is there; the rest is a beginning of the file, wholly there, and nothing after it.
        apres = etat(base)
        enregistres = [ligne[1] for ligne in apres["depart"]]
        assert enregistres == terrain.ids[: len(enregistres)]
        assert [resultat["id"] for resultat in imprimes] == terrain.ids[: len(imprimes)]
        assert len(imprimes) <= len(enregistres)
        assert imprimes == terrain.resultats[: len(imprimes)]
        temoin = tmp_path / f"{fois}-temoin.sqlite"
        shutil.copyfile(terrain.base, temoin)
        if enregistres:
            jouer(temoin, terrain, len(enregistres))
        assert apres == etat(temoin)

        # Run again, the same file ends as if nothing had happened.
        rejoues = jouer(base, terrain)
        assert [resultat.pop("rejoue", False) for resultat in rejoues] == [
            rang < len(enregistres) for rang in range(len(rejoues))
        ]
        assert rejoues == terrain.resultats
        assert etat(base) == terrain.fini
        tues.append(len(enregistres))
        for reste in tmp_path.iterdir():
            reste.unlink()
    assert len(tues) == len(range(serie, FOIS, SERIES))


def _tuer(base: Path, terrain: Terrain, hasard: random.Random, sortie: Path) -> list[dict[str, Any]]:
    """Start `executer` on the base and kill it; gives what it had printed whole.

    Half of the kills come at any time, half soon after some lines were printed: between two groups, or within one.
    """
    with sortie.open("wb") as flux:
        processus = subprocess.Popen(_executer(base, terrain.commandes), stdout=flux, stderr=subprocess.DEVNULL)
        try:
            if hasard.random() < 0.5:
                time.sleep(hasard.uniform(terrain.duree / 5, terrain.duree))
            else:
                seuil = hasard.randrange(len(terrain.ids)) * 100
                while processus.poll() is None and sortie.stat().st_size < seuil:
                    time.sleep(0.002)
                time.sleep(hasard.uniform(0, terrain.duree / 20))
        finally:
            processus.kill()
            processus.wait()
    return _complets(sortie.read_bytes())
