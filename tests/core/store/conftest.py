"""A small real base on disk, and the objects it is made of."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from rafaelpro_tui.core.store.base import Base
from tests.core.store.fabrique import objets
from tests.trousseau import Trousseau


@pytest.fixture
def chemin(tmp_path: Path) -> Path:
    """An empty base."""
    Base.create(tmp_path / "rafael.db")
    return tmp_path / "rafael.db"


@pytest.fixture
def vide(chemin: Path) -> Iterator[Base]:
    with Base.open(chemin) as base:
        yield base


@pytest.fixture
def base(vide: Base) -> Base:
    """The objects of `fabrique.objets()`, written one by one."""
    from rafaelpro_tui.core.store.rangement import ranger

    with vide.write.transaction() as conn:
        for objet in objets():
            ranger(conn, objet)
    return vide


@pytest.fixture
def trousseau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trousseau]:
    """A keyring of the test's own, in a file."""
    monkeypatch.setenv("RAFAELPRO_TEST_TROUSSEAU", str(tmp_path / "trousseau.json"))
    avant = keyring.get_keyring()
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    coffre = Trousseau()
    keyring.set_keyring(coffre)
    yield coffre
    keyring.set_keyring(avant)
