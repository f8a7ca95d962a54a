"""Each test of a rule also holds, word for word, the sentences that it has heard (`__snapshots__`, a file a chapter).

They are what a recruiter reads: a changed word shows in the diff. `pytest tests/core/rules --snapshot-update` takes
them again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.core.rules.monde import ENTENDUES


@pytest.fixture(autouse=True)
def _mot_pour_mot(snapshot: SnapshotAssertion) -> Iterator[None]:
    ENTENDUES.clear()
    yield
    if ENTENDUES:
        assert sorted(set(ENTENDUES)) == snapshot
