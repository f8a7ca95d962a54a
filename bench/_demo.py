"""Demo bases by size, each made once a run, and the folders of their own that programs are given."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from rafaelpro_tui.core.demo.base import fabriquer
from rafaelpro_tui.core.horloge import HorlogeSysteme

GRAND: Final = os.environ.get("RAFAELPRO_BENCH_VITE") != "1"
"""Whether to measure at a million too, and the server: a quarter of an hour and 600 MB more."""
_DOSSIER: Final = tempfile.TemporaryDirectory(prefix="rafaelpro-bench-")


@cache
def demo(candidatures: int) -> Path:
    """A base about today, gone with the program."""
    base = Path(_DOSSIER.name, f"{candidatures}.sqlite")
    fabriquer(base, jour=HorlogeSysteme().maintenant().date(), candidatures=candidatures)
    return base


def environnement() -> dict[str, str]:
    """Nothing of the user's; the modules are kept compiled, as those of Textual are since it was installed."""
    dossiers = {f"XDG_{nom}_HOME": _DOSSIER.name for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
    ailleurs = {nom: valeur for nom, valeur in os.environ.items() if nom != "PYTHONDONTWRITEBYTECODE"}
    return ailleurs | dossiers | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
