"""From a letter typed into the filter to the rows it leaves, on screen, at 100,000 candidatures; beside fzf on as many.

Each letter is typed into an empty filter, which is the widest search: then it is taken back.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Final

from bench._demo import GRAND, demo
from bench._mesure import Mesure
from bench._terminal import Chronometre, ouvert
from rafaelpro_tui.core.store import driver

BUTS: Final = {100_000: 60.0, 1_000_000: 120.0} if GRAND else {100_000: 60.0}
"""Milliseconds, 95 times of 100."""
LETTRES: Final = "abcdefghlmnoprstvz"
F4: Final = b"\x1bOS"
EFFACER: Final = b"\x7f"


def mesurer() -> Iterator[Mesure]:
    for taille, but in BUTS.items():
        base = demo(taille)
        with ouvert([sys.executable, "-m", "rafaelpro_tui", "ouvrir", "--base", str(base)]) as terminal:
            terminal.attendre("inscrits", patience=30)
            terminal.attendre_un_calme()
            for touche in (F4, b"f"):
                terminal.envoyer(touche)
                terminal.attendre_un_calme(1.0)
            nous = _taper(terminal, premier_rang=13)
        quoi = f"filtre, {taille:_} candidatures".replace("_", " ")
        p95 = quantiles(nous, n=20)[18]
        yield Mesure(nom=f"{quoi}, p95", unite="ms", nous=p95, pair="le but", valeur_pair=but, but=1)
        pair = _fzf(taille)
        yield Mesure(
            nom=f"{quoi}, médiane",
            unite="ms",
            nous=median(nous),
            pair="fzf" if pair else "fzf (absent)",
            valeur_pair=median(pair) if pair else None,
        )


def _taper(terminal: Chronometre, premier_rang: int) -> list[float]:
    durees = []
    for lettre in LETTRES:
        durees.append(1000 * terminal.duree(lettre.encode(), lambda: terminal.rangs(premier_rang, 38)))
        terminal.attendre_un_calme()
        terminal.envoyer(EFFACER)
        terminal.attendre_un_calme()
    return durees


def _fzf(taille: int) -> list[float]:
    """The same persons, one a line; nothing when it is not installed."""
    if (programme := shutil.which("fzf")) is None:
        return []
    base = demo(taille)
    liste = base.with_suffix(".txt")
    conn = driver.connect(base, readonly=True)
    try:
        lignes = conn.execute(
            "SELECT c.reference, p.nom_naissance, p.prenom, c.prescripteur, c.deposee_le"
            " FROM candidature c JOIN candidat p ON p.n = c.candidat"
        )
        liste.write_text("\n".join("  ".join(map(str, ligne)) for ligne in lignes), encoding="utf-8")
    finally:
        conn.close()
    with ouvert(["/bin/sh", "-c", f"'{programme}' --layout=reverse < '{liste}'"]) as terminal:
        terminal.attendre(f"{taille}/{taille}", patience=30)
        terminal.attendre_un_calme()
        return _taper(terminal, premier_rang=2)
