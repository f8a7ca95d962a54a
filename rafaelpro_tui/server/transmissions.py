"""TRX — what is handed over, to whom, once: from the ledger to the canaux, and back as acknowledgements."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.server import message
from rafaelpro_tui.server.remises import Canal
from rafaelpro_tui.server.store import echeances, fils, objets, publication, registre, sujets
from rafaelpro_tui.server.store.echeances import Echeance
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.registre import Accuse, Ecriture

_journal = logging.getLogger(__name__)

LIGNES_MAX: Final = 100
"""Lines of one remise."""


def poser(conn: Connection, aujourdhui: date, canaux: Sequence[str]) -> bool:
    """Lay down the remises of what is due, to every canal; whether there was anything."""
    envois = registre.mettre_en_route(conn, aujourdhui, LIGNES_MAX)
    for envoi in envois:
        for canal in canaux:
            echeances.poser(conn, Echeance(genre="remise", objet=envoi, pour=canal, du_le=aujourdhui))
    return bool(envois)


def remettre(moteur: Moteur, horloge: Horloge, canal: Canal, prise: Echeance) -> None:
    """Hand the envoi of `prise` over; then only is it told on the candidatures (« transmis à EOS le … »).

    A crash in between makes it again: the same file, or the same webhook id.

    Raises:
        EchecDeRemise.
    """
    ecritures = moteur.lire(lambda conn: registre.de_l_envoi(conn, prise.objet))
    contenu = moteur.lire(lambda conn: message.ndjson(sujets.messages(conn, ecritures)))
    if ecritures:
        canal.remettre(UUID(prise.objet), ecritures[0].transmission.destination, contenu)
    maintenant = horloge.maintenant()

    def finir(conn: Connection) -> None:
        echeances.finir(conn, prise)
        _dire(conn, [ecriture for ecriture in ecritures if registre.transmettre(conn, ecriture, maintenant)])

    moteur.ecrire(finir)
    _journal.info("transmissions remises", extra={"canal": canal.nom, "lignes": len(ecritures)})


def accuser(moteur: Moteur, horloge: Horloge, id: UUID, compte: str) -> Accuse | None:
    """Acknowledge, once; None for what is unknown or not due yet."""
    maintenant = horloge.maintenant()

    def faire(conn: Connection) -> Accuse | None:
        accuse = registre.accuser(conn, str(id), compte, maintenant)
        if accuse is not None:
            _dire(conn, [accuse.ecriture])
        return accuse

    return moteur.ecrire(faire)


def _dire(conn: Connection, ecritures: Sequence[Ecriture]) -> None:
    """Have the candidatures told again, with what was transmitted; their version is the same (SYN-1)."""
    par_porteur: dict[str, set[str]] = {}
    for ecriture in ecritures:
        par_porteur.setdefault(ecriture.porteur, set()).add(ecriture.transmission.candidature)
    # Held, so that nothing that is decided meanwhile is told before what we tell.
    tenues = [
        candidature
        for porteur in sorted(par_porteur)
        for candidature in objets.candidatures(conn, porteur, par_porteur[porteur], verrouiller=True).values()
    ]
    fils.dire(
        conn,
        chain.from_iterable(publication.d_une_candidature(conn, c.reference, c.session) for c in tenues),
    )
