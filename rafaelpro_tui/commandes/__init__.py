"""The commands of the command line, one module per group; `rafaelpro_tui.cli` is their door.

`COMMANDES` says which module declares which command, so that only the one asked for is imported.
"""

from typing import Final

COMMANDES: Final = {
    "demo": "application",
    "ouvrir": "application",
    "charger": "echanges",
    "importer-lheo": "echanges",
    "exporter": "echanges",
    "executer": "execution",
    "lot": "execution",
    "passages": "execution",
    "sessions": "listes",
    "candidatures": "listes",
    "echeances": "listes",
    "tableau": "listes",
    "plan": "plan",
    "attente": "attente",
    "pilotage": "pilotage",
    "panier": "panier",
    "modeles": "modeles",
    "web": "web",
    "candidature": "fiche",
    "suivi": "suivi",
    "personne": "personne",
    "journal": "journal",
    "sauvegarder": "sauvegarde",
    "restaurer": "sauvegarde",
    "chiffrer": "chiffrement",
    "dechiffrer": "chiffrement",
    "conservation": "conservation",
    "verrou": "verrou",
    "connexion": "connexion",
    "synchroniser": "connexion",
    "deconnexion": "connexion",
    "serveur": "serveur",
    "serveur charger": "serveur",
    "serveur demo": "serveur_demo",
    "serveur migrer": "serveur",
    "serveur conservation": "serveur_conservation",
    "serveur sauvegarder": "serveur_sauvegarde",
    "serveur restaurer": "serveur_sauvegarde",
    "serveur compte": "serveur_compte",
    "diagnostic": "diagnostic",
    "completion": "completion",
}
"""Name → module."""
