"""One bit of a base flipped: it is found and said with a way out, or it changes nothing that anybody reads.

An encrypted base (every replica of a server, by default) has a MAC on each page: all of them are found. One in clear
has none: what it says twice is compared (`store/coherence.py`), and few change a value that nothing can tell from the
true one.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring

from bench._recrutement import JOUR, commandes, faire_base
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.exchange.commandes import lire_commandes
from rafaelpro_tui.core.horloge import HorlogeFixe
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chiffrement import chiffrer
from rafaelpro_tui.core.store.sante import examiner
from tests.pannes.terrain import Compte
from tests.trousseau import Trousseau

CANDIDATURES = 60


def eprouver(fois: int, alea: random.Random, dossier: Path) -> Iterator[Compte]:
    """`fois` bits of a base in clear, and as many of an encrypted one."""
    os.environ["RAFAELPRO_TEST_TROUSSEAU"] = str(dossier / "trousseau.json")
    avant = keyring.get_keyring()
    keyring.set_keyring(Trousseau())
    try:
        base = dossier / "base.sqlite"
        _remplir(base, dossier)
        for genre in ("en clair", "chiffrée"):
            if genre == "chiffrée":
                chiffrer(base)
            vus = Counter(_retourner(base, alea, dossier) for _ in range(fois))
            assert not vus["dits sans issue"]
            assert vus["valeur changée, rien ne le montre"] <= (2 + fois // 20 if genre == "en clair" else 0), vus
            yield Compte(
                f"un bit retourné, base {genre}", fois, " ; ".join(f"{n} {quoi}" for quoi, n in sorted(vus.items()))
            )
    finally:
        keyring.set_keyring(avant)


def _remplir(base: Path, dossier: Path) -> None:
    faire_base(base, CANDIDATURES)
    fichier = dossier / "commandes.jsonl"
    fichier.write_text("\n".join(commandes(CANDIDATURES)) + "\n", encoding="utf-8")
    with fichier.open("rb") as flux, Desk.open(base, horloge=HorlogeFixe(JOUR)) as desk:
        list(desk.executer(lire_commandes(flux, structure="OF1", utilisateur="u1"), groupe=500))
    with Base.open(base) as ouverte:
        ouverte.write.compacter()


def _retourner(base: Path, alea: random.Random, dossier: Path) -> str:
    """What becomes of one flip."""
    octets = bytearray(base.read_bytes())
    lu = _contenu(base)
    octets[alea.randrange(len(octets))] ^= 1 << alea.randrange(8)
    abimee = dossier / "abimee.sqlite"
    for reste in dossier.glob("abimee.sqlite*"):
        reste.unlink()
    abimee.write_bytes(octets)
    try:
        relu = _contenu(abimee)
        with Base.open(abimee) as ouverte:
            sante = examiner(ouverte)
    except Erreur as erreur:
        return "dits à l’ouverture ou à la lecture" if erreur.que_faire else "dits sans issue"
    if not sante.saine:
        return "dits par « diagnostic »"
    return "sans effet sur ce qui est lu" if relu == lu else "valeur changée, rien ne le montre"


def _contenu(base: Path) -> dict[str, list[Any]]:
    with Base.open(base) as ouverte, ouverte.read() as conn:
        tables = [nom for (nom,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")]
        assert "candidature" in tables
        return {
            nom: conn.execute(f"SELECT * FROM {nom}").fetchall() for nom in tables if not nom.startswith("recherche_")
        }
