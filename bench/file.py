"""« Traiter à la file »: 60 candidatures of the demo with mixed verdicts, keys counted, each timed to its repaint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from statistics import median, quantiles
from typing import Final

from bench._liste import F4, commande
from bench._mesure import Mesure
from bench._terminal import ouvert
from rafaelpro_tui.core.horloge import HorlogeSysteme

TAILLE: Final = 10_000
DANS: Final = timedelta(days=15)
"""After the demo’s day: when every RDV has been held."""
COMBIEN: Final = 60
FILTRE: Final = "etape:presence_a_renseigner type:dates_fixes"
VERDICTS: Final = (b"po", b"po", b"pn1", b"a", b"pn2", b"x")
"""Present and retained, present and not, absent: what a day of information collective brings."""


def mesurer() -> Iterator[Mesure]:
    durees: list[float] = []
    jour = HorlogeSysteme().maintenant().date() + DANS
    with ouvert([*commande(TAILLE), "--aujourdhui", str(jour)]) as terminal:
        terminal.attendre("Remettre la démo", patience=30)
        terminal.attendre_un_calme(1.0)
        terminal.envoyer(b"\x1b")
        terminal.attendre("F1 Aide")
        terminal.attendre_un_calme(1.0)
        terminal.envoyer(F4)
        terminal.attendre_un_calme(1.0)
        terminal.envoyer(b"f")
        terminal.attendre("Filtrer :")
        terminal.envoyer(FILTRE.encode())
        terminal.attendre_un_calme(0.5)
        terminal.envoyer(b"\r")
        terminal.attendre_un_calme(0.5)
        terminal.envoyer(b"T")
        terminal.attendre("À décider")
        terminal.attendre_un_calme(0.5)
        for touches in islice(cycle(VERDICTS), COMBIEN):
            for touche in touches.decode():
                durees.append(1000 * terminal.duree(touche.encode(), lambda: terminal.rangs(0, 39)))
                terminal.attendre_un_calme(0.1)
        # Where one is, and what the whole came to.
        terminal.attendre(f"{COMBIEN + 1} / ")
    yield Mesure(
        nom=f"à la file, {COMBIEN} candidatures, touches par candidature",
        unite="",
        nous=len(durees) / COMBIEN,
        pair="le but",
        valeur_pair=3,
        but=1,
    )
    for quoi, valeur, but in (("médiane", median(durees), 1), ("p95", quantiles(durees, n=20)[18], None)):
        yield Mesure(
            nom=f"à la file, d’une touche à l’écran, {quoi}",
            unite="ms",
            nous=valeur,
            pair="une image (60 Hz)",
            valeur_pair=1000 / 60,
            but=but,
        )
