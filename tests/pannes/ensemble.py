"""Two apps, typed into at random, and a command line, on one base at the same time.

At the end: the base is sound, what the command line was told done is at its place once, no app has died nor met
anything unforeseen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from bench._recrutement import JOUR, faire_base
from rafaelpro_tui.cli import main
from tests.pannes import enfant
from tests.pannes.etat import etat
from tests.pannes.gestes import resultats
from tests.pannes.terrain import REUSSI, Compte, dite
from tests.terminal.pseudo_terminal import PseudoTerminal

PROGRAMME: Final = str(Path(sys.executable).with_name("rafaelpro-tui"))
CANDIDATURES: Final = 300
TOUCHES: Final = (
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[6~", b"\x1b[5~", b"\r", b"\r", b"\t", b" ", b" ", b"\x1b"),
    *(b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b[19~", b"\x1b[21~", b"\x1b[21~"),
    *(bytes([lettre]) for lettre in b"abcdefghijlmnopqrstuvwxyzLEP*+0123456789/?=-"),
    *(b"+0\r", b"L", b"*", b"o", b"p", b"c", b"\x1b[15~\r", b"\x1b[15~\rL*c+0\r"),
)
"""Not Ctrl+Q: who leaves is not at work."""
LECTURES: Final = (
    ("candidatures", "--limite", "50"),
    ("sessions",),
    ("tableau",),
    ("echeances",),
    ("journal", "--verifier"),
    ("candidature", "C1"),
    ("diagnostic",),
    ("passages",),
)


def eprouver(fois: int, alea: random.Random, dossier: Path) -> Iterator[Compte]:
    """`fois` seconds."""
    base = dossier / "base.sqlite"
    faire_base(base, CANDIDATURES)
    apps = [_ouvrir(dossier, base, rang) for rang in range(2)]
    vus, faites, numero = Counter[str](), set[str](), 0
    fin = time.monotonic() + fois
    while time.monotonic() < fin:
        for rang, app in enumerate(apps):
            if app.fin(0) is not None:  # it has been told to quit
                vus["applications rouvertes"] += 1
                apps[rang] = app = _ouvrir(dossier, base, rang)
            app.envoyer(b"".join(alea.choices(TOUCHES, k=alea.randrange(1, 6))))
            vus["frappes"] += 1
            app.calme(0.005)
        numero += 1
        (dossier / "commandes.jsonl").write_text("\n".join(_commandes(alea, numero)) + "\n", encoding="utf-8")
        mots = alea.choice(LECTURES) if alea.random() < 0.3 else ("executer", str(dossier / "commandes.jsonl"))
        arguments = [*mots, "--base", str(base), "--aujourdhui", str(JOUR), "--json"]
        dite_ = _courir(dossier, arguments)
        assert dite_.code in (*REUSSI, 4), dite_
        if dite_.code == 4:
            assert "occupée" in dite(dite_), dite_
            vus["fois où la base était occupée, et dite"] += 1
        vus["commandes"] += 1
        if mots[0] == "executer":
            lues = list(resultats(dite_.sortie))
            faites |= {lue["id"] for lue in lues if lue["issue"] == "fait"}
    for rang, app in enumerate(apps):
        app.terminer(signal.SIGTERM)
        assert app.fin(30) is not None, f"l’application {rang} ne finit pas"
    for journal in dossier.rglob("*.log"):
        raise AssertionError(journal.read_text(encoding="utf-8"))
    lu = etat(base)
    inscrites = [ligne[1] for ligne in lu["depart"]]
    assert len(inscrites) == len(set(inscrites))
    assert faites <= set(inscrites), "dit fait, et absent"
    assert faites, "rien n’a été fait"
    detail = ", ".join(f"{n} {quoi}" for quoi, n in sorted(vus.items()))
    yield Compte("secondes de deux applications et une ligne de commande", fois, f"{detail} ; {len(inscrites)} saisies")


def _ouvrir(dossier: Path, base: Path, rang: int) -> PseudoTerminal:
    chez = dossier / f"app{rang}"
    chez.mkdir(exist_ok=True)
    variables = {f"XDG_{nom}_HOME": str(chez / nom.lower()) for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
    variables |= {"HOME": str(chez), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    app = PseudoTerminal([PROGRAMME, "ouvrir", "--base", str(base), "--aujourdhui", str(JOUR)], variables, 100, 30)
    app.attendre("F1 Aide")
    return app


def _commandes(alea: random.Random, numero: int) -> Iterator[str]:
    """Some commands, most of which can pass."""
    for rang in range(alea.randrange(1, 6)):
        candidature = f"C{alea.randrange(CANDIDATURES)}"
        choix: tuple[dict[str, object], ...] = (
            {"type": "convoquer", "date": str(JOUR)},
            {"type": "noter_resultat", "rang": 1, "resultat": "presence"},
            {"type": "rendre_avis", "avis": {"recrutement": "non", "motif": "autres", "raison": "A trouvé."}},
        )
        id = str(UUID(int=numero * 10 + rang, version=4))
        yield json.dumps({"id": id, "candidature": candidature} | alea.choice(choix))


def _courir(dossier: Path, arguments: list[str]) -> enfant.Fin:
    ici = dossier / "cli"
    ici.mkdir(exist_ok=True)
    return enfant.attendre(enfant.partir(ici, lambda _: main(arguments)), ici)
