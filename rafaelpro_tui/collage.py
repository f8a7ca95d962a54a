"""What is pasted is text to its last character, and presses no key.

Textual goes on looking for the sequences of keys inside a bracketed paste: an ESC there, which some terminals let
through, would have what follows typed as keys. It is replaced before Textual reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser  # Textual offers no other place between the terminal and its keys.
from textual.message import Message

from rafaelpro_tui.core.texte_sur import REPLACEMENT

DEBUT: Final = "\x1b[200~"
FIN: Final = "\x1b[201~"
ECHAP: Final = "\x1b"


class Collage:
    """Follows what comes from the terminal, in pieces cut anywhere."""

    def __init__(self) -> None:
        self._colle = False
        """Whether what comes is pasted."""
        self._passe = ""
        """The last characters handed over: a paste may begin among them."""
        self._garde = ""
        """The last characters of a paste, kept back: they may begin the mark of its end."""

    def sur(self, recu: str) -> str:
        """What came, each ESC that was pasted replaced."""
        rendu = ""
        recu, self._garde = self._garde + recu, ""
        while recu:
            if self._colle:
                colle, fin, recu = recu.partition(FIN)
                if not fin:
                    garde = _debut_de_fin(colle)
                    colle, self._garde = colle[: len(colle) - garde], colle[len(colle) - garde :]
                rendu += colle.replace(ECHAP, REPLACEMENT) + fin
                self._colle = not fin
            else:
                vu = self._passe + recu
                debut = vu.find(DEBUT)
                self._colle = debut >= 0
                coupe = debut + len(DEBUT) - len(self._passe) if self._colle else len(recu)
                rendu, recu = rendu + recu[:coupe], recu[coupe:]
                self._passe = "" if self._colle else vu[1 - len(DEBUT) :]
        return rendu


def _debut_de_fin(texte: str) -> int:
    """How many characters at the end of a text begin the mark of the end of a paste."""
    return next((n for n in range(len(FIN) - 1, 0, -1) if texte.endswith(FIN[:n])), 0)


class LecteurDeTouches(XTermParser):
    """Textual's own, to which what is pasted comes harmless."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._collage = Collage()

    def feed(self, data: str) -> Iterable[Message]:
        sur = self._collage.sur(data)
        return super().feed(sur) if sur or not data else ()
