"""« Depuis la dernière synchro »: what others have done on the candidatures of a replica, noted as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core.model import Candidature, Drapeau, Etat, Role, Signature, Suivi
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats
from rafaelpro_tui.core.store import replique, suivis
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.historique import phrase
from rafaelpro_tui.core.texte import NBSP, date_fr
from rafaelpro_tui.core.vues_poste import Nouvelle

GARDEES: Final = 1_000
"""The last ones; the others are forgotten."""
_SIENNES: Final = """
  FROM nouvelle v JOIN candidature c ON c.reference = v.candidature JOIN session s ON s.n = c.session
    JOIN action a ON a.n = s.action JOIN candidat p ON p.n = c.candidat
  WHERE (a.responsable = :structure OR s.positionneur = :structure) AND v.structure IN ('', :structure)"""
"""DRT-9, SUI-4."""
_LIGNES: Final = f"""
  SELECT v.n, c.reference, coalesce(p.nom_usage, p.nom_naissance) || ' ' || p.prenom, s.reference, a.intitule, v.quoi,
    v.par, v.le, v.vue {_SIENNES} ORDER BY v.n DESC"""


def noter(
    conn: Connection, avant: Candidature | None, apres: Candidature, version: int, fait: dict[str, Any], le: datetime
) -> None:
    """A candidature has changed by what the server says; what this laptop did itself is no news."""
    if _est_d_ici(conn, fait.get("commande")):
        return
    if quoi := list(_changements(avant, apres)):
        quoi.reverse()  # the outcome before what led to it
        cle = apres.reference, "", version
        _inscrire(conn, cle, quoi, fait.get("par", ""), fait.get("le", le.isoformat()))


def noter_suivi(
    conn: Connection, avant: Suivi | None, apres: Suivi, version: int, fait: dict[str, Any], le: datetime
) -> None:
    """The same of what colleagues keep on it (SUI), by who signed each thing: several may come together.

    Not the text of a note, which must go with the note.
    """
    avant = avant or Suivi(structure=apres.structure, candidature=apres.candidature)
    par_auteur: dict[str, list[tuple[str, str]]] = {}
    for quoi, signature in _du_suivi(conn, avant, apres):
        if signature is None:
            if not _est_d_ici(conn, fait.get("commande")):
                par_auteur.setdefault(fait.get("par", ""), []).append((quoi, fait.get("le", le.isoformat())))
        elif signature.par != _moi(conn):
            par_auteur.setdefault(suivis.nom(conn, signature.par), []).append((quoi, signature.le.isoformat()))
    for par, faits in par_auteur.items():
        cle = apres.candidature, apres.structure, version
        _inscrire(conn, cle, (quoi for quoi, _ in faits), par, max(quand for _, quand in faits))


def _est_d_ici(conn: Connection, commande: str | None) -> bool:
    return conn.execute("SELECT 1 FROM depart WHERE id = ?", (commande,)).fetchone() is not None


def _moi(conn: Connection) -> str | None:
    """Whose replica it is."""
    ligne = conn.execute("SELECT valeur FROM meta WHERE cle = ?", (replique.UTILISATEUR,)).fetchone()
    return None if ligne is None else ligne[0]


def _inscrire(conn: Connection, cle: tuple[str, str, int], quoi: Iterable[str], par: str, le: str) -> None:
    conn.execute(
        "INSERT OR IGNORE INTO nouvelle (candidature, structure, version, quoi, par, le) VALUES (?, ?, ?, ?, ?, ?)",
        (*cle, " · ".join(quoi), par, le),
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


def _du_suivi(conn: Connection, avant: Suivi, apres: Suivi) -> Iterator[tuple[str, Signature | None]]:
    """What has changed, and by whom; of a note that is gone, nothing is signed."""
    connues = {note.id: note for note in avant.notes}
    for note in apres.notes:
        connue = connues.pop(note.id, None)
        if connue is None:
            yield "Note ajoutée", note.ecrite
        elif connue.texte != note.texte:
            yield "Note modifiée", replace(note.ecrite, le=note.modifiee_le or note.ecrite.le)
    for _ in connues:
        yield "Note effacée", None
    if apres.drapeau is not avant.drapeau:
        pose = apres.drapeau is not Drapeau.AUCUN
        yield f"Drapeau{NBSP}: {apres.drapeau.libelle.lower()}" if pose else "Drapeau retiré", apres.drapeau_pose
    if apres.charge != avant.charge:
        a_qui = f"Confiée à {suivis.nom(conn, apres.charge)}" if apres.charge else "N’est plus confiée à personne"
        yield a_qui, apres.affectee


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
