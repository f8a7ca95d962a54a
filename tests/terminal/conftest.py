"""A base, folders of its own and a terminal for the program as a person runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.terminal import PROGRAMME, Terminal

DONNEES = Path(__file__).parent.parent / "donnees" / "exemple.json"


@pytest.fixture
def environnement(tmp_path: Path) -> dict[str, str]:
    """Folders of its own for everything the program keeps; nothing of the machine's."""
    dossiers = {f"XDG_{nom}_HOME": str(tmp_path / nom.lower()) for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "COLORTERM": "truecolor",
        **dossiers,
    }


@pytest.fixture
def rafaelpro(environnement: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line to its end, in the same folders."""

    def courir(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAMME, *map(str, arguments)],
            env=environnement,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return courir


@pytest.fixture
def base(tmp_path: Path, rafaelpro: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    """The small dataset, loaded into a real base by the program itself."""
    chemin = tmp_path / "base.sqlite"
    charge = rafaelpro("charger", DONNEES, "--base", chemin)
    assert charge.returncode == 0, charge.stderr
    return chemin


@pytest.fixture
def terminal(environnement: dict[str, str]) -> Iterator[Callable[[int, int], Terminal]]:
    """A maker of terminals; skips where tmux is not installed."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux n’est pas installé")
    ouverts: list[Terminal] = []

    def faire(largeur: int = 120, hauteur: int = 40) -> Terminal:
        ouverts.append(Terminal(environnement, largeur, hauteur))
        return ouverts[-1]

    yield faire
    for un in ouverts:
        un.fermer()
