"""The candidatures that the calendar has passed (ECH-1), for the clocks."""

from __future__ import annotations

from datetime import date
from typing import Final

from rafaelpro_tui.core.rules.echeances import DELAI_ECHEANCE
from rafaelpro_tui.core.store.driver import Connection

_ECHUES: Final = """
  SELECT c.reference, a.responsable
  FROM session s JOIN action a ON a.n = s.action JOIN candidature c ON c.session = s.n
  WHERE s.fin < ? AND c.etat = 'en_attente' ORDER BY s.fin, c.n"""


def echues(conn: Connection, aujourdhui: date) -> list[tuple[str, str]]:
    """Candidature and Responsable, soonest first, of those whose échéance was before today."""
    limite = aujourdhui - DELAI_ECHEANCE
    return conn.execute(_ECHUES, (limite.isoformat(),)).fetchall()
