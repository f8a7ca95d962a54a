"""From a letter typed into the filter to the rows it leaves, on screen; beside fzf and VisiData on the same rows.

Each letter is typed into an empty filter, which is the widest search: then it is taken back. VisiData has no filter as
one types: the nearest is to select by a regular expression, on the column of the names, then to open what is selected.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Final

from bench._demo import GRAND
from bench._liste import liste, nombre, porte, premiere, rang_des_lignes
from bench._mesure import Mesure
from bench._pairs import POUR_VISIDATA, csv_de, lignes_de, visidata
from bench._terminal import Chronometre, ouvert

BUTS: Final = {1_000: 60.0, 100_000: 60.0} | ({1_000_000: 120.0} if GRAND else {})
"""Milliseconds, 95 times of 100."""
LETTRES: Final = "abcdefghlmnoprstvz"
EFFACER: Final = b"\x7f"


def mesurer() -> Iterator[Mesure]:
    for taille, but in BUTS.items():
        nous = _nous(taille)
        quoi = f"filtre, {nombre(taille)} candidatures"
        p95 = quantiles(nous, n=20, method="inclusive")[18]
        yield Mesure(nom=f"{quoi}, p95", unite="ms", nous=p95, pair="le but", valeur_pair=but, but=1)
        for nom, pair in (("fzf", _fzf(taille)), ("VisiData", _visidata(taille))):
            absent = "" if pair else " (laissé)" if nom == "VisiData" and taille > POUR_VISIDATA else " (absent)"
            yield Mesure(
                nom=f"{quoi}, médiane",
                unite="ms",
                nous=median(nous),
                pair=f"{nom}{absent}",
                valeur_pair=median(pair) if pair else None,
            )


def _nous(taille: int) -> list[float]:
    """Until the first of those found is on the first row: a letter that leaves it where it was says nothing."""
    avant = premiere(taille)
    trouvees = {lettre: premiere(taille, lettre) for lettre in LETTRES}
    durees = []
    with liste(taille) as terminal:
        terminal.envoyer(b"f")
        terminal.attendre("Filtrer :")
        terminal.attendre_un_calme(1.0)
        rang = rang_des_lignes(terminal)
        for lettre, trouvee in trouvees.items():
            if trouvee not in ("", avant):
                durees.append(
                    1000 * terminal.duree(lettre.encode(), lambda: terminal.rangs(rang, rang + 1), porte(trouvee))
                )
                _effacer(terminal)
    return durees


def _effacer(terminal: Chronometre) -> None:
    terminal.attendre_un_calme()
    terminal.envoyer(EFFACER)
    terminal.attendre_un_calme()


def _fzf(taille: int) -> list[float]:
    """The same persons, one a line, until the rows change; nothing when it is not installed."""
    if (programme := shutil.which("fzf")) is None:
        return []
    durees = []
    commande = ["/bin/sh", "-c", f"'{programme}' --layout=reverse < '{lignes_de(taille)}'"]
    with ouvert(commande) as terminal:
        terminal.attendre(f"{taille}/{taille}", patience=30)
        terminal.attendre_un_calme()
        for lettre in LETTRES:
            durees.append(1000 * terminal.duree(lettre.encode(), lambda: terminal.rangs(2, 38)))
            _effacer(terminal)
    return durees


def _visidata(taille: int) -> list[float]:
    """The same rows, from Enter to the selection told, then from `"` to the first of those selected."""
    if taille > POUR_VISIDATA or (commande := visidata(csv_de(taille))) is None:
        return []
    with csv_de(taille).open(encoding="utf-8", newline="") as fichier:
        lignes = [(ligne["reference"], ligne["candidat"].lower()) for ligne in csv.DictReader(fichier)]
    durees = []
    with ouvert(commande) as terminal:
        terminal.attendre(f"{taille} rows", patience=60)
        terminal.envoyer(b"l")  # to the column of the names
        terminal.attendre_un_calme(1.0)
        for lettre in LETTRES:
            trouvees = [reference for reference, candidat in lignes if lettre in candidat]
            terminal.envoyer(b"|")
            terminal.attendre("select regex:")
            terminal.envoyer(lettre.encode())
            terminal.attendre_un_calme()
            choix = terminal.duree(b"\r", terminal.ecran, porte(f"selected {len(trouvees)} rows"))
            terminal.attendre_un_calme()
            ouverture = terminal.duree(b'"', lambda: terminal.rangs(2, 3), porte(trouvees[0]))
            durees.append(1000 * (choix + ouverture))
            terminal.attendre_un_calme()
            terminal.envoyer(b"q")
            terminal.attendre_un_calme()
            terminal.envoyer(b"gu")  # nothing selected
            terminal.attendre_un_calme()
    return durees
