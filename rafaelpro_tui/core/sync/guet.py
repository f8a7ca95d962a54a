"""Waiting on the server for something new, by a long poll: it reads nothing of it, the synchronisation does (SYNC)."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

from rafaelpro_tui.core.store import replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.client import ClientHttp
from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes
from rafaelpro_tui.core.sync.profil import lire

ATTENTE: Final = 25.0
"""Seconds of a long poll: less than what proxies cut."""


class Guet:
    """Of one structure of an open replica, by a connection of its own. One thread waits; another may `interrompre`."""

    def __init__(self, base: Base, structure: str) -> None:
        profil = lire(base)
        self.structure = structure
        self._base = base
        self._client = ClientHttp(profil.url, JetonsGardes(profil.chemin, profil.poste))

    def attendre(self) -> bool | None:
        """Whether there is something new for the structure; False after `ATTENTE` seconds without; None when nothing of
        it has been received, so that there is nothing to wait from.

        Raises:
            ErreurServeur, BaseFermee.
        """
        with self._base.read() as conn:
            abonnement = replique.abonnements(conn).get(self.structure)
        if abonnement is None or abonnement.curseur is None:
            return None
        page = self._client.changements(self.structure, abonnement.curseur, 1, ATTENTE)
        # Also what this user may not read: the cursor is beyond it.
        return page.curseur != abonnement.curseur

    def interrompre(self) -> None:
        """Nobody waits any more."""
        self._client.interrompre()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._client.fermer()
