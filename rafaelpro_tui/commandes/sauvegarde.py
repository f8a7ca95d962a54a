"""`sauvegarder`, `restaurer`: a copy of a base of this computer, and the way back."""

from __future__ import annotations

from pathlib import Path

from rafaelpro_tui.commandes import base as bases
from rafaelpro_tui.commandes.progression import barre
from rafaelpro_tui.commandes.sorties import ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage


def sauvegarder(demande: Demande) -> int:
    """Copy the base while it is in use."""
    from rafaelpro_tui.core.erreurs import BaseExistante
    from rafaelpro_tui.core.store import chiffrement, sauvegarde

    chemin, sortie = bases.a_lire(demande), demande.propres["sortie"]
    try:
        with barre("Sauvegarde") as progression:
            octets = sauvegarde.sauvegarder(
                chemin, sortie, remplacer=demande.propres["remplacer"], progress=progression
            )
    except BaseExistante as erreur:
        raise BaseExistante(
            erreur.message, "Choisissez un autre nom, ou ajoutez « --remplacer » pour l’écraser."
        ) from erreur
    chiffree = chiffrement.cle_actuelle(sortie) is not None
    if demande.json:
        ecrire_json({"base": str(chemin), "sortie": str(sortie), "octets": octets, "chiffree": chiffree})
        return 0
    ecrire(f"La base « {chemin} » est sauvegardée dans « {sortie} », relue en entier.")
    if chiffree:
        ecrire("La copie est chiffrée : elle ne s’ouvre qu’avec le trousseau de clés de votre session.")
    return 0


def restaurer(demande: Demande) -> int:
    """Put a copy in the place of the base, which is set aside. The base is to be named: nothing is guessed here."""
    from rafaelpro_tui.core.store import sauvegarde

    chemin, copie = bases.nommee(demande), Path(demande.propres["sauvegarde"])
    if chemin is None:
        raise Usage(
            "« restaurer » attend la base à remettre : « --base FICHIER », ou « --profil NOM ».",
            f"Par exemple : {COMMANDES[1].exemples[0]}",
        )
    with barre("Restauration") as progression:
        cote = sauvegarde.restaurer(copie, chemin, progress=progression)
    if demande.json:
        ecrire_json(
            {"base": str(chemin), "sauvegarde": str(copie), "mise_de_cote": None if cote is None else str(cote)}
        )
        return 0
    ecrire(f"La base « {chemin} » est celle de la sauvegarde « {copie} ».")
    if cote is not None:
        ecrire(f"Ce qu’elle remplace est gardé dans « {cote} » : supprimez-le quand il ne sert plus.")
    return 0


COMMANDES = (
    Commande(
        nom="sauvegarder",
        resume="copie une base de cet ordinateur, même pendant qu’elle sert",
        executer=sauvegarder,
        options=(
            Option("--sortie", "le fichier à créer", "FICHIER", Path, obligatoire=True),
            Option("--remplacer", "écraser ce fichier s’il existe"),
        ),
        precisions="La copie est celle d’un instant, relue en entier avant de prendre son nom.\n"
        "Celle d’une base chiffrée l’est aussi, sous la même clé.",
        exemples=("rafaelpro-tui sauvegarder --base centre.sqlite --sortie centre-24-11.sqlite",),
    ),
    Commande(
        nom="restaurer",
        resume="remet une sauvegarde à la place d’une base, qui est mise de côté",
        executer=restaurer,
        arguments=(Argument("SAUVEGARDE", "le fichier écrit par « sauvegarder »"),),
        precisions="Fermez d’abord l’application. Rien n’est effacé : l’ancienne base est gardée à côté,\n"
        "sous un autre nom.",
        exemples=("rafaelpro-tui restaurer centre-24-11.sqlite --base centre.sqlite",),
    ),
)
