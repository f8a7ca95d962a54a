"""What the OF has edited itself, as its commands tell: an import of the flow leaves that alone."""

from __future__ import annotations

import json

from rafaelpro_tui.core.store.driver import Connection


def champs_edites(conn: Connection, session: str) -> frozenset[str]:
    """The fields of a session that `modifier_session` and `modifier_contacts` have set."""
    corps = conn.execute(
        "SELECT d.corps FROM touche t JOIN depart d ON d.seq = t.seq"
        " WHERE t.genre = 'session' AND t.cle = ? AND d.type IN ('modifier_session', 'modifier_contacts')",
        (session,),
    ).fetchall()
    return frozenset(champ for (texte,) in corps for champ in json.loads(texte))
