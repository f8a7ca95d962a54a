"""ECH-2 — one week before the passage, one mail to each structure that can still do something about it."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection

from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.rules.sessions import DELAI_ALERTE, DELAI_ECHEANCE
from rafaelpro_tui.server import courrier
from rafaelpro_tui.server.courrier import Alerte, Facteur, LigneAlerte
from rafaelpro_tui.server.store import calendrier, echeances
from rafaelpro_tui.server.store.echeances import Echeance
from rafaelpro_tui.server.store.moteur import Moteur

_journal = logging.getLogger(__name__)
_UN_JOUR = timedelta(days=1)


def poser(conn: Connection, aujourdhui: date) -> None:
    """One mail per structure for the sessions it was not told of yet, whose last day is still to come.

    After a stop, all that it missed goes in one mail, but what has passed meanwhile.
    """
    envois: dict[str, str] = {}
    for echue in calendrier.sessions_en_attente(
        conn, aujourdhui - DELAI_ALERTE + _UN_JOUR, depuis=aujourdhui - DELAI_ECHEANCE
    ):
        for pour in sorted({echue.porteur, echue.positionneur}):  # who may act (DRT-1)
            envoi = envois.get(pour) or str(uuid7())
            if calendrier.retenir_alerte(conn, echue, pour, envoi):
                envois[pour] = envoi
    for pour, envoi in envois.items():
        echeances.poser(conn, Echeance(genre="alerte", objet=envoi, pour=pour, du_le=aujourdhui))


def envoyer(moteur: Moteur, horloge: Horloge, facteur: Facteur, prise: Echeance) -> None:
    """Send the mail of `prise`, which says how things are now; none when there is nothing left to say.

    Between the server's « 250 » and our commit a crash sends it again, with the same Message-ID.

    Raises:
        EchecDeCourrier.
    """
    maintenant = horloge.maintenant()
    alerte = moteur.lire(lambda conn: _composer(conn, prise, maintenant.date()))
    if alerte.lignes and alerte.destinataires:
        refuses = facteur.envoyer(courrier.composer(alerte, facteur.expediteur, maintenant))
        _journal.info(
            "alerte envoyée", extra={"destinataires": len(alerte.destinataires) - refuses, "refuses": refuses}
        )
    elif alerte.lignes:
        _journal.warning("alerte sans destinataire", extra={"structure": prise.pour})

    def finir(conn: Connection) -> None:
        calendrier.noter_envoyee(conn, prise.objet, maintenant)
        echeances.finir(conn, prise)

    moteur.ecrire(finir)


def _composer(conn: Connection, prise: Echeance, aujourdhui: date) -> Alerte:
    lignes = []
    for echue in calendrier.sessions_de(conn, prise.objet):
        references = calendrier.en_attente(conn, echue.porteur, echue.reference)
        dernier_jour = echue.fin + DELAI_ECHEANCE
        if references and aujourdhui <= dernier_jour:
            lignes.append(
                LigneAlerte(session=echue.reference, candidatures=tuple(references), dernier_jour=dernier_jour)
            )
    nom, courriels = calendrier.a_qui(conn, prise.pour)
    return Alerte(
        id=UUID(prise.objet),
        structure=nom,
        destinataires=courrier.adresses_valables(courriels),
        lignes=tuple(lignes),
    )
