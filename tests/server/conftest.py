"""The truth on both engines: an SQLite file, and a database of a real PostgreSQL, each test with its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from rafaelpro_tui.server.chargement import charger
from rafaelpro_tui.server.store import meta, migrations
from rafaelpro_tui.server.store.moteur import Moteur, adresse
from tests.core.atelier import HorlogeDeTest, objets
from tests.server import postgresql

MODELE = "modele"


@pytest.fixture
def horloge() -> HorlogeDeTest:
    return HorlogeDeTest()


@pytest.fixture(scope="session")
def grappe() -> Iterator[str]:
    """A running PostgreSQL, with a model database to copy."""
    if postgresql.binaire("postgres") is None or postgresql.binaire("initdb") is None:
        pytest.skip("PostgreSQL n’est pas sur cette machine (paquet « postgresql ») : ses tests sont passés")
    with tempfile.TemporaryDirectory(prefix="rafaelpro-pg-") as dossier, postgresql.serveur(Path(dossier)) as url:
        _commander(url, f"CREATE DATABASE {MODELE}")
        moteur = Moteur.de(url.replace("/postgres?", f"/{MODELE}?"))
        preparer(moteur)
        moteur.fermer()
        yield url


def preparer(moteur: Moteur) -> None:
    """The last schema, and the small world of `tests.core.atelier`."""
    migrations.monter(moteur)
    moteur.ecrire(meta.commencer)
    moteur.ecrire(lambda conn: charger(conn, objets()))


def _commander(url: str, *ordres: str) -> None:
    engine = create_engine(adresse(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        for ordre in ordres:
            conn.execute(text(ordre))
    engine.dispose()


_rang = iter(range(10**6))


@pytest.fixture
def base_postgresql(grappe: str) -> Iterator[str]:
    nom = f"essai_{next(_rang)}"
    _commander(grappe, f"CREATE DATABASE {nom} TEMPLATE {MODELE} STRATEGY FILE_COPY")
    yield grappe.replace("/postgres?", f"/{nom}?")
    _commander(grappe, f"DROP DATABASE {nom} WITH (FORCE)")


@pytest.fixture
def base_vide_postgresql(grappe: str) -> Iterator[str]:
    nom = f"vide_{next(_rang)}"
    _commander(grappe, f"CREATE DATABASE {nom}")
    yield grappe.replace("/postgres?", f"/{nom}?")
    _commander(grappe, f"DROP DATABASE {nom} WITH (FORCE)")


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("modele") / "verite.sqlite"
    moteur = Moteur.de(chemin)
    preparer(moteur)
    moteur.fermer()
    return chemin


@pytest.fixture(params=["sqlite", "postgresql"])
def moteur(request: pytest.FixtureRequest) -> Iterator[Moteur]:
    """A truth of the test's own."""
    if request.param == "sqlite":
        modele: Path = request.getfixturevalue("modele_sqlite")
        copie = request.getfixturevalue("tmp_path") / "verite.sqlite"
        copie.write_bytes(modele.read_bytes())
        moteur = Moteur.de(copie)
    else:
        moteur = Moteur.de(request.getfixturevalue("base_postgresql"))
    yield moteur
    moteur.fermer()
