"""Questions and answers in plain lines: nothing is drawn, nothing moves, what is said stays said.

One answer a line, so that a pipe, a screen reader or a braille display all do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final, TextIO, TypeVar

from rafaelpro_tui.core.texte import NBSP, fold, pluriel
from rafaelpro_tui.core.texte_sur import safe

T = TypeVar("T")
PAGE: Final = 15
"""Choices read at once."""


class Fin(Exception):
    """There is nobody to answer any more: the end of stdin."""


class Console:
    """Where lines are said and answers read."""

    def __init__(self, entree: TextIO | None = None, sortie: TextIO | None = None) -> None:
        self._entree, self._sortie = entree or sys.stdin, sortie or sys.stdout

    def dire(self, texte: str = "") -> None:
        """One line, or several."""
        self._sortie.write(safe(texte, multiline=True) + "\n")

    def lire(self, question: str) -> str:
        """The answer, without blanks around it. Raises `Fin`."""
        self._sortie.write(f"{safe(question)} ")
        self._sortie.flush()
        if not (ligne := self._entree.readline()):
            self.dire()
            raise Fin
        if not self._entree.isatty():  # what is piped is not echoed by a terminal
            self.dire(ligne.rstrip("\r\n"))
        return safe(ligne.strip())

    def choisir(self, titre: str, choix: Sequence[str], retour: str = "revenir") -> int | None:
        """The rank, from 0, of what was chosen; None to go back.

        A long list is read by pages; words look for those that hold them.
        """
        montres, debut = list(range(len(choix))), 0
        self.dire()
        self.dire(titre)
        while True:
            page = montres[debut : debut + PAGE]
            for rang in page:
                self.dire(f"{rang + 1}. {choix[rang]}")
            reste = len(montres) - debut - len(page)
            suite = f", + pour {'le suivant' if reste == 1 else f'les {reste} suivants'}" if reste > 0 else ""
            numeros = f"Un numéro de 1 à {len(choix)}" if len(choix) > 1 else "1 pour choisir"
            mots = ", des mots pour chercher" if len(choix) > PAGE else ""
            page_voulue = False
            while not page_voulue:
                offre = f"{numeros}{suite}{mots}, " if choix else ""
                lu = self.lire(f"{offre}0 pour {retour}{NBSP}:")
                if lu == "0" or not choix:
                    return None
                if lu.isascii() and lu.isdigit() and 1 <= int(lu) <= len(choix):
                    return int(lu) - 1
                if lu == "+" and reste > 0:
                    debut, page_voulue = debut + PAGE, True
                elif lu and len(choix) > PAGE and not lu.isdigit():
                    trouves = [n for n, nom in enumerate(choix) if all(mot in fold(nom) for mot in fold(lu).split())]
                    self.dire(f"{pluriel(len(trouves), 'trouvé')} pour «{NBSP}{lu}{NBSP}».")
                    if trouves:
                        montres, debut, page_voulue = trouves, 0, True
                else:
                    self.dire("Ce n’est pas un des choix.")

    def demander(self, question: str, lire: Callable[[str], T], defaut: T | None = None, dit: str = "") -> T | None:
        """What was answered, read by `lire` (which raises ValueError with a sentence); an empty answer is `defaut`."""
        offert = f" (vide{NBSP}: {dit or 'revenir'})"
        while True:
            lu = self.lire(f"{question}{offert}{NBSP}:")
            if not lu:
                return defaut
            try:
                return lire(lu)
            except ValueError as erreur:
                self.dire(str(erreur))

    def confirmer(self, question: str) -> bool:
        """Only « oui » is yes."""
        return fold(self.lire(f"{question} Écrivez oui pour valider, autre chose pour revenir{NBSP}:")) == "oui"


def lire_rangs(texte: str, total: int) -> list[int]:
    """« 1,3,5-8 » or « tout » as ranks from 0, each once, in order.

    Raises:
        ValueError: a French sentence.
    """
    if fold(texte) in ("tout", "toutes", "tous", "*"):
        return list(range(total))
    rangs: set[int] = set()
    for morceau in texte.replace(";", ",").replace(" ", ",").split(","):
        debut, tiret, fin = morceau.partition("-")
        bornes = (debut, fin if tiret else debut)
        if not morceau:
            continue
        if not all(borne.isascii() and borne.isdigit() and 1 <= int(borne) <= total for borne in bornes):
            raise ValueError(
                f"« {morceau} » ne désigne rien{NBSP}: écrivez par exemple 1,3,5-8, de 1 à {total}, ou tout."
            )
        rangs.update(range(int(bornes[0]) - 1, int(bornes[1])))
    if not rangs:
        raise ValueError("Aucun numéro : écrivez par exemple 1,3,5-8, ou tout.")
    return sorted(rangs)
