"""Places on the disk (platformdirs), and the user's preferences, in a file that is theirs to edit, `preferences.toml`:

theme = "rafael-clair"      # or "rafael-sombre"
grace = 20                  # seconds during which a decision can be undone; 0 = none
animations = false          # nothing moves by itself; true by default
verrou = 10                 # minutes without a key after which the screen locks; 0, the default, = never
conservation = 24           # months that persons are kept after their last session; none by default
profil = "/chemin/base.db"  # the base opened last

[touches]                   # any id of the help (F1)
filtrer = "f,slash"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from platformdirs import PlatformDirs

from rafaelpro_tui.core.erreurs import Erreur, FichierInaccessible

GRACE = 20.0
"""Seconds, by default in the app (CONTRATS §1)."""
GRACE_MAX = 3600
CONSERVATION_MAX = 1200
VERROU, VERROU_MAX = 10, 480
"""Minutes: those that « verrou » proposes, and at most."""

_DOSSIERS = PlatformDirs("rafaelpro-tui", appauthor=False)


class PreferencesIllisibles(Erreur):
    """`preferences.toml` cannot be used; the app opens without it."""

    titre = "Préférences illisibles"
    remede = "Corrigez ce fichier, ou supprimez-le : les préférences habituelles sont employées en attendant."


class Preferences(NamedTuple):
    """What the user prefers; every field has its usual value."""

    theme: str | None = None
    grace: float = GRACE
    profil: str | None = None
    conservation: int | None = None
    animations: bool = True
    verrou: int = 0
    touches: Mapping[str, str] = MappingProxyType({})


def chemin_preferences() -> Path:
    return _DOSSIERS.user_config_path / "preferences.toml"


def dossier_donnees() -> Path:
    """Where the demo base and the user's own bases are kept."""
    return _DOSSIERS.user_data_path


def chemin_journal() -> Path:
    """The technical log: what a user is never shown."""
    return _DOSSIERS.user_log_path / "rafaelpro-tui.log"


def lire_preferences() -> Preferences:
    """The preferences, the usual ones when there is no file.

    Raises `PreferencesIllisibles`, naming the file and the line or the key at fault.
    """
    chemin = chemin_preferences()
    try:
        brut = tomllib.loads(chemin.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, UnicodeDecodeError) as cause:
        raise PreferencesIllisibles(f"Les préférences « {chemin} » ne peuvent pas être lues.") from cause
    except tomllib.TOMLDecodeError as cause:
        ou = re.search(r"line (\d+), column (\d+)", str(cause))
        place = f" (ligne {ou[1]}, colonne {ou[2]})" if ou else ""
        raise PreferencesIllisibles(f"Les préférences « {chemin} » ne sont pas du TOML{place}.") from cause
    return _verifier(brut, chemin)


def enregistrer(cle: str, valeur: str | float) -> None:
    """Write one key of the file, the rest of it (comments too) as the user left it.

    Raises `FichierInaccessible`.
    """
    import json  # not at every start

    chemin = chemin_preferences()
    ligne = f"{cle} = {json.dumps(valeur, ensure_ascii=False)}"
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        texte = chemin.read_text(encoding="utf-8") if chemin.exists() else ""
        tete, tables = _couper(texte)
        motif = re.compile(rf"^{re.escape(cle)}\s*=.*$", re.MULTILINE)
        if motif.search(tete):
            tete = motif.sub(lambda _: ligne, tete, count=1)
        else:
            tete = f"{tete.rstrip()}\n{ligne}\n".lstrip() + ("\n" if tables else "")
        provisoire = chemin.with_suffix(".tmp")
        provisoire.write_text(tete + tables, encoding="utf-8")
        os.replace(provisoire, chemin)
    except (OSError, UnicodeDecodeError) as cause:  # what is not text is left as it is
        raise FichierInaccessible(f"Les préférences n’ont pas pu être écrites dans « {chemin} ».") from cause


def _couper(texte: str) -> tuple[str, str]:
    """The keys of the top level, then the tables."""
    table = re.search(r"^\[", texte, re.MULTILINE)
    return (texte, "") if table is None else (texte[: table.start()], texte[table.start() :])


def _verifier(brut: dict[str, Any], chemin: Path) -> Preferences:
    # By hand: the file is read before the first paint, and importing pydantic costs half of an empty start.
    for cle, valeur in brut.items():
        if (raison := _faute(cle, valeur)) is not None:
            raise PreferencesIllisibles(f"Les préférences « {chemin} » ne conviennent pas : « {cle} », {raison}.")
    for cle, valeur in brut.get("touches", {}).items():
        if not isinstance(valeur, str):
            raison = "un texte entre guillemets est attendu"
            raise PreferencesIllisibles(
                f"Les préférences « {chemin} » ne conviennent pas : « touches.{cle} », {raison}."
            )
    return Preferences(
        theme=brut.get("theme"),
        grace=float(brut.get("grace", GRACE)),
        profil=brut.get("profil"),
        conservation=brut.get("conservation"),
        animations=brut.get("animations", True),
        verrou=brut.get("verrou", 0),
        touches=brut.get("touches", {}),
    )


def _faute(cle: str, valeur: object) -> str | None:
    """Why a key of the top level cannot be used."""
    match cle:
        case "animations":
            return None if isinstance(valeur, bool) else "true ou false est attendu"
        case "theme" | "profil":
            return None if isinstance(valeur, str) else "un texte entre guillemets est attendu"
        case "grace":
            juste = isinstance(valeur, int | float) and not isinstance(valeur, bool) and 0 <= valeur <= GRACE_MAX
            return None if juste else f"un nombre de 0 à {GRACE_MAX} est attendu"
        case "conservation":
            juste = isinstance(valeur, int) and not isinstance(valeur, bool) and 0 < valeur <= CONSERVATION_MAX
            return None if juste else f"un nombre entier de mois, de 1 à {CONSERVATION_MAX}, est attendu"
        case "verrou":
            juste = isinstance(valeur, int) and not isinstance(valeur, bool) and 0 <= valeur <= VERROU_MAX
            return None if juste else f"un nombre entier de minutes, de 0 à {VERROU_MAX}, est attendu"
        case "touches":
            return None if isinstance(valeur, dict) else "une table est attendue"
        case _:
            return "cette clé n’existe pas"
