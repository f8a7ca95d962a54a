"""A small real base on disk, and the objects it is made of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rafaelpro_tui.core.store.base import Base
from tests.core.store.fabrique import objets


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
