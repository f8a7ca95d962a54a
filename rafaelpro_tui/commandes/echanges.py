"""`charger`, `importer-lheo`, `exporter`: files in and out."""

from __future__ import annotations

from pathlib import Path

from rafaelpro_tui.commandes import base as bases
from rafaelpro_tui.commandes.progression import barre
from rafaelpro_tui.commandes.sorties import ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande
from rafaelpro_tui.core.texte import entier_fr


def charger(demande: Demande) -> int:
    """Load a dataset, all or nothing; the base is made when it is missing."""
    from rafaelpro_tui.core.exchange.dataset import charger_dataset

    chemin = bases.a_remplir(demande)
    with barre("Chargement") as progression:
        comptes = charger_dataset(Path(demande.propres["fichier"]), chemin, progress=progression)
    if demande.base is None:
        bases.retenir(chemin)
    if demande.json:
        ecrire_json({"base": str(chemin)} | comptes)
    else:
        ecrire(f"Chargé dans « {chemin} » :")
        _compter(comptes)
    return 0


def _compter(comptes: dict[str, int]) -> None:
    for quoi, nombre in comptes.items():
        ecrire(f"  {entier_fr(nombre):>10}  {quoi}")


COMMANDES = (
    Commande(
        nom="charger",
        resume="charge un jeu de données dans une base, créée au besoin ; tout ou rien",
        executer=charger,
        arguments=(Argument("FICHIER", "le jeu de données, en JSON"),),
        precisions="Sans « --base » ni « --profil », la base est celle du profil « defaut ».",
        exemples=(
            "rafaelpro-tui charger centre.json --base centre.sqlite",
            "rafaelpro-tui charger centre.json --profil centre",
        ),
    ),
)
