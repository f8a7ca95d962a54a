"""What the active structure keeps for itself, read with names, and who of it may be in charge (SUI)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from rafaelpro_tui.core.model import Signature
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import CANDIDATURES
from rafaelpro_tui.core.rules.sessions import ALERTE_TABLEAU, DELAI_ECHEANCE
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE
from rafaelpro_tui.core.store.tableau import decale
from rafaelpro_tui.core.vues_suivi import MesDossiers, NoteVue, Signe, SuiviVue

_COLLEGUES: Final = """
  SELECT u.id, u.prenom || ' ' || u.nom FROM rattachement r JOIN utilisateur u ON u.id = r.utilisateur
  WHERE r.structure = ? AND r.droit IN ('preinscription', 'general') ORDER BY 2, 1"""
"""SUI-3: those who may handle candidatures."""
_MES_DOSSIERS: Final = f"""
  SELECT count(*), coalesce(sum(s.fin BETWEEN :de AND :a), 0)
  FROM suivi v JOIN candidature c ON c.reference = v.candidature JOIN session s ON s.n = c.session
    JOIN action a ON a.n = s.action
  WHERE v.structure = :structure AND v.charge = :utilisateur AND c.etat = 'en_attente' AND {PUBLIEE}
    AND (a.responsable = :structure OR s.positionneur = :structure)"""
_REFERENCES: Final = "SELECT reference FROM candidature WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n"


def suivi(conn: Connection, context: Context, candidature: str) -> SuiviVue:
    """Of the active structure alone (SUI-4)."""
    tenu = objets.lire_suivi(conn, context.structure, candidature)
    if tenu is None:
        return SuiviVue()
    return SuiviVue(
        drapeau=tenu.drapeau,
        drapeau_pose=_signe(conn, tenu.drapeau_pose),
        charge=tenu.charge,
        nom=nom(conn, tenu.charge),
        affectee=_signe(conn, tenu.affectee),
        notes=tuple(
            NoteVue(
                id=note.id,
                texte=note.texte,
                signe=Signe(par=nom(conn, note.ecrite.par), le=note.ecrite.le),
                modifiee_le=note.modifiee_le,
                de_moi=note.ecrite.par == context.utilisateur,
            )
            for note in tenu.notes
        ),
    )


def collegues(conn: Connection, structure: str) -> tuple[tuple[str, str], ...]:
    """Id and name of those who may be in charge of a candidature, by name."""
    return tuple(conn.execute(_COLLEGUES, (structure,)).fetchall())


def references(conn: Connection, ids: Sequence[int]) -> list[str]:
    """Of row ids of a list, without those that are no longer there."""
    return [reference for (reference,) in conn.execute(_REFERENCES, (json.dumps(list(ids)),))]


def mes_dossiers(conn: Connection, context: Context) -> MesDossiers:
    """Nothing for who may not see the candidats (DRT-9)."""
    if context.droit not in CANDIDATURES:
        return MesDossiers(en_attente=0, pressees=0)
    bornes = {  # ECH-3, as `tableau`
        "structure": context.structure,
        "utilisateur": context.utilisateur,
        "de": decale(context.aujourdhui, -DELAI_ECHEANCE.days).isoformat(),
        "a": decale(context.aujourdhui, (ALERTE_TABLEAU - DELAI_ECHEANCE).days).isoformat(),
    }
    ((en_attente, pressees),) = conn.execute(_MES_DOSSIERS, bornes).fetchall()
    return MesDossiers(en_attente=en_attente, pressees=pressees)


def nom(conn: Connection, utilisateur: str) -> str:
    """Of who is no longer of the structure, on a replica, the id is all that is known."""
    lu = objets.lire_utilisateur(conn, utilisateur)
    return f"{lu.prenom} {lu.nom}" if lu else utilisateur


def _signe(conn: Connection, signature: Signature | None) -> Signe | None:
    return None if signature is None else Signe(par=nom(conn, signature.par), le=signature.le)
