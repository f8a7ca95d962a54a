"""How the tests are shared out (`pytest -n auto`), and that a slow machine is no failure."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import elan, immediates

# A case that waits for its turn is not a slow one: what must be quick is measured in `bench`.
settings.register_profile("sans_delai", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("sans_delai")


@pytest.hookimpl(optionalhook=True)  # the mutants are run without xdist
def pytest_xdist_auto_num_workers() -> int:
    """Three for two cores: much of their time is spent waiting for a terminal, a server, a browser."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


@pytest.fixture(scope="session", autouse=True)
def styles() -> Iterator[None]:
    """The sheets of the app are parsed once a process (`elan`)."""
    with elan.styles_lus_une_fois():
        yield


@pytest.fixture(scope="session", autouse=True)
def taches() -> Iterator[None]:
    """Tasks begin as they do for a user (`immediates`)."""
    with immediates.taches_immediates():
        yield
