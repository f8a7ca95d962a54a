"""What a structure keeps for itself on a candidature (SUI). It comes after 0006: numbers were given out beforehand."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "suivi",
        sa.Column("structure", sa.Text(), nullable=False),
        sa.Column("candidature", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("structure", "candidature", name="suivi_pk"),
    )
