"""Where `serveur` and `web` listen: the port is taken before anything is said to be served."""

from __future__ import annotations

import errno
import socket
from typing import Final

from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.texte import NBSP

_RAISONS: Final = {
    errno.EADDRINUSE: "un autre programme l’occupe",
    errno.EACCES: "le système le réserve à l’administrateur",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas celle de cet ordinateur",
}


class EcouteImpossible(Erreur):
    """The address cannot be listened on."""

    titre = "Écoute impossible"
    remede = "Choisissez un autre port avec « --port », ou une adresse de cet ordinateur avec « --hote »."


def ecouter(hote: str, port: int) -> socket.socket:
    """Raises `EcouteImpossible`, which says why."""
    try:
        prise = socket.create_server((hote, port), family=socket.AF_INET6 if ":" in hote else socket.AF_INET)
    except OSError as erreur:
        raison = _RAISONS.get(erreur.errno or 0, "cette adresse est inconnue")
        raise EcouteImpossible(f"Impossible d’écouter sur {hote}, port {port}{NBSP}: {raison}.") from erreur
    # For what is accepted from it too: else each answer waits 40 ms for the kernel to have more to send (Nagle).
    prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return prise
