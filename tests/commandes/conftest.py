"""The command line run in this process, on real bases, in folders of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rafaelpro_tui.cli import main
from rafaelpro_tui.core.exchange.dataset import charger_dataset

EXEMPLE = Path(__file__).parent.parent / "donnees" / "exemple.json"
JOUR = "2022-04-25"


@dataclass(frozen=True)
class Fin:
    """What a command line left behind; no-break spaces are written as plain ones, to read tests more easily."""

    code: int
    sortie: str
    erreur: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(ligne) for ligne in self.sortie.splitlines()]


Courir = Callable[..., Fin]


@pytest.fixture(autouse=True)
def dossiers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of its own for everything the program keeps."""
    for nom in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{nom}_HOME", str(tmp_path / "xdg" / nom.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "xdg"


@pytest.fixture
def nu(capsys: pytest.CaptureFixture[str]) -> Courir:
    """Run a command line, as it is."""

    def courir(*mots: str | Path) -> Fin:
        capsys.readouterr()
        code = main([str(mot) for mot in mots])
        lu = capsys.readouterr()
        assert "Traceback" not in lu.err
        return Fin(code, lu.out.replace("\u00a0", " "), lu.err.replace("\u00a0", " "))

    return courir


@pytest.fixture(scope="session")
def exemple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("exemple") / "base.sqlite"
    charger_dataset(EXEMPLE, base)
    return base


@pytest.fixture
def base(exemple: Path, tmp_path: Path) -> Path:
    """The small dataset, in a base of its own."""
    return Path(shutil.copyfile(exemple, tmp_path / "base.sqlite"))


@pytest.fixture
def cli(nu: Courir, base: Path) -> Courir:
    """Run a command on the small base, on a day when its first session takes place."""

    def courir(*mots: str | Path) -> Fin:
        jour = () if "--aujourdhui" in mots else ("--aujourdhui", JOUR)
        return nu(*mots, "--base", base, *jour)

    return courir


@pytest.fixture
def fichier(tmp_path: Path) -> Callable[..., Path]:
    """A file of commands, one per line."""

    def ecrire(*commandes: dict[str, Any] | str) -> Path:
        chemin = tmp_path / "commandes.jsonl"
        lignes = (c if isinstance(c, str) else json.dumps(c) for c in commandes)
        chemin.write_text("\n".join(lignes) + "\n", encoding="utf-8")
        return chemin

    return ecrire
