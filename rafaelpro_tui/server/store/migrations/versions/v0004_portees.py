"""Which flows a flow account may use."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("jeton", sa.Column("portees", sa.Text(), nullable=True))
