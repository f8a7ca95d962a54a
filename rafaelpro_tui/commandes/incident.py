"""What nobody foresaw, in one sentence; the details are in the technical log."""

from __future__ import annotations

import errno
from typing import Final

from rafaelpro_tui.pannes import journaliser

_RAISONS: Final = {
    errno.ENOENT: "n’existe pas",
    errno.EACCES: "n’est pas accessible : vérifiez vos droits",
    errno.EPERM: "n’est pas accessible : vérifiez vos droits",
    errno.EISDIR: "est un dossier : donnez un fichier",
    errno.ENOTDIR: "n’est pas un dossier",
    errno.EEXIST: "existe déjà : choisissez un autre nom",
    errno.EROFS: "est sur un disque en lecture seule : choisissez un autre endroit",
    errno.ENOSPC: "ne tient pas sur le disque : libérez de la place",
    errno.ENAMETOOLONG: "porte un nom trop long : raccourcissez-le",
}
_PLEIN: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def phrase(erreur: Exception) -> str:
    """What to tell the user: what the system answered about a file, else where the details are."""
    if isinstance(erreur, OSError) and erreur.filename and (raison := _RAISONS.get(erreur.errno or 0)):
        return f"« {erreur.filename} » {raison}."
    if isinstance(erreur, OSError) and erreur.errno in _PLEIN:  # no file name: it was the output
        return (
            "Ce qui devait être affiché n’a pas pu être écrit : il n’y a plus de place sur le disque. Libérez-en ; "
            "« rafaelpro-tui journal » montre ce qui a été enregistré."
        )
    journal = journaliser(erreur)
    return (
        f"Une erreur inattendue a arrêté la commande : recommencez ; si elle revient, joignez « {journal} » "
        "à votre demande d’aide."
    )
