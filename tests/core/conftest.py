"""A desk on a small real base, opened for a user who may do everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rafaelpro_tui.core.desk import Desk
from tests.core.atelier import HorlogeDeTest, construire, copier


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return construire(tmp_path_factory.mktemp("modele") / "base.db")


@pytest.fixture
def horloge() -> HorlogeDeTest:
    return HorlogeDeTest()


@pytest.fixture
def fichier(modele: Path, tmp_path: Path) -> Path:
    """A fresh copy of the base."""
    return copier(modele, tmp_path / "base.db")


@pytest.fixture
def desk(fichier: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    """No grace: what is done is final."""
    with Desk.open(fichier, horloge=horloge) as desk:
        yield desk


@pytest.fixture
def patient(fichier: Path, horloge: HorlogeDeTest) -> Iterator[Desk]:
    """Twenty seconds of grace."""
    with Desk.open(fichier, horloge=horloge, grace=20) as desk:
        yield desk
