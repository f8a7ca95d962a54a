"""The rows of a demo as other programs read them, made once a run; and VisiData, where it is installed."""

from __future__ import annotations

import csv
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bench._demo import demo
from rafaelpro_tui.core.store import driver

POUR_VISIDATA: Final = 100_000
"""It takes a minute to read a million, at each turn."""
COLONNES: Final = ("reference", "candidat", "prescripteur", "deposee_le")


@cache
def lignes_de(taille: int) -> Path:
    """One a line, for fzf."""
    chemin = demo(taille).with_suffix(".txt")
    chemin.write_text("\n".join("  ".join(map(str, ligne)) for ligne in _lignes(taille)), encoding="utf-8")
    return chemin


@cache
def csv_de(taille: int) -> Path:
    """With a header, for VisiData."""
    chemin = demo(taille).with_suffix(".csv")
    with chemin.open("w", encoding="utf-8", newline="") as fichier:
        csv.writer(fichier).writerows([COLONNES, *_lignes(taille)])
    return chemin


def visidata(fichier: Path | None = None) -> list[str] | None:
    """The command that starts VisiData on a file, by default another; None without it (extra « bench »)."""
    if find_spec("visidata") is None:
        return None
    if fichier is None:
        fichier = demo(1_000).with_name("autre.csv")
        fichier.write_text("autre\nfichier\n", encoding="utf-8")
    return [sys.executable, "-m", "visidata", str(fichier)]


def _lignes(taille: int) -> list[Any]:
    conn = driver.connect(demo(taille), readonly=True)
    try:
        return conn.execute(
            "SELECT c.reference, p.nom_naissance || ' ' || p.prenom, c.prescripteur, c.deposee_le"
            " FROM candidature c JOIN candidat p ON p.n = c.candidat"
        ).fetchall()
    finally:
        conn.close()
