"""Erasing persons whose data has been kept long enough (DON-2): their rows, their words, their salts; counts remain.

The journal keeps its lines, ids and MACs only: without the salt nothing says any more who they were about, and the
chain still verifies.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from rafaelpro_tui.core.store.driver import Connection

_CHOISIR: Final = """
  CREATE TEMP TABLE a_effacer AS
  SELECT p.n, p.id FROM candidat p JOIN candidature c ON c.candidat = p.n JOIN session s ON s.n = c.session
  GROUP BY p.n HAVING max(s.fin) < ? AND NOT max(c.etat = 'en_attente')"""
"""Nobody who waits for anything, nor whose last session is too recent."""
_CANDIDATURES: Final = """
  CREATE TEMP TABLE ses_candidatures AS
  SELECT c.n, c.reference FROM candidature c JOIN a_effacer e ON e.n = c.candidat"""
_COMMANDES: Final = """
  CREATE TEMP TABLE ses_commandes AS
  SELECT d.seq FROM ses_candidatures c JOIN journal j ON j.cible = c.reference JOIN depart d ON d.id = j.commande
  UNION SELECT t.seq FROM touche t JOIN ses_candidatures c ON t.genre = 'candidature' AND t.cle = c.reference
  UNION SELECT t.seq FROM touche t JOIN a_effacer e ON t.genre = 'candidat' AND t.cle = e.id"""
_COMPTER: Final = """
  INSERT INTO compte_efface SELECT c.session, c.etat, count(*) FROM candidature c JOIN a_effacer e ON e.n = c.candidat
  WHERE true GROUP BY 1, 2 ON CONFLICT DO UPDATE SET n = n + excluded.n"""
_EFFACER: Final = (
    # What is kept of a command: its id and the hash of its content (SYN-2); not what was typed.
    """UPDATE depart SET corps = '{}', reponse = json_object('id', id, 'type', type, 'issue',
         json_extract(reponse, '$.issue')) WHERE seq IN (SELECT seq FROM ses_commandes)""",
    "DELETE FROM touche WHERE genre = 'candidature' AND cle IN (SELECT reference FROM ses_candidatures)",
    """DELETE FROM touche WHERE genre = 'suivi'
         AND json_extract(cle, '$[0]') IN (SELECT reference FROM ses_candidatures)""",
    "DELETE FROM touche WHERE genre = 'candidat' AND cle IN (SELECT id FROM a_effacer)",
    "DELETE FROM place WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM rang_attente WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM acte WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM nouvelle WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM panier WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM note WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM suivi WHERE candidature IN (SELECT reference FROM ses_candidatures)",
    "DELETE FROM convocation WHERE candidature IN (SELECT n FROM ses_candidatures)",
    "DELETE FROM avis WHERE candidature IN (SELECT n FROM ses_candidatures)",
    "DELETE FROM recherche_candidature WHERE rowid IN (SELECT n FROM ses_candidatures)",
    "DELETE FROM candidature WHERE n IN (SELECT n FROM ses_candidatures)",
    "DELETE FROM candidat WHERE n IN (SELECT n FROM a_effacer)",
    "DELETE FROM sel WHERE candidat IN (SELECT id FROM a_effacer)",
    # A deleted row of the search leaves its words in the index until it is merged.
    "INSERT INTO recherche_candidature (recherche_candidature) VALUES ('optimize')",
)
_TEMPORAIRES: Final = ("ses_commandes", "ses_candidatures", "a_effacer")


def effacer(conn: Connection, avant: date) -> tuple[int, int]:
    """Erase who has nothing in progress and no session that ends on `avant` or later; how many persons, candidatures.

    Inside a transaction. The file still has traces of them until it is written again (`Ecriture.compacter`).
    """
    conn.execute(_CHOISIR, (avant.isoformat(),))
    conn.execute(_CANDIDATURES)
    conn.execute(_COMMANDES)
    try:
        candidats, candidatures = conn.execute(
            "SELECT (SELECT count(*) FROM a_effacer), (SELECT count(*) FROM ses_candidatures)"
        ).fetchone()
        if candidats:
            conn.execute(_COMPTER)
            for instruction in _EFFACER:
                conn.execute(instruction)
        return candidats, candidatures
    finally:
        for table in _TEMPORAIRES:
            conn.execute(f"DROP TABLE temp.{table}")
