"""Accounts, sign-in, tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "compte",
        sa.Column("utilisateur", sa.Text(), nullable=False),
        sa.Column("mot_de_passe", sa.Text(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_pas", sa.Integer(), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["utilisateur"], ["utilisateur.id"], name=op.f("compte_utilisateur_fk")),
        sa.PrimaryKeyConstraint("utilisateur", name=op.f("compte_pk")),
    )
    op.create_table(
        "identite",
        sa.Column("fournisseur", sa.Text(), nullable=False),
        sa.Column("sujet", sa.Text(), nullable=False),
        sa.Column("utilisateur", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["utilisateur"], ["utilisateur.id"], name=op.f("identite_utilisateur_fk")),
        sa.PrimaryKeyConstraint("fournisseur", "sujet", name=op.f("identite_pk")),
    )
    op.create_table(
        "appareil",
        sa.Column("empreinte", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("poste", sa.Text(), nullable=False),
        sa.Column("expire_a", sa.Float(), nullable=False),
        sa.Column("interroge_a", sa.Float(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("utilisateur", sa.Text(), nullable=True),
        sa.CheckConstraint("etat IN ('attente', 'approuve', 'refuse')", name=op.f("appareil_etat_ck")),
        sa.CheckConstraint("(etat = 'approuve') = (utilisateur IS NOT NULL)", name=op.f("appareil_approuve_ck")),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("appareil_pk")),
        sa.UniqueConstraint("code", name=op.f("appareil_code_uq")),
    )
    op.create_table(
        "famille",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("utilisateur", sa.Text(), nullable=False),
        sa.Column("poste", sa.Text(), nullable=False),
        sa.Column("ouverte_a", sa.Float(), nullable=False),
        sa.Column("revoquee", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("famille_pk")),
    )
    op.create_index(op.f("famille_utilisateur_ix"), "famille", ["utilisateur"])
    op.create_table(
        "renouvellement",
        sa.Column("empreinte", sa.Text(), nullable=False),
        sa.Column("famille", sa.Text(), nullable=False),
        sa.Column("expire_a", sa.Float(), nullable=False),
        sa.Column("servi_a", sa.Float(), nullable=True),
        sa.Column("suivant", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("renouvellement_pk")),
    )
    op.create_index(op.f("renouvellement_famille_ix"), "renouvellement", ["famille"])
    op.create_table(
        "essai",
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("echecs", sa.Integer(), nullable=False),
        sa.Column("bloque_a", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("cle", name=op.f("essai_pk")),
    )
    op.add_column("jeton", sa.Column("famille", sa.Text(), nullable=True))
    op.create_index(op.f("jeton_famille_ix"), "jeton", ["famille"])
