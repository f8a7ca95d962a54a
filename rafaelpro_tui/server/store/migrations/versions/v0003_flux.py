"""The ledger of transmissions, the alerts, the work of the clocks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "transmission",
        sa.Column("porteur", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("candidature", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("envoi", sa.Text(), nullable=True),
        sa.Column("transmise_le", sa.Text(), nullable=True),
        sa.Column("accusee_le", sa.Text(), nullable=True),
        sa.Column("accusee_par", sa.Text(), nullable=True),
        sa.CheckConstraint("accusee_le IS NULL OR transmise_le IS NOT NULL", name=op.f("transmission_accusee_ck")),
        sa.CheckConstraint("destination IN ('hub_agora', 'eos')", name=op.f("transmission_destination_ck")),
        sa.PrimaryKeyConstraint("porteur", "id", name=op.f("transmission_pk")),
    )
    op.create_index(op.f("transmission_porteur_candidature_ix"), "transmission", ["porteur", "candidature"])
    op.create_index(op.f("transmission_envoi_du_le_ix"), "transmission", ["envoi", "du_le"])
    op.create_index(op.f("transmission_accusee_le_du_le_id_ix"), "transmission", ["accusee_le", "du_le", "id"])
    op.create_table(
        "alerte",
        sa.Column("porteur", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=False),
        sa.Column("envoi", sa.Text(), nullable=False),
        sa.Column("envoyee_le", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("porteur", "session", "structure", "fin", name=op.f("alerte_pk")),
    )
    op.create_index(op.f("alerte_envoi_ix"), "alerte", ["envoi"])
    op.create_table(
        "echeance",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("pour", sa.Text(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("pas_avant", sa.Float(), nullable=False),
        sa.CheckConstraint("genre IN ('passage', 'alerte', 'remise')", name=op.f("echeance_genre_ck")),
        sa.PrimaryKeyConstraint("id", name=op.f("echeance_pk")),
    )
    op.create_index(op.f("echeance_genre_du_le_ix"), "echeance", ["genre", "du_le"])
    en_attente = sa.text("etat = 'en_attente'")
    op.create_index(
        "candidature_en_attente",
        "candidature",
        ["porteur", "session"],
        postgresql_where=en_attente,
        sqlite_where=en_attente,
    )
