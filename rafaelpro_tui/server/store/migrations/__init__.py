"""The server's schema, step by step (Alembic): `monter` brings a base to the last one.

An embedded base is brought up to date when the server starts; a PostgreSQL one by `rafaelpro-tui serveur migrer`, since
several servers share it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from rafaelpro_tui.server.store import publication
from rafaelpro_tui.server.store.moteur import Moteur

_ICI: Final = Path(__file__).parent


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_ICI).replace("%", "%%"))
    return config


def derniere() -> str | None:
    """The version of the schema that this program works with."""
    return ScriptDirectory.from_config(_configuration()).get_current_head()


def version(moteur: Moteur) -> str | None:
    """The version of the base's schema; None for an empty base."""
    return moteur.lire(lambda conn: MigrationContext.configure(conn).get_current_revision())


def connues() -> frozenset[str]:
    return frozenset(etape.revision for etape in ScriptDirectory.from_config(_configuration()).walk_revisions())


def monter(moteur: Moteur) -> None:
    """Bring the base to the last version, in one transaction."""

    def faire(conn: Connection) -> None:
        config = _configuration()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        publication.dire_les_comptes_tus(conn)

    moteur.ecrire(faire)
