"""A few tries of each family of faults, as `make pannes` runs them by the thousand: the same program, in a process."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.crash, pytest.mark.slow]

PEU = {"tues": 7, "disque": 7, "wal": 10, "octets": 20, "heures": 2, "fenetre": 3, "ensemble": 4}


@pytest.mark.parametrize("famille", PEU)
def test_nothing_is_lost_nor_doubled(famille: str) -> None:
    commande = [sys.executable, "-m", "tests.pannes", famille, "--fois", str(PEU[famille])]
    fini = subprocess.run(commande, capture_output=True, text=True, timeout=300, check=False)
    assert fini.returncode == 0, fini.stdout + fini.stderr
    comptes = [int(n) for n in re.findall(r"^ +(\d+)  ", fini.stdout, re.MULTILINE)]
    assert sum(comptes) >= PEU[famille], fini.stdout
