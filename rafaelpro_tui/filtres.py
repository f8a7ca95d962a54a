"""The filters that the user keeps under a name, in a file beside the preferences, theirs to edit, `filtres.toml`:

[candidatures]
"À traiter cette semaine" = "etat:en_attente jours<7"
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rafaelpro_tui import fichier_du_poste, settings
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.fichier_du_poste import cite, nom_propre


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


def _tous() -> dict[str, dict[str, str]]:
    chemin = chemin_filtres()
    brut = fichier_du_poste.lire(chemin, "Les filtres", FiltresIllisibles)
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
        lignes += [f"[{cite(liste)}]", *(f"{cite(nom)} = {cite(texte)}" for nom, texte in filtres.items()), ""]
    fichier_du_poste.ecrire(chemin, lignes, "Les filtres")
