"""How the tests are shared out (`pytest -n auto`)."""

import os


def pytest_xdist_auto_num_workers() -> int:
    """Three for two cores: much of their time is spent waiting for a terminal, a server, a browser."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)
