"""The comment templates of the user (`core.modeles`), in a file beside the preferences, theirs to edit, `modeles.toml`:

[[modele]]
nom = "Prérequis"
pour = "prerequis_pedagogiques_non_satisfaits"
texte = "Une remise à niveau est à prévoir avant {formation}."
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rafaelpro_tui import fichier_du_poste, settings
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.model import Motif, MotifHsp
from rafaelpro_tui.core.modeles import OUI, Modele, verifier
from rafaelpro_tui.core.texte import NBSP, fold
from rafaelpro_tui.fichier_du_poste import cite, nom_propre

_CLES: Final = ("nom", "pour", "session", "texte")
POUR: Final = (OUI, *Motif, *MotifHsp)
"""What a template may be for."""


class ModelesIllisibles(Erreur):
    """`modeles.toml` is there and cannot be used; nothing is written over it."""

    titre = "Modèles de commentaires illisibles"
    remede = f"Corrigez ce fichier, ou supprimez-le{NBSP}: vos modèles seront à garder de nouveau."


def chemin_modeles() -> Path:
    return settings.chemin_preferences().with_name("modeles.toml")


def lire() -> list[Modele]:
    """All of them, in alphabetical order. Raises `ModelesIllisibles`, naming the file and why."""
    chemin = chemin_modeles()
    brut = fichier_du_poste.lire(chemin, "Les modèles", ModelesIllisibles)
    lignes = brut.pop("modele", [])
    if brut or not isinstance(lignes, list) or not all(_conforme(ligne) for ligne in lignes):
        raise ModelesIllisibles(
            f"Les modèles «{NBSP}{chemin}{NBSP}» ne conviennent pas{NBSP}: chaque «{NBSP}[[modele]]{NBSP}» attend"
            " un nom et un texte, et peut dire pour quoi (oui ou un motif) et pour quelle session."
        )
    return sorted((Modele(**ligne) for ligne in lignes), key=lambda modele: fold(modele.nom))


def proposes(pour: str, session: str) -> list[Modele]:
    """Those for this answer and this session, the most made for them first."""
    return sorted((modele for modele in lire() if modele.convient(pour, session)), key=lambda modele: modele.rang)


def garder(modele: Modele) -> None:
    """Keep it, instead of the one of the same name.

    Raises:
        ModeleFautif: a field does not exist. ModelesIllisibles, FichierInaccessible.
    """
    verifier(modele.texte)
    propre = Modele(nom=nom_propre(modele.nom), texte=modele.texte, pour=modele.pour, session=modele.session)
    _ecrire([*(autre for autre in lire() if autre.nom != propre.nom), propre])


def oublier(nom: str) -> bool:
    """Keep it no longer; whether there was one. Raises as `garder`."""
    gardes = lire()
    restent = [modele for modele in gardes if modele.nom != nom]
    if len(restent) < len(gardes):
        _ecrire(restent)
    return len(restent) < len(gardes)


def _conforme(ligne: Any) -> bool:
    return (
        isinstance(ligne, dict)
        and set(ligne) <= set(_CLES)
        and all(isinstance(valeur, str) for valeur in ligne.values())
        and bool(ligne.get("nom"))
        and "texte" in ligne
        and ligne.get("pour", "") in ("", *POUR)
    )


def _ecrire(modeles: Iterable[Modele]) -> None:
    lignes = []
    for modele in modeles:
        dites = {cle: getattr(modele, cle) for cle in _CLES}
        ecrites = [f"{cle} = {cite(valeur)}" for cle, valeur in dites.items() if valeur or cle in ("nom", "texte")]
        lignes += ["[[modele]]", *ecrites, ""]
    fichier_du_poste.ecrire(chemin_modeles(), lignes, "Les modèles")
