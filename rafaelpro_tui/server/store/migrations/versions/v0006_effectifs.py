"""`session.compte` by étape, with a version of its own: the feed tells it (`migrations.monter`)."""

import json
from collections import Counter, defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"

_CANDIDATURES = """
  SELECT c.porteur, c.session, c.etat, c.image, d.image FROM candidature c
    JOIN session s ON s.porteur = c.porteur AND s.reference = c.session
    JOIN action a ON a.porteur = s.porteur AND a.id = s.action JOIN dispositif d ON d.code = a.dispositif"""


def upgrade() -> None:
    op.add_column("session", sa.Column("compte_version", sa.Integer(), nullable=False, server_default="0"))
    conn = op.get_bind()
    comptes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for porteur, session, etat, image, dispositif in conn.execute(sa.text(_CANDIDATURES)):
        comptes[porteur, session][etat if etat != "en_attente" else _etape(image, dispositif)] += 1
    conn.execute(sa.text("UPDATE session SET compte = '{}'"))
    for (porteur, session), compte in comptes.items():
        conn.execute(
            sa.text("UPDATE session SET compte = :compte WHERE porteur = :porteur AND reference = :session"),
            {
                "compte": json.dumps(compte, sort_keys=True, separators=(",", ":")),
                "porteur": porteur,
                "session": session,
            },
        )


def _etape(image: str, dispositif: str) -> str:
    """CAN-1, as it was when this was written."""
    if json.loads(dispositif).get("hsp"):
        return "conformite_a_rendre"
    convocations = json.loads(image).get("convocations")
    resultat = convocations[-1].get("resultat") if convocations else "absence_justifiee"
    return {"absence_justifiee": "a_convoquer", None: "presence_a_renseigner"}.get(resultat, "avis_a_rendre")
