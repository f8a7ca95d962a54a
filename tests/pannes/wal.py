"""The journal of a base (WAL) cut at every 512 bytes, as a power cut would; after the cut nothing, zeros or noise.

What is there is always what some number of whole groups gave, and never fewer with more of the file.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from bench._recrutement import JOUR, commandes, faire_base
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.exchange.commandes import lire_commandes
from rafaelpro_tui.core.horloge import HorlogeFixe
from tests.pannes.etat import Etat, etat
from tests.pannes.terrain import Compte

SECTEUR: Final = 512
CANDIDATURES, GROUPE, GROUPES = 30, 4, 10


def eprouver(fois: int, alea: random.Random, dossier: Path) -> Iterator[Compte]:
    """About `fois` cuts of each kind, or all of them."""
    base, coupee = dossier / "base.sqlite", dossier / "coupee.sqlite"
    etats = _ecrire(base, dossier)
    principal, journal = (Path(f"{base}{annexe}").read_bytes() for annexe in (".copie", ".copie-wal"))
    coupes = range(0, len(journal) + 1, SECTEUR)
    pas = max(1, len(coupes) // fois)
    for suite in ("rien", "zéros", "bruit"):
        faites, minimum = 0, 0
        for coupe in coupes[::pas]:
            reste = len(journal) - coupe
            fin = {"rien": b"", "zéros": bytes(reste), "bruit": alea.randbytes(reste)}[suite]
            for annexe in ("-wal", "-shm"):
                Path(f"{coupee}{annexe}").unlink(missing_ok=True)
            coupee.write_bytes(principal)
            Path(f"{coupee}-wal").write_bytes(journal[:coupe] + fin)
            lu = etat(coupee)
            assert lu == etats[len(lu["depart"])], f"coupé à {coupe}, puis {suite}"
            assert len(lu["depart"]) >= minimum, f"coupé à {coupe} : moins qu’avec moins d’octets"
            minimum, faites = len(lu["depart"]), faites + 1
        vu = f"{len(journal)} octets ; toujours des groupes entiers, de 0 à {minimum // GROUPE}"
        yield Compte(f"WAL coupé tous les 512 octets, puis {suite}", faites, vu)


def _ecrire(base: Path, dossier: Path) -> dict[int, Etat]:
    """Groups of commands in the WAL, copied before it is taken into the base; the state after each, by its commands."""
    faire_base(base, CANDIDATURES)
    etats = {0: etat(base)}
    fichier = dossier / "commandes.jsonl"
    fichier.write_text("\n".join(islice(commandes(CANDIDATURES), GROUPE * GROUPES)) + "\n", encoding="utf-8")
    with fichier.open("rb") as flux, Desk.open(base, horloge=HorlogeFixe(JOUR)) as desk:
        lues = lire_commandes(flux, structure="OF1", utilisateur="u1")
        for rang in range(0, len(lues), GROUPE):
            list(desk.executer(lues[rang : rang + GROUPE], groupe=GROUPE))
            etats[rang + GROUPE] = etat(base)
        for annexe in ("", "-wal"):
            shutil.copyfile(f"{base}{annexe}", f"{base}.copie{annexe}")
    assert len(etats) == GROUPES + 1
    return etats
