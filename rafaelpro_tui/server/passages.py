"""ECH-1 — the day after its échéance, whoever waits in a session becomes `avis_non_transmis`.

One piece of work per session; in it one command per candidature, by `systeme`, with an id derived from what it does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import cast

from sqlalchemy import Connection

from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.execution import passages
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.rules.sessions import DELAI_ECHEANCE, echeance
from rafaelpro_tui.server.execution import du_systeme, executer_dans
from rafaelpro_tui.server.store import calendrier, echeances, objets
from rafaelpro_tui.server.store.echeances import Echeance
from rafaelpro_tui.server.store.moteur import Moteur

_journal = logging.getLogger(__name__)


def poser(conn: Connection, aujourdhui: date) -> None:
    """Every session whose échéance was before today; after a stop, however long, all of those that it missed."""
    for echue in calendrier.sessions_en_attente(conn, aujourdhui - DELAI_ECHEANCE):
        passage_le = echue.fin + DELAI_ECHEANCE + timedelta(days=1)
        echeances.poser(conn, Echeance(genre="passage", objet=echue.reference, pour=echue.porteur, du_le=passage_le))


def passer(moteur: Moteur, horloge: Horloge, fini: Callable[[], bool], prise: Echeance) -> None:
    """Each candidature is a transaction; cut short by `fini`, what is left stays to be done."""
    references = moteur.lire(lambda conn: calendrier.en_attente(conn, prise.pour, prise.objet))
    for command in passages((reference, prise.pour) for reference in references):
        if fini():
            moteur.ecrire(lambda conn: echeances.repousser(conn, prise, horloge.secondes()))
            return
        moteur.ecrire(partial(_passer, command=cast(AnyCommand, command), session=prise.objet, horloge=horloge))
    moteur.ecrire(lambda conn: echeances.finir(conn, prise))
    _journal.info("passage en avis non transmis", extra={"candidatures": len(references)})


def _passer(conn: Connection, command: AnyCommand, session: str, horloge: Horloge) -> None:
    """Its answer is kept for ever: not asked for while the session, moved meanwhile, has days left."""
    maintenant = horloge.maintenant()
    cadre = objets.cadre(conn, session, verrouiller=True)
    if cadre is not None and maintenant.date() > echeance(cadre.session):
        executer_dans(conn, maintenant, du_systeme(command, maintenant))
