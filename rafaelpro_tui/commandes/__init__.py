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
    "candidature": "fiche",
    "journal": "journal",
    "chiffrer": "chiffrement",
    "dechiffrer": "chiffrement",
    "conservation": "conservation",
    "completion": "completion",
}
"""Name → module."""
