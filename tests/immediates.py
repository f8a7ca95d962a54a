"""Tasks that begin at once, as `App.run` has them from Python 3.12 on and `App.run_test` has not.

A screen is then composed before what pushes it goes on: what the users of a recent Python see is what is tested there.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

d_ordinaire = App.run_test


@asynccontextmanager
async def _run_test(self: App[Any], **options: Any) -> AsyncIterator[Pilot[Any]]:
    if sys.version_info >= (3, 12):
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with d_ordinaire(self, **options) as pilot:
        yield pilot


@contextmanager
def taches_immediates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as poste:
        poste.setattr(App, "run_test", _run_test)
        yield
