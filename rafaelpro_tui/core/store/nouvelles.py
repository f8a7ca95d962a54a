"""« Depuis la dernière synchro »: what others have done on the candidatures of a replica, noted as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core.model import Candidature, Etat, Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.historique import phrase
from rafaelpro_tui.core.texte import NBSP, date_fr
from rafaelpro_tui.core.vues_poste import Nouvelle

GARDEES: Final = 1_000
"""The last ones; the others are forgotten."""
_SIENNES: Final = """
  FROM nouvelle v JOIN candidature c ON c.reference = v.candidature JOIN session s ON s.n = c.session
    JOIN action a ON a.n = s.action JOIN candidat p ON p.n = c.candidat
  WHERE (a.responsable = :structure OR s.positionneur = :structure)"""  # DRT-9
_LIGNES: Final = f"""
  SELECT v.n, c.reference, coalesce(p.nom_usage, p.nom_naissance) || ' ' || p.prenom, s.reference, a.intitule, v.quoi,
    v.par, v.le, v.vue {_SIENNES} ORDER BY v.n DESC"""


def noter(
    conn: Connection, avant: Candidature | None, apres: Candidature, version: int, fait: dict[str, Any], le: datetime
) -> None:
    """A candidature has changed by what the server says; what this laptop did itself is no news."""
    if conn.execute("SELECT 1 FROM depart WHERE id = ?", (fait.get("commande"),)).fetchone():
        return
    if quoi := " · ".join(reversed(list(_changements(avant, apres)))):  # the outcome before what led to it
        conn.execute(
            "INSERT OR IGNORE INTO nouvelle (candidature, version, quoi, par, le) VALUES (?, ?, ?, ?, ?)",
            (apres.reference, version, quoi, fait.get("par", ""), fait.get("le", le.isoformat())),
        )


def elaguer(conn: Connection) -> None:
    """Forget those about what is no longer read here (I7), and the oldest."""
    conn.execute("DELETE FROM nouvelle WHERE candidature NOT IN (SELECT reference FROM candidature)")
    conn.execute("DELETE FROM nouvelle WHERE n <= (SELECT max(n) FROM nouvelle) - ?", (GARDEES,))


def _changements(avant: Candidature | None, apres: Candidature) -> Iterator[str]:
    if avant is None:
        yield f"Déposée par {apres.prescripteur}"
    connues = {convocation.rang: convocation for convocation in (avant.convocations if avant else ())}
    for convocation in apres.convocations:
        connue, quand = connues.get(convocation.rang), date_fr(convocation.date)
        if connue is None:
            yield f"Convocation {convocation.rang} le {quand}"
        elif connue.date != convocation.date:
            yield f"Convocation {convocation.rang} déplacée au {quand}"
        if convocation.resultat and (connue is None or connue.resultat is not convocation.resultat):
            yield f"Convocation {convocation.rang}{NBSP}: {convocation.resultat.libelle.lower()}"
    connus = avant.avis if avant else ()
    yield from (phrase(rendu) for rendu in apres.avis if rendu not in connus)
    if apres.etat is Etat.REFUS_SESSION_ANNULEE and (avant is None or avant.etat is not apres.etat):
        yield "Session annulée par le financeur"


def lire(conn: Connection, context: Context) -> tuple[Nouvelle, ...]:
    """The latest first; nothing for who may not see the candidats (DRT-9)."""
    if not peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR)):
        return ()
    return tuple(
        Nouvelle(
            n=n,
            candidature=reference,
            candidat=candidat,
            session=session,
            intitule=intitule,
            quoi=quoi,
            par=par,
            le=datetime.fromisoformat(le),
            vue=bool(vue),
        )
        for n, reference, candidat, session, intitule, quoi, par, le, vue in conn.execute(
            _LIGNES, {"structure": context.structure}
        )
    )


def voir(conn: Connection, ns: Iterable[int]) -> None:
    """The user has looked at these."""
    conn.execute("UPDATE nouvelle SET vue = 1 WHERE n IN (SELECT value FROM json_each(?))", (json.dumps(list(ns)),))
