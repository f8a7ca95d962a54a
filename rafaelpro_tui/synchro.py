"""The replica kept in step while the app is open: in the background, on demand, when the way is back (SYNC, ECRANS)."""

from __future__ import annotations

import random
from abc import abstractmethod
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from textual.app import App
from textual.message import Message

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseFermee, Erreur
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.pannes import journaliser
from rafaelpro_tui.screens.base_screen import BaseScreen

if TYPE_CHECKING:
    from rafaelpro_tui.core.resultats import Resultat
    from rafaelpro_tui.core.sync.poste import Poste

PERIODE: Final = 10.0
"""Seconds between two synchronisations when all is well."""
REPRISE: Final = 2.0
REPRISE_MAX: Final = 120.0
"""Seconds before one tries again: doubled at each failure, with a part of chance: laptops do not come together."""


@dataclass(eq=False, repr=False)
class EtatLu(Message):
    """What the footer says, and what was told by a failure that the user must see; `change`: the base is another."""

    texte: str
    change: bool = False
    a_dire: str = ""


class SynchroArretee(Erreur):
    """By what nobody foresaw."""

    titre = "Synchronisation arrêtée"


class SynchroApp(App[None], inherit_bindings=False):
    """The part of the app that talks to the server."""

    def __init__(self) -> None:
        super().__init__()
        self.etat_base = ""
        """Said at the right of the footer: « démo », « base locale », « ● en ligne »…"""
        self._reveil = Event()
        self._fermee = Event()

    @property
    @abstractmethod
    def desk(self) -> Desk: ...

    @property
    @abstractmethod
    def pile(self) -> list[BaseScreen]: ...

    @abstractmethod
    def dire(self, texte: str, *, attention: bool = False) -> None: ...

    @abstractmethod
    def a_change(self, resultat: Resultat | None = None) -> None: ...

    def synchroniser(self) -> None:
        """Now, rather than at the next turn: something was decided, or the user asks."""
        self._reveil.set()

    def on_unmount(self) -> None:
        """The turn under way ends by itself."""
        self._fermee.set()
        self._reveil.set()

    def tenir_a_jour(self) -> None:
        """Until the app is closed, from a thread of its own: a worker would be waited for when the app closes."""
        Thread(target=self._tenir_a_jour, args=(self.desk.poste,), name="synchro", daemon=True).start()

    def _tenir_a_jour(self, poste: Poste) -> None:
        """Offline is a normal state: nothing is said but in the footer."""
        echecs, dit = 0, ""
        while not self._fermee.is_set():
            try:
                bilan = poste.passer()
            except BaseFermee:
                return
            except Exception as erreur:
                if self._fermee.is_set():
                    return
                echecs += 1
                connue = erreur if isinstance(erreur, Erreur) else _inattendue(erreur)
                nouveau = connue.titre != dit and connue.titre not in ("Hors ligne", "Serveur occupé")
                dit = connue.titre
                texte = _hors_ligne(poste.etat().a_envoyer, connue.titre)
                self.post_message(EtatLu(texte, a_dire=f"{connue.message} {connue.que_faire}" if nouveau else ""))
                attente = min(REPRISE * 2 ** min(echecs, 8), REPRISE_MAX) * (0.5 + random.random() / 2)
            else:
                echecs, dit = 0, ""
                etat = poste.etat()
                change = bool(bilan.objets or bilan.acceptees or bilan.refusees)
                self.post_message(EtatLu(_en_ligne(etat.a_regler, etat.a_envoyer), change=change))
                attente = PERIODE
            self._reveil.wait(attente)
            self._reveil.clear()

    def on_etat_lu(self, message: EtatLu) -> None:
        self.etat_base = message.texte
        for ecran in self.pile:
            ecran.maj_etat(message.texte)
        if message.a_dire:
            self.dire(message.a_dire, attention=True)
        if message.change:
            self.a_change()


def _inattendue(erreur: Exception) -> Erreur:
    """What nobody foresaw must not end the synchronisation unseen: it is logged, told, and tried again."""
    journal = journaliser(erreur)
    return SynchroArretee(
        "La synchronisation s’est arrêtée sur une erreur inattendue.",
        f"Elle sera tentée de nouveau ; si elle revient, joignez « {journal} » à votre demande d’aide.",
    )


def _en_ligne(a_regler: int, a_envoyer: int) -> str:
    if a_regler:
        return f"▲ {pluriel(a_regler, 'conflit')}"
    return f"● en ligne · {a_envoyer} à envoyer" if a_envoyer else "● en ligne"


def _hors_ligne(a_envoyer: int, titre: str) -> str:
    quoi = "○ hors ligne" if titre in ("Hors ligne", "Serveur occupé") else f"▲ {titre.lower().replace(' ', NBSP)}"
    return f"{quoi} · {a_envoyer} à envoyer" if a_envoyer else quoi
