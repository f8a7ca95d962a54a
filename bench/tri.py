"""A list opened, then sorted by name, in a real pseudo-terminal; beside our own 1,000 rows, and VisiData on the same.

A list is open when its first row and the count of all are on screen: VisiData shows rows while it still reads the
others, from a twentieth to a third of a second after the key, as its next repaint falls. Sorted, when its first row is.
VisiData sorts all 100,000 candidatures, we those of the view: 10,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Final

from bench._demo import GRAND
from bench._liste import ENTETE, F4, commande, liste, nombre, porte, premiere, rang_des_lignes
from bench._mesure import Mesure
from bench._pairs import POUR_VISIDATA, csv_de, visidata
from bench._terminal import ouvert
from rafaelpro_tui.core.vues import Tri

TAILLES: Final = (100_000, 1_000_000) if GRAND else (100_000,)
TOURS: Final = 5
_COMPTE: Final = re.compile(r"\d candidatures\b")


def mesurer() -> Iterator[Mesure]:
    for taille in TAILLES:
        ouvertes, ouvertes_vd = [], []
        tries, tries_vd = [], []
        for _ in range(TOURS):
            ouvertes.append(_ouvrir(taille))
            tries += _trier(taille)
            if taille <= POUR_VISIDATA and visidata() is not None:
                ouverture, tri = _visidata(taille)
                ouvertes_vd.append(ouverture)
                tries_vd.append(tri)
        absent = "" if ouvertes_vd else " (laissé)" if taille > POUR_VISIDATA else " (absent)"
        yield Mesure(
            nom=f"liste de {nombre(taille)}, de la touche à ses lignes",
            unite="ms",
            nous=1000 * median(ouvertes),
            pair=f"VisiData{absent}",
            valeur_pair=1000 * median(ouvertes_vd) if ouvertes_vd else None,
            but=1 / 1.5,
        )
        yield Mesure(
            nom=f"tri par nom, {nombre(taille)}",
            unite="ms",
            nous=1000 * median(tries),
            pair=f"VisiData{absent}",
            valeur_pair=1000 * median(tries_vd) if tries_vd else None,
        )
        yield Mesure(
            nom=f"tri par nom, {nombre(taille)}",
            unite="ms",
            nous=1000 * median(tries),
            pair="le même, 1 000",
            valeur_pair=1000 * median(_trier(1_000) + _trier(1_000)),
        )


def _ouvrir(taille: int) -> float:
    """Seconds from F4, on the first screen, to the first row of the list and how many there are."""
    attendue = premiere(taille)
    with ouvert(commande(taille)) as terminal:
        terminal.attendre("F1 Aide", patience=30)
        terminal.attendre_un_calme(1.0)
        return terminal.duree(
            F4,
            lambda: terminal.rangs(0, 40),
            lambda lu: ENTETE in lu and f" {attendue} " in lu and _COMPTE.search(lu) is not None,
        )


def _trier(taille: int) -> list[float]:
    """By a click on the header of the names, and back."""
    attendues = [premiere(taille, tri=Tri("candidat", decroissant)) for decroissant in (False, True)]
    with liste(taille) as terminal:
        rang = rang_des_lignes(terminal)
        entete = terminal.rangs(rang - 1, rang)
        x, y = entete.index("Candidat") + 2, rang
        clic = f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m".encode()
        durees = []
        for attendue in attendues:
            durees.append(terminal.duree(clic, lambda: terminal.rangs(rang, rang + 1), porte(attendue)))
            terminal.attendre_un_calme(1.0)
        return durees


def _visidata(taille: int) -> tuple[float, float]:
    """The same: the file opened from the program, already running on another, then sorted."""
    lignes = csv_de(taille).read_text(encoding="utf-8").splitlines()[1:]
    premier = lignes[0].split(",")[0]
    attendu = min(ligne.split(",")[1] for ligne in lignes)
    programme = visidata()
    assert programme is not None
    with ouvert(programme) as terminal:
        terminal.attendre("fichier", patience=60)
        terminal.attendre_un_calme(1.0)
        terminal.envoyer(b"o")
        terminal.attendre_un_calme(0.5)
        terminal.envoyer(b"\x15" + str(csv_de(taille)).encode())
        terminal.attendre_un_calme(0.5)
        ouverture = terminal.duree(
            b"\r",
            lambda: terminal.rangs(2, 3) + terminal.rangs(39, 40),
            lambda lu: f" {premier} " in lu and f" {taille} rows" in lu,
        )
        terminal.attendre_un_calme(1.0)
        terminal.envoyer(b"l")  # to the column of the names
        terminal.attendre_un_calme(0.5)
        return ouverture, terminal.duree(b"[", lambda: terminal.rangs(2, 3), lambda lu: attendu[:12] in lu)
