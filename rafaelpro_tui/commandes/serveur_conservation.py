"""`serveur conservation`: whose personal data the server has kept long enough, and its erasure (DON-2)."""

from __future__ import annotations

from rafaelpro_tui.commandes.conservation import dire_bilan
from rafaelpro_tui.commandes.progression import barre
from rafaelpro_tui.commandes.serveur import DONNEES, moteur
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, entier


def conservation(demande: Demande) -> int:
    """Say what would be erased; with `--effacer`, erase it (exit 1 when it is refused)."""
    mois, effacer = demande.propres["mois"], demande.propres["effacer"]
    with moteur(demande) as ouvert:
        from rafaelpro_tui.server import conservation as serveur

        if effacer:
            with barre("Effacement") as progression:
                bilan = serveur.effacer(ouvert, demande.horloge, mois, progression=progression)
        else:
            bilan = serveur.simuler(ouvert, demande.horloge, mois)
    return dire_bilan(bilan, demande, efface=effacer)


COMMANDES = (
    Commande(
        nom="serveur conservation",
        resume="efface du serveur les données des personnes gardées assez longtemps",
        executer=conservation,
        options=(
            Option("--mois", "la durée de conservation après la dernière session", "N", entier, obligatoire=True),
            Option("--effacer", "effacer pour de bon ; sans elle, dire seulement ce qui le serait"),
            DONNEES,
        ),
        precisions="Seules les personnes dont plus rien n’est en attente, ni à transmettre, sont concernées.\n"
        "Le serveur peut rester en marche ; les postes les effacent à leur prochaine synchronisation.",
        exemples=(
            "rafaelpro-tui serveur conservation --mois 24",
            "rafaelpro-tui serveur conservation --mois 24 --effacer",
        ),
    ),
)
