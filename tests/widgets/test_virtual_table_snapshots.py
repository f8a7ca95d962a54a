"""How the table looks, 80 × 24, dark and light."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.widgets.table_app import HOSTILE, Ligne, Liste, TableApp, lignes, settle


@pytest.mark.parametrize("theme", ["rafael-sombre", "rafael-clair"])
def test_table(snap_compare: Callable[..., bool], theme: str) -> None:
    named = [Ligne(100 + n, text) for n, text in enumerate(HOSTILE)]

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await pilot.press("space", "down", "space", "down", "down")
        app.table.sort_column = "reference"
        await settle(pilot)

    app = TableApp(Liste([*lignes(8), *named, *lignes(60)[20:]]), theme=theme)
    assert snap_compare(app, run_before=before, terminal_size=(80, 24))
