"""The schema: how it lays onto several machines, and that the migrations make exactly it."""

from __future__ import annotations

from typing import Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from rafaelpro_tui.server.store import tables, tables_comptes, tables_flux
from rafaelpro_tui.server.store.moteur import Moteur
from rafaelpro_tui.server.store.tables import REFERENCE, metadata

TOUTES: Final = sorted(metadata.tables.values(), key=lambda table: table.name)
D_UNE_ACTION: Final = {"action", "session", "candidature", "avis", "evenement", "transmission", "alerte"}
D_UNE_STRUCTURE: Final = {"fil", "compteur", "cumul", "suivi"}

assert {tables_comptes.compte, tables_flux.transmission} < set(TOUTES)  # they are of the same metadata


@pytest.mark.parametrize("table", TOUTES, ids=lambda table: table.name)
def test_every_key_begins_with_the_column_that_shares_rows_out(table: Table) -> None:
    """A key that did not could not be held on one machine; a foreign key leads to the same one, or to a reference."""
    colonne = table.info["repartition"]
    if colonne == REFERENCE:
        return
    assert colonne in table.columns
    for contrainte in table.constraints:
        if isinstance(contrainte, PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint):
            assert next(iter(contrainte.columns)).name == colonne, contrainte.name
    for index in table.indexes:
        if index.unique:
            assert next(iter(index.columns)).name == colonne, index.name
    for cle in table.foreign_key_constraints:
        vers = cle.referred_table
        premiere = cle.elements[0].column.name
        assert vers.info["repartition"] in (REFERENCE, premiere), cle.name


def test_what_belongs_to_an_action_is_where_its_responsable_is_and_what_a_structure_reads_where_it_is() -> None:
    partout = {nom: table.info["repartition"] for nom, table in metadata.tables.items()}
    assert {nom for nom, colonne in partout.items() if colonne == "porteur"} == D_UNE_ACTION
    assert {nom for nom, colonne in partout.items() if colonne == "structure"} == D_UNE_STRUCTURE


def test_the_migrations_make_the_tables(moteur: Moteur) -> None:
    with moteur.lecture() as conn:
        contexte = MigrationContext.configure(conn, opts={"compare_type": not moteur.embarque})
        assert compare_metadata(contexte, metadata) == []


def test_what_may_only_be_added_to_has_no_index_that_would_be_changed() -> None:
    """I1: the key of an avis is what makes a second one impossible."""
    assert [colonne.name for colonne in tables.avis.primary_key] == ["porteur", "candidature", "rang"]
    assert not any(isinstance(index, Index) and index.unique for index in tables.avis.indexes)
