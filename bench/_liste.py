"""The list of all candidatures (F4) of a demo, opened in a terminal, and what is to be read on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bench._demo import demo
from bench._terminal import Chronometre, ouvert
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeSysteme
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.vues import Onglet, Tri

F4: Final = b"\x1bOS"
ENTETE: Final = "Référence"


def commande(taille: int) -> list[str]:
    return [sys.executable, "-m", "rafaelpro_tui", "ouvrir", "--base", str(demo(taille))]


@contextmanager
def liste(taille: int) -> Iterator[Chronometre]:
    """F4, at rest."""
    with ouvert(commande(taille)) as terminal:
        terminal.attendre("F1 Aide", patience=30)
        terminal.attendre_un_calme()
        terminal.envoyer(F4)
        terminal.attendre(ENTETE, patience=30)
        terminal.attendre(premiere(taille), patience=30)
        terminal.attendre_un_calme(1.0)
        yield terminal


def premiere(taille: int, texte: str = "", tri: Tri | None = None) -> str:
    """The reference of the first candidature that the list shows, which tells that it is there; "" of an empty one."""
    with Desk.open(demo(taille), horloge=HorlogeSysteme()) as desk:
        rangees = desk.candidatures(etat=Etat.EN_ATTENTE, onglet=Onglet.EN_COURS_ET_A_VENIR, texte=texte, tri=tri)
        return "".join(ligne.reference for _, ligne in rangees.first(1))


def porte(mots: str) -> Callable[[str], bool]:
    """Whether a text holds some words, a reference for one, whole."""
    return lambda lu: f" {mots} " in lu


def rang_des_lignes(terminal: Chronometre) -> int:
    """The row of the screen under the header of the table."""
    return next(rang for rang, lue in enumerate(terminal.rangs(0, 40).splitlines()) if ENTETE in lue) + 1


def nombre(taille: int) -> str:
    return f"{taille:_}".replace("_", " ")
