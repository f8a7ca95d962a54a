"""The replica kept in step while the app is open: in the background, on demand, when the way is back (SYNC, ECRANS)."""

from __future__ import annotations

import random
from abc import abstractmethod
from contextlib import ExitStack, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from textual.app import App

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import BaseFermee, Erreur
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.pannes import journaliser
from rafaelpro_tui.screens.base_screen import BaseScreen
from rafaelpro_tui.widgets.annonce import Annonce

if TYPE_CHECKING:
    from rafaelpro_tui.core.resultats import Resultat
    from rafaelpro_tui.core.sync.guet import Guet
    from rafaelpro_tui.core.sync.poste import Poste

PERIODE: Final = 60.0
"""Seconds between two synchronisations while the server is waited on for what is new."""
SANS_GUET: Final = 10.0
"""The same, where it cannot be waited on."""
ETALEMENT: Final = 0.3
"""Seconds, at most, before news are asked for: who waits for the same does not come at once."""
JUSTE_APRES: Final = 0.05
"""Seconds after the end of a grace, when what it held back is sent."""
REPRISE: Final = 2.0
REPRISE_MAX: Final = 120.0
"""Seconds before one tries again: doubled at each failure, with a part of chance: laptops do not come together."""


class EtatLu(Annonce):
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
        self._a_jour = Event()
        """What the server had has been received: what comes next is news."""
        self._guet: Guet | None = None
        self._guette = False

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
        """The turn under way ends by itself; who waits for news waits no more."""
        self._fermee.set()
        self._reveil.set()
        self._a_jour.set()
        if self._guet is not None:
            self._guet.interrompre()

    def guetter_ailleurs(self) -> None:
        """The active structure is another: its news are waited for, at once."""
        if self._guet is not None:
            self._guet.interrompre()

    def tenir_a_jour(self) -> None:
        """Until the app is closed, from threads of its own: a worker would be waited for when the app closes."""
        for nom, faire in (("synchro", self._tenir_a_jour), ("guet", self._guetter)):
            Thread(target=faire, args=(self.desk.poste,), name=nom, daemon=True).start()

    def _tenir_a_jour(self, poste: Poste) -> None:
        """Offline is a normal state: nothing is said but in the footer."""
        with suppress(BaseFermee), ExitStack() as chemin:
            echecs, dit, sync = 0, "", None
            while not self._fermee.is_set():
                try:
                    sync = sync or chemin.enter_context(poste.synchronisation())
                    bilan, etat = sync.passer(), poste.etat()
                except BaseFermee:
                    raise
                except Exception as erreur:
                    chemin.close()  # the next try takes a new way: the connection may be what has failed
                    sync = None
                    if self._fermee.is_set():
                        return
                    echecs += 1
                    connue = erreur if isinstance(erreur, Erreur) else _inattendue(erreur)
                    nouveau = connue.titre != dit and connue.titre not in ("Hors ligne", "Serveur occupé")
                    dit, etat = connue.titre, poste.etat()
                    texte = _hors_ligne(etat.a_envoyer, connue.titre)
                    self.post_message(EtatLu(texte, a_dire=f"{connue.message} {connue.que_faire}" if nouveau else ""))
                    attente = reprise(echecs, connue)
                    if etat.reste is not None:  # then it is to be sent: the footer counts it
                        attente = min(attente, max(etat.reste, REPRISE) + JUSTE_APRES)
                else:
                    echecs, dit = 0, ""
                    change = bool(bilan.objets or bilan.acceptees or bilan.refusees)
                    self.post_message(EtatLu(_en_ligne(etat.a_regler, etat.a_envoyer), change=change))
                    self._a_jour.set()
                    attente = PERIODE if self._guette else SANS_GUET
                    if etat.reste is not None:
                        attente = min(attente, max(etat.reste, 0.0) + JUSTE_APRES)
                self._reveil.wait(attente)
                self._reveil.clear()

    def _guetter(self, poste: Poste) -> None:
        """As soon as the server has something new for the active structure, it is asked for."""
        with suppress(BaseFermee):
            while not self._fermee.is_set():
                structure = self.desk.acteur.structure.id
                with poste.guet(structure) as self._guet:
                    while not self._fermee.is_set() and self.desk.acteur.structure.id == structure:
                        self._attendre(self._guet)

    def _attendre(self, guet: Guet) -> None:
        """What goes wrong is for the synchronisation to say: one waits again once it has been well."""
        self._a_jour.wait()
        if self._fermee.is_set():
            return
        try:
            nouveau = guet.attendre()
        except Exception as erreur:
            if self.desk.acteur.structure.id != guet.structure:
                return  # cut by us
            nouveau = None
            if not isinstance(erreur, Erreur):
                journaliser(erreur)
        coupe = self._guette and nouveau is None
        self._guette = nouveau is not None
        if nouveau is not False:
            self._a_jour.clear()
        if nouveau:
            self._fermee.wait(ETALEMENT * random.random())
        if nouveau or coupe:  # cut: the footer is not to say « en ligne » until the next turn, in a minute
            self._reveil.set()

    def on_etat_lu(self, message: EtatLu) -> None:
        self.etat_base = message.texte
        for ecran in self.pile:
            ecran.maj_etat(message.texte)
        if message.a_dire:
            self.dire(message.a_dire, attention=True)
        if message.change:
            self.a_change()


def reprise(echecs: int, erreur: Erreur) -> float:
    """Seconds before one tries again, after so many failures; not before what a busy server has asked for."""
    attente: float = min(REPRISE * 2 ** min(echecs, 8), REPRISE_MAX)
    demandee: float = min(getattr(erreur, "attendre", None) or 0.0, REPRISE_MAX)
    return demandee + attente * (0.5 + random.random() / 2)


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
