"""`chiffrer`, `dechiffrer`: a base of this computer, under a key of the system's keyring or in clear."""

from __future__ import annotations

from rafaelpro_tui.commandes.base import a_lire
from rafaelpro_tui.commandes.sorties import ecrire
from rafaelpro_tui.commandes.syntaxe import Commande, Demande


def chiffrer(demande: Demande) -> int:
    """Encrypt the base; does nothing when it is already."""
    from rafaelpro_tui.core.store import chiffrement

    chemin = a_lire(demande)
    chiffrement.chiffrer(chemin)
    ecrire(f"La base « {chemin} » est chiffrée ; sa clé est dans le trousseau de votre session.")
    return 0


def dechiffrer(demande: Demande) -> int:
    """Write the base in clear; does nothing when it is already."""
    from rafaelpro_tui.core.store import chiffrement

    chemin = a_lire(demande)
    oubliee = chiffrement.dechiffrer(chemin)
    ecrire(f"La base « {chemin} » est en clair : qui lit le fichier lit les personnes.")
    if not oubliee:
        ecrire("Sa clé reste au trousseau : vos sauvegardes chiffrées s’ouvrent avec elle.")
    return 0


COMMANDES = (
    Commande(
        nom="chiffrer",
        resume="chiffre une base de cet ordinateur",
        executer=chiffrer,
        precisions="La clé, tirée au hasard, est gardée dans le trousseau de clés de votre session.\n"
        "Sans ce trousseau, ni la base ni ses sauvegardes ne peuvent plus être lues :\n"
        "gardez-en une en clair, en lieu sûr.",
        exemples=("rafaelpro-tui chiffrer --base centre.sqlite",),
    ),
    Commande(
        nom="dechiffrer",
        resume="remet en clair une base chiffrée",
        executer=dechiffrer,
        exemples=("rafaelpro-tui dechiffrer --base centre.sqlite",),
    ),
)
