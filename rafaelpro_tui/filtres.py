"""The filters that the user keeps under a name, in a file beside the preferences, theirs to edit, `filtres.toml`:

[candidatures]
"À traiter cette semaine" = "etat:en_attente jours<7"
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from rafaelpro_tui import settings
from rafaelpro_tui.core.erreurs import Erreur, FichierInaccessible
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.texte_sur import safe

LONGUEUR = 60
"""Characters of a name at most."""


class FiltresIllisibles(Erreur):
    """`filtres.toml` is there and cannot be used; nothing is written over it."""

    titre = "Filtres enregistrés illisibles"
    remede = "Corrigez ce fichier, ou supprimez-le : vos filtres seront à enregistrer de nouveau."


def chemin_filtres() -> Path:
    return settings.chemin_preferences().with_name("filtres.toml")


def lire(liste: str) -> dict[str, str]:
    """The filters of a list (« candidatures », « sessions ») by name, in alphabetical order.

    Raises `FiltresIllisibles`, naming the file and why.
    """
    return dict(sorted(_tous().get(liste, {}).items(), key=lambda nom_texte: fold(nom_texte[0])))


def enregistrer(liste: str, nom: str, texte: str) -> None:
    """Keep `texte` under `nom`, instead of what that name stood for.

    Raises `FiltresIllisibles`, `FichierInaccessible`.
    """
    tous = _tous()
    tous.setdefault(liste, {})[nom_propre(nom)] = texte
    _ecrire(tous)


def oublier(liste: str, nom: str) -> None:
    """Keep it no longer. Raises as `enregistrer`."""
    tous = _tous()
    tous.get(liste, {}).pop(nom, None)
    _ecrire(tous)


def nom_propre(nom: str) -> str:
    """A name as it will be kept: one line, nothing that a terminal would obey."""
    return " ".join(safe(nom).split())[:LONGUEUR].strip()


def _tous() -> dict[str, dict[str, str]]:
    chemin = chemin_filtres()
    try:
        brut = tomllib.loads(chemin.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as cause:
        raise FiltresIllisibles(f"Les filtres « {chemin} » ne peuvent pas être lus.") from cause
    except tomllib.TOMLDecodeError as cause:
        raise FiltresIllisibles(f"Les filtres « {chemin} » ne sont pas du TOML : {cause}.") from cause
    for liste, filtres in brut.items():
        if not isinstance(filtres, dict) or not all(isinstance(texte, str) for texte in filtres.values()):
            raise FiltresIllisibles(
                f"Les filtres « {chemin} » ne conviennent pas : sous « [{liste}] », chaque nom attend un texte."
            )
    return brut


def _ecrire(tous: Mapping[str, Mapping[str, str]]) -> None:
    chemin = chemin_filtres()
    lignes = []
    for liste, filtres in tous.items():
        lignes += [f"[{_cite(liste)}]", *(f"{_cite(nom)} = {_cite(texte)}" for nom, texte in filtres.items()), ""]
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        provisoire = chemin.with_suffix(".tmp")
        provisoire.write_text("\n".join(lignes), encoding="utf-8")
        os.replace(provisoire, chemin)
    except OSError as cause:
        raise FichierInaccessible(f"Les filtres n’ont pas pu être écrits dans « {chemin} ».") from cause


def _cite(texte: str) -> str:
    """A basic string of TOML: as JSON's, but DEL is escaped too."""
    return json.dumps(texte, ensure_ascii=False).replace("\x7f", "\\u007f")
