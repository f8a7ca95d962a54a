"""The figures of a session (CAN-2, CAN-6): kept in `session.compte` as its candidatures change, told to who sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.model import Candidature, Comptes, Effectif, Etape, Etat
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.decision import Compte
from rafaelpro_tui.server.store import tables

_ORDRE: Final = (*((Etat.EN_ATTENTE, etape_) for etape_ in Etape), *((etat, None) for etat in Etat))
_ICI: Final = (tables.session.c.porteur == bindparam("de"), tables.session.c.reference == bindparam("session"))
_COMPTE: Final = select(tables.session.c.compte, tables.session.c.compte_version).where(*_ICI)
_GARDER: Final = (
    update(tables.session).where(*_ICI).values(compte=bindparam("compte"), compte_version=bindparam("compte_version"))
)


def case(candidature: Candidature, hsp: bool) -> str:
    """Where a candidature is counted: its étape, or its état when it is not en attente."""
    return (etape(candidature, hsp) or candidature.etat).value


def change_en_cours(avant: object, apres: Candidature) -> bool:
    """Whether the count of a candidat's candidatures en cours is another (CAN-4)."""
    return not isinstance(avant, Candidature) or (avant.etat is Etat.EN_ATTENTE) != (apres.etat is Etat.EN_ATTENTE)


def inscrits(compte: str) -> Compte:
    """What rules look at, of the JSON of `session.compte`."""
    par_case = json.loads(compte)
    return Compte(
        en_attente=sum(par_case.get(attendue.value, 0) for attendue in Etape),
        retenues=par_case.get(Etat.RETENUE.value, 0),
    )


def comptes(session: str, par_case: Mapping[str, int]) -> Comptes:
    """As they are told."""
    return Comptes(
        session=session,
        effectifs=tuple(
            Effectif(etat=etat, etape=etape_, n=n)
            for etat, etape_ in _ORDRE
            if (n := par_case.get((etape_ or etat).value, 0))
        ),
    )


def compter(conn: Connection, porteur: str, session: str, partent: Iterable[str], viennent: Iterable[str]) -> None:
    """Candidatures that leave a case, and that come to one. The session's row is locked by who decides."""
    texte, version = conn.execute(_COMPTE, {"de": porteur, "session": session}).one()
    par_case = json.loads(texte)
    for nom, n in (*((nom, -1) for nom in partent), *((nom, 1) for nom in viennent)):
        par_case[nom] = par_case.get(nom, 0) + n
    if (compte := dumps({nom: n for nom, n in par_case.items() if n})) != texte:
        conn.execute(_GARDER, {"de": porteur, "session": session, "compte": compte, "compte_version": version + 1})


def lus(conn: Connection, porteur: str, session: str) -> tuple[int, Comptes]:
    """Their version, and what they are."""
    texte, version = conn.execute(_COMPTE, {"de": porteur, "session": session}).one()
    return version, comptes(session, json.loads(texte))
