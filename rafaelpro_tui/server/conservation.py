"""How long the truth keeps persons, and their erasure (DON-2): whoever administers the server asks for it.

One person is one transaction: stopped half-way, the rest is erased the next time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from sqlalchemy import Connection, delete, select

from rafaelpro_tui.core.conservation import Effacement
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.identifiants import uuid7
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.donnees import limite_de_conservation, refus_duree
from rafaelpro_tui.server.store import effacement, tables
from rafaelpro_tui.server.store.dialecte import ranger
from rafaelpro_tui.server.store.moteur import Moteur

_TRACES: Final = "traces_a_effacer"
"""Key of `meta`: rows were erased, the file has not been written again since."""


def simuler(moteur: Moteur, horloge: Horloge, mois: int) -> Effacement | Refus:
    """What `effacer` would erase; nothing is."""
    if refus := refus_duree(mois):
        return refus
    avant = limite_de_conservation(mois, horloge.maintenant().date())

    def compter(conn: Connection) -> Effacement:
        candidats = effacement.a_effacer(conn, avant)
        nombre = sum(len(effacement.candidatures(conn, candidat)) for candidat in candidats)
        return Effacement(avant=avant, candidats=len(candidats), candidatures=nombre)

    return moteur.lire(compter)


def effacer(
    moteur: Moteur, horloge: Horloge, mois: int, *, progression: Callable[[int, int], object] | None = None
) -> Effacement | Refus:
    """Erase who has been kept for `mois` months after the end of their last session.

    The figures remain (CAN-6), replicas are told. Raises `BaseServeurInaccessible`: those before are erased.
    """
    if refus := refus_duree(mois):
        return refus
    avant = limite_de_conservation(mois, horloge.maintenant().date())
    candidats = moteur.lire(lambda conn: effacement.a_effacer(conn, avant))
    references = moteur.lire(lambda conn: {candidat: effacement.candidatures(conn, candidat) for candidat in candidats})
    toutes = {reference for leurs in references.values() for reference in leurs}
    commandes = moteur.lire(lambda conn: effacement.commandes(conn, toutes)) if toutes else {}
    id, faits, nombre = str(uuid7()), 0, 0

    def un(conn: Connection, candidat: str) -> int | None:
        """How many candidatures; None when something has come for them since."""
        if effacement.a_effacer(conn, avant, candidat) != [candidat]:
            return None
        leurs = effacement.candidatures(conn, candidat)
        maintenant = horloge.maintenant().isoformat(timespec="seconds")
        effacement.ouvrir(conn, id, avant, maintenant)
        parlent = {commande for reference in leurs for commande in commandes.get(reference, ())}
        effacement.effacer(conn, candidat, leurs, parlent)
        effacement.clore(conn, id, len(leurs), maintenant)
        ranger(conn, tables.meta, [{"cle": _TRACES, "valeur": "1"}])
        return len(leurs)

    for rang, candidat in enumerate(candidats, 1):
        if (fait := moteur.ecrire(partial(un, candidat=candidat))) is not None:
            faits, nombre = faits + 1, nombre + fait
        if progression is not None:
            progression(rang, len(candidats))
    _recrire(moteur)
    return Effacement(avant=avant, candidats=faits, candidatures=nombre)


def _recrire(moteur: Moteur) -> None:
    """The embedded file again, without traces of what was erased; PostgreSQL does it by itself (VACUUM)."""
    meta = tables.meta
    if moteur.lire(lambda conn: conn.execute(select(meta.c.cle).where(meta.c.cle == _TRACES)).first()) is None:
        return
    moteur.compacter()
    moteur.ecrire(lambda conn: conn.execute(delete(meta).where(meta.c.cle == _TRACES)))
