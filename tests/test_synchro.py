"""When one tries again: later and later, not all together, and not before a busy server has asked."""

from __future__ import annotations

from rafaelpro_tui.core.sync.erreurs import HorsLigne, ServeurOccupe
from rafaelpro_tui.synchro import REPRISE, REPRISE_MAX, reprise


def test_failures_are_further_and_further_apart_and_never_together() -> None:
    for echecs, attendue in ((1, 2 * REPRISE), (3, 8 * REPRISE), (50, REPRISE_MAX)):
        tirees = {reprise(echecs, HorsLigne("non")) for _ in range(50)}
        assert attendue / 2 <= min(tirees) < max(tirees) <= attendue
        assert len(tirees) > 40


def test_a_busy_server_says_when_to_come_back() -> None:
    """Within reason: one that lies does not silence a laptop for a day."""
    assert reprise(1, ServeurOccupe("plus tard", 30.0)) >= 30.0
    assert reprise(1, ServeurOccupe("plus tard", 86_400.0)) <= 2 * REPRISE_MAX
    assert reprise(1, ServeurOccupe("plus tard")) <= 2 * REPRISE
