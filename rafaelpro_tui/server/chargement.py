"""A whole dataset into an empty truth (CONTRATS §3): to begin, to show, to test. The feed tells it all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from rafaelpro_tui.core import images
from rafaelpro_tui.core.images import Noun
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Rattachement,
    Session,
    Structure,
    Utilisateur,
)
from rafaelpro_tui.server.store import objets, publication, rangement, tables


def charger(conn: Connection, nouns: Iterable[Noun]) -> Counter[str]:
    """Insert new objects, each after those it refers to, and publish them; how many of each genre."""
    comptes: Counter[str] = Counter()
    a_dire: list[Noun] = []
    for noun in nouns:
        inserer(conn, noun)
        a_dire.append(noun)
        comptes[images.genre(noun)] += 1
    for noun in a_dire:
        publication.dire(conn, annonce(conn, noun))
    return comptes


def inserer(conn: Connection, noun: Noun) -> None:
    """One new object, at version 1. Raises IntegrityError when its key is taken, or it refers to nothing."""
    image = images.to_json(noun)
    match noun:
        case Structure():
            conn.execute(insert(tables.structure).values(id=noun.id, siret=noun.siret, version=1, image=image))
        case Utilisateur():
            conn.execute(insert(tables.utilisateur).values(id=noun.id, courriel=noun.courriel, version=1, image=image))
        case Dispositif():
            conn.execute(insert(tables.dispositif).values(code=noun.code, version=1, image=image))
        case Rattachement():
            conn.execute(
                insert(tables.rattachement).values(
                    utilisateur=noun.utilisateur,
                    structure=noun.structure,
                    referent=noun.referent,
                    version=1,
                    image=image,
                )
            )
        case Action():
            conn.execute(insert(tables.adresse).values(cle=noun.id, genre="action", porteur=noun.responsable))
            conn.execute(
                insert(tables.action).values(
                    porteur=noun.responsable, id=noun.id, dispositif=noun.dispositif, version=1, image=image
                )
            )
        case Session():
            sous = objets.porteur(conn, "action", noun.action)
            conn.execute(insert(tables.adresse).values(cle=noun.reference, genre="session", porteur=sous))
            conn.execute(
                insert(tables.session).values(
                    porteur=sous,
                    reference=noun.reference,
                    action=noun.action,
                    formateur=noun.formateur,
                    positionneur=noun.positionneur,
                    fin=noun.fin,
                    annulee=noun.annulee,
                    version=1,
                    image=image,
                    compte="{}",
                )
            )
        case Candidat():
            conn.execute(insert(tables.candidat).values(id=noun.id, version=1, image=image))
        case Candidature():
            _candidature(conn, noun)


def _candidature(conn: Connection, candidature: Candidature) -> None:
    cadre = objets.cadre(conn, candidature.session)
    assert cadre is not None
    rangement.inserer_candidature(conn, cadre.porteur, candidature, hsp=cadre.dispositif.hsp)
    table = tables.session
    ou = (table.c.porteur == cadre.porteur, table.c.reference == candidature.session)
    compte = json.loads(conn.execute(select(table.c.compte).where(*ou)).scalar_one())
    compte[candidature.etat.value] = compte.get(candidature.etat.value, 0) + 1
    conn.execute(update(table).where(*ou).values(compte=images.dumps(compte)))


def annonce(conn: Connection, noun: Noun) -> Iterable[publication.Nouvelle]:
    """What the feed says of an object that came by itself."""
    match noun:
        case Rattachement():
            return publication.d_un_rattachement(conn, noun)
        case Action():
            return publication.d_une_action(conn, noun.id)
        case Session():
            return publication.d_une_session(conn, noun.reference)
        case Candidature():
            return publication.d_une_candidature(conn, noun.reference, noun.session)
        case Candidat():
            return publication.d_un_candidat(conn, noun.id)
        case _:  # told with what refers to it
            return ()
