"""The server's clocks: passages at midnight in Paris (ECH-1), alerts by mail (ECH-2), transmissions handed over (TRX).

Every round lays down what the calendar makes due, then takes it piece by piece. A round may be missed, cut short or
made by several servers at once: what is due is read from the base, a piece is taken by one server, and commands,
mails and remises have ids that do not depend on who makes them (I8).
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from threading import Event, Thread
from typing import Final

from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.server import alertes, cadence, passages, transmissions
from rafaelpro_tui.server.courrier import EchecDeCourrier
from rafaelpro_tui.server.reglages_flux import ReglagesFlux
from rafaelpro_tui.server.remises import EchecDeRemise
from rafaelpro_tui.server.store import echeances
from rafaelpro_tui.server.store.echeances import Echeance, Genre
from rafaelpro_tui.server.store.moteur import Moteur

_journal = logging.getLogger(__name__)

RELIRE: Final = 300.0
"""Seconds after which the calendar is read again although the day is the same: an import may have moved a session."""


class Horloges:
    """The clocks of one server, by the time of `horloge`; `tour` is a round, `demarrer` makes them until `arreter`."""

    def __init__(
        self,
        moteur: Moteur,
        horloge: Horloge,
        reglages: ReglagesFlux,
        alea: Callable[[], float] = random.random,
    ) -> None:
        self._moteur = moteur
        self._horloge = horloge
        self._reglages = reglages
        self._alea = alea
        self._lu: tuple[date, float] | None = None
        """The day and the second at which the calendar was read last."""
        self._fin = Event()
        self._fil: Thread | None = None

    # The loop

    def demarrer(self) -> None:
        self._fil = Thread(target=self._tourner, name="horloges", daemon=True)
        self._fil.start()

    def arreter(self) -> None:
        """The piece of work under way is done to its end, and no other is begun."""
        self._fin.set()
        if self._fil is not None:
            self._fil.join(cadence.BAIL)

    def _tourner(self) -> None:
        while not self._fin.is_set():
            try:
                self.tour()
            except Exception:  # the base is away, the disk is full: the next round tries again
                _journal.exception("tour des horloges interrompu")
            self._fin.wait(cadence.attente(self._horloge.maintenant()))

    # A round

    def tour(self) -> None:
        """Lay down what is due, and do what nobody else has taken; passages first."""
        self._poser()
        ici = self._moteur, self._horloge
        self._faire("passage", partial(passages.passer, *ici, self._fin.is_set))
        if self._reglages.facteur is not None:
            self._faire("alerte", partial(alertes.envoyer, *ici, self._reglages.facteur))
        for canal in self._reglages.canaux:
            self._faire("remise", partial(transmissions.remettre, *ici, canal), canal.nom)

    def _poser(self) -> None:
        aujourdhui, secondes = self._horloge.maintenant().date(), self._horloge.secondes()
        if self._lu is None or self._lu[0] != aujourdhui or not 0 <= secondes - self._lu[1] < RELIRE:
            self._moteur.ecrire(lambda conn: passages.poser(conn, aujourdhui))
            if self._reglages.facteur is not None:
                self._moteur.ecrire(lambda conn: alertes.poser(conn, aujourdhui))
            self._lu = aujourdhui, secondes
        if self._reglages.canaux:
            noms = [canal.nom for canal in self._reglages.canaux]
            while self._moteur.ecrire(lambda conn: transmissions.poser(conn, aujourdhui, noms)):
                pass

    def _faire(self, genre: Genre, faire: Callable[[Echeance], None], pour: str | None = None) -> None:
        """Do what is free, until nothing is, or one fails for a reason that would fail the others too."""
        while a_faire := self._moteur.lire(lambda conn: echeances.libres(conn, genre, pour, self._horloge.secondes())):
            for libre in a_faire:
                if self._fin.is_set() or not self._essayer(libre, faire):
                    return

    def _essayer(self, libre: Echeance, faire: Callable[[Echeance], None]) -> bool:
        """Take a piece of work and do it; false when the next one would fail too."""
        secondes = self._horloge.secondes()
        prise = self._moteur.ecrire(partial(echeances.prendre, libre=libre, secondes=secondes, bail=cadence.BAIL))
        if prise is None:
            return True
        try:
            faire(prise)
        except (EchecDeCourrier, EchecDeRemise) as echec:
            _journal.warning("%s remise à plus tard : %s", prise.genre, echec, extra={"essais": prise.essais})
            self._repousser(prise, getattr(echec, "attendre", None))
            return False
        except Exception:
            _journal.exception("%s interrompue", prise.genre, extra={"essais": prise.essais})
            self._repousser(prise, None)
        return True

    def _repousser(self, prise: Echeance, demande: float | None) -> None:
        quand = self._horloge.secondes() + cadence.repousser(prise.essais, self._alea(), demande)
        self._moteur.ecrire(lambda conn: echeances.repousser(conn, prise, quand))
