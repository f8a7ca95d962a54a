"""Erasing persons (DON-2): what may only be added to may be emptied of them, inside an erasure and nowhere else."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"

_EN_COURS = "EXISTS (SELECT 1 FROM effacement WHERE fini_le IS NULL)"
_GARDEES = {
    # What of a row may be emptied, and whether it may go.
    "avis": ("", True),
    "evenement": ("image", False),
    "commande": ("corps", False),
    "reponse": ("corps", False),
}


def upgrade() -> None:
    op.create_table(
        "effacement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("commence_le", sa.Text(), nullable=False),
        sa.Column("avant", sa.Text(), nullable=False),
        sa.Column("candidats", sa.Integer(), nullable=False),
        sa.Column("candidatures", sa.Integer(), nullable=False),
        sa.Column("fini_le", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="effacement_pk"),
    )
    for table, (colonne, part) in _GARDEES.items():
        if op.get_bind().dialect.name == "sqlite":
            _sqlite(table, colonne, part)
        else:
            _postgresql(table, colonne, part)


def _sqlite(table: str, colonne: str, part: bool) -> None:
    colonnes = [c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)]
    fixes = " OR ".join(f"new.{nom} IS NOT old.{nom}" for nom in colonnes if nom != colonne)
    for geste, permis in (("UPDATE", bool(colonne)), ("DELETE", part)):
        op.execute(f"DROP TRIGGER {table}_ajout_seul_{geste.lower()}")
        refus = f"NOT {_EN_COURS}" + (f" OR {fixes}" if geste == "UPDATE" else "") if permis else "1"
        op.execute(
            f"CREATE TRIGGER {table}_ajout_seul_{geste.lower()} BEFORE {geste} ON {table} WHEN {refus}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: ajout seul'); END"
        )


def _postgresql(table: str, colonne: str, part: bool) -> None:
    permis = f"IF TG_OP = 'DELETE' AND {_EN_COURS} THEN RETURN OLD; END IF;" if part else ""
    if colonne:
        permis += (
            f" IF TG_OP = 'UPDATE' AND {_EN_COURS} AND to_jsonb(NEW) - '{colonne}' = to_jsonb(OLD) - '{colonne}'"
            " THEN RETURN NEW; END IF;"
        )
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_ajout_seul() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {permis}"
        f" RAISE EXCEPTION '{table}: ajout seul' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
