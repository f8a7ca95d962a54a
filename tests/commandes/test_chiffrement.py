"""`chiffrer` and `dechiffrer`, by processes of their own: each finds the key again in the keyring."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_une_base_chiffree_sert_comme_une_autre(base: Path, tmp_path: Path) -> None:
    def courir(*mots: str, trousseau: str = "tests.trousseau.Trousseau") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rafaelpro_tui", *mots, "--base", str(base)],
            env=os.environ
            | {
                "PYTHON_KEYRING_BACKEND": trousseau,
                "RAFAELPRO_TEST_TROUSSEAU": str(tmp_path / "trousseau.json"),
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    assert courir("chiffrer").returncode == 0
    assert not base.read_bytes().startswith(b"SQLite")
    lue = courir("candidature", "C1", "--json")
    assert (lue.returncode, lue.stderr) == (0, "")
    sans = courir("candidature", "C1", trousseau="keyring.backends.fail.Keyring")
    assert (sans.returncode, sans.stdout) == (4, "")
    assert "trousseau" in sans.stderr
    assert courir("dechiffrer").returncode == 0
    assert base.read_bytes().startswith(b"SQLite")
