"""The candidatures that the calendar has passed (ECH-1), for the clocks."""

from __future__ import annotations

from datetime import date
from typing import Final

from rafaelpro_tui.core.rules.sessions import DELAI_ECHEANCE
from rafaelpro_tui.core.store.driver import Connection

# CROSS JOIN keeps this order: of the sessions past, `compte` tells the few in which somebody still waits, and only
# their candidatures are read. The app asks at each start.
_ECHUES: Final = """
  SELECT c.reference, a.responsable
  FROM session s
    CROSS JOIN action a ON a.n = s.action
    CROSS JOIN candidature c ON c.session = s.n AND c.etat = 'en_attente'
  WHERE s.fin < ? AND EXISTS (SELECT 1 FROM compte k WHERE k.session = s.n AND k.etat = 'en_attente' AND k.n > 0)
  ORDER BY s.fin, c.n"""


def echues(conn: Connection, aujourdhui: date) -> list[tuple[str, str]]:
    """Candidature and Responsable, soonest first, of those whose échéance was before today."""
    limite = aujourdhui - DELAI_ECHEANCE
    return conn.execute(_ECHUES, (limite.isoformat(),)).fetchall()
