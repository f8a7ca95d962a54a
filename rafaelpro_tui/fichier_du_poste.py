"""A TOML file of the user's, beside the preferences, theirs to edit: read, and written whole or not at all."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

from rafaelpro_tui.core.erreurs import Erreur, FichierInaccessible
from rafaelpro_tui.core.texte_sur import safe

LONGUEUR = 60
"""Characters of a name at most."""


def lire(chemin: Path, quoi: str, illisible: type[Erreur]) -> dict[str, Any]:
    """What it holds, {} when it is not there. `quoi`: « Les filtres ». Raises `illisible`, naming the file and why."""
    try:
        return tomllib.loads(chemin.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as cause:
        raise illisible(f"{quoi} « {chemin} » ne peuvent pas être lus.") from cause
    except tomllib.TOMLDecodeError as cause:
        raise illisible(f"{quoi} « {chemin} » ne sont pas du TOML : {cause}.") from cause


def ecrire(chemin: Path, lignes: list[str], quoi: str) -> None:
    """Raises `FichierInaccessible`."""
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        provisoire = chemin.with_suffix(".tmp")
        provisoire.write_text("\n".join(lignes), encoding="utf-8")
        os.replace(provisoire, chemin)
    except OSError as cause:
        raise FichierInaccessible(f"{quoi} n’ont pas pu être écrits dans « {chemin} ».") from cause


def cite(texte: str) -> str:
    """A basic string of TOML: as JSON's, but DEL is escaped too."""
    return json.dumps(texte, ensure_ascii=False).replace("\x7f", "\\u007f")


def nom_propre(nom: str) -> str:
    """A name as it will be kept: one line, nothing that a terminal would obey."""
    return " ".join(safe(nom).split())[:LONGUEUR].strip()
