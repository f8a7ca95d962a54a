"""Read by Alembic: runs the steps in the transaction that `migrations.monter` has begun."""

from alembic import context

import rafaelpro_tui.server.store.tables as tables
import rafaelpro_tui.server.store.tables_comptes
import rafaelpro_tui.server.store.tables_flux  # noqa: F401 - both add their own to the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    transactional_ddl=False,  # the transaction is the caller's, on both engines
    transaction_per_migration=False,
)
context.run_migrations()
