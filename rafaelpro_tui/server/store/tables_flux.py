"""What the server owes outside: the ledger of transmissions (TRX), the alerts of ECH-2, and the work of its clocks.

References and ids only: what is sent is composed when it is sent.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, Float, Index, Integer, Table, Text, text

from rafaelpro_tui.server.store.tables import candidature, metadata

transmission: Final = Table(
    "transmission",
    metadata,
    Column("porteur", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # derived from what is due to whom: one line, whoever writes it (I8)
    Column("candidature", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("rang", Integer, nullable=False),  # of the avis; 0 is the arrival
    Column("du_le", Date, nullable=False),
    Column("envoi", Text),  # the remise that it goes in, once it is due
    Column("transmise_le", Text),  # first handed over, by whatever canal, or acknowledged
    Column("accusee_le", Text),
    Column("accusee_par", Text),  # a flow account
    CheckConstraint("destination IN ('hub_agora', 'eos')", "destination"),
    CheckConstraint("accusee_le IS NULL OR transmise_le IS NOT NULL", "accusee"),
    Index(None, "porteur", "candidature"),
    Index(None, "envoi", "du_le"),
    Index(None, "accusee_le", "du_le", "id"),
    info={"repartition": "porteur"},
)

alerte: Final = Table(
    "alerte",
    metadata,
    Column("porteur", Text, primary_key=True),
    Column("session", Text, primary_key=True),
    Column("structure", Text, primary_key=True),
    Column("fin", Date, primary_key=True),  # of the session: moved, it has another échéance, and another alert
    Column("envoi", Text, nullable=False, index=True),  # the mail that tells it
    Column("envoyee_le", Text),
    info={"repartition": "porteur"},
)

echeance: Final = Table(
    "echeance",
    metadata,
    Column("id", Text, primary_key=True),  # derived from what it does
    Column("genre", Text, nullable=False),
    Column("objet", Text, nullable=False),  # passage: a session; else an envoi
    Column("pour", Text, nullable=False),  # passage: its Responsable; alerte: a structure; remise: a canal
    Column("du_le", Date, nullable=False),
    Column("essais", Integer, nullable=False),
    Column("pas_avant", Float, nullable=False),  # epoch seconds: taken by a server, or put off, until then
    CheckConstraint("genre IN ('passage', 'alerte', 'remise')", "genre"),
    Index(None, "genre", "du_le"),
    info={"repartition": "id"},
)
"""Work to be done, gone once it is: small. What was done is told by the objects themselves."""

EN_ATTENTE: Final = Index(
    "candidature_en_attente",
    candidature.c.porteur,
    candidature.c.session,
    postgresql_where=text("etat = 'en_attente'"),
    sqlite_where=text("etat = 'en_attente'"),
)
"""Those that a clock may have to do with, among all that were ever decided."""
