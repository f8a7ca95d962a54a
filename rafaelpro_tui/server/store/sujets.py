"""What a transmission tells of, read from the base: the candidature with its history, its person, its formation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from rafaelpro_tui.server.message import Message, Sujet, composer
from rafaelpro_tui.server.store import objets
from rafaelpro_tui.server.store.registre import Ecriture
from rafaelpro_tui.server.store.tables import structure


def messages(conn: Connection, ecritures: Sequence[Ecriture]) -> Iterator[Message]:
    """One per line of the ledger, in order."""
    for ecriture in ecritures:
        yield composer(ecriture.transmission, _sujet(conn, ecriture))


def _sujet(conn: Connection, ecriture: Ecriture) -> Sujet:
    reference = ecriture.transmission.candidature
    candidature = objets.candidatures(conn, ecriture.porteur, [reference])[reference]
    cadre, candidat = objets.cadre(conn, candidature.session), objets.candidat(conn, candidature.candidat)
    assert cadre is not None
    assert candidat is not None
    organismes = {cadre.action.responsable, cadre.session.formateur, cadre.session.positionneur}
    lues = conn.execute(select(structure.c.id, structure.c.siret).where(structure.c.id.in_(organismes)))
    return Sujet(
        candidature=candidature,
        candidat=candidat,
        session=cadre.session,
        action=cadre.action,
        dispositif=cadre.dispositif,
        sirets={ligne.id: ligne.siret for ligne in lues},
    )
