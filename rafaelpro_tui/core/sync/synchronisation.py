"""One synchronisation: who we are, push, then pull for each structure of the user (SYNC)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from rafaelpro_tui.core import images
from rafaelpro_tui.core.execution import Execution
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.perime import perdue
from rafaelpro_tui.core.store import depart, envois, replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.replique import Cle
from rafaelpro_tui.core.sync import fil
from rafaelpro_tui.core.sync.envoi import envoyer
from rafaelpro_tui.core.sync.erreurs import AutreVersion, NonConnecte
from rafaelpro_tui.core.sync.fil import Moi, Serveur
from rafaelpro_tui.core.sync.tirage import Progression, purger, tirer

SOUVENIR: Final = timedelta(days=30)
"""How long accepted commands can be sent again, to a server that was restored to an earlier day."""
VOISINES: Final = timedelta(days=1)
"""How far apart commands may be answered in another order than they were decided in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """What one synchronisation did. `objets`: what the server changed here, by genre and key."""

    acceptees: int = 0
    refusees: int = 0
    renvoyees: int = 0
    objets: tuple[Cle, ...] = ()


class Synchronisation:
    """Of one replica with its server."""

    def __init__(self, base: Base, horloge: Horloge, serveur: Serveur) -> None:
        self._base = base
        self._horloge = horloge
        self._serveur = serveur
        # The grace of what was decided runs by itself: commands that are run again keep theirs.
        self._execution = Execution(base, horloge, grace=0.0)

    def passer(self, *, progression: Progression | None = None) -> Bilan:
        """Push what waits, then pull. The same call may be made again after any error.

        Raises:
            ErreurServeur, and the errors of the base.
        """
        with self._base.write.transaction() as conn:  # first: what waits for the server is counted, there or not
            depart.regler(conn, self._horloge.secondes(), replique=True)
        moi = self._serveur.moi()
        self._reconnaitre(moi)
        renvoyees = self._renvoyer(moi.epoque)
        envoye = envoyer(self._base, self._serveur, self._rebaser)
        objets: list[Cle] = []
        for attachement in moi.attachements:
            objets += self.recevoir(attachement.structure, progression=progression)
        return Bilan(acceptees=envoye.acceptees, refusees=envoye.refusees, renvoyees=renvoyees, objets=tuple(objets))

    def recevoir(self, structure: str, *, progression: Progression | None = None) -> tuple[Cle, ...]:
        """Pull what one structure sees, under what waits; what has changed. Raises as `passer`."""
        return tirer(self._base, self._serveur, structure, self._rebaser, progression=progression)

    def _reconnaitre(self, moi: Moi) -> None:
        """The tokens are those of the user whose replica this is; structures lost are purged (I7)."""
        if moi.schema != fil.SCHEMA:
            raise AutreVersion(f"Le serveur parle la version {moi.schema} du protocole, ce programme la {fil.SCHEMA}.")
        attendu = self._base.lire_meta(replique.UTILISATEUR)
        if attendu is not None and attendu != moi.utilisateur:
            raise NonConnecte(
                f"Cette réplique est celle de « {attendu} », et la connexion celle de « {moi.utilisateur} »."
            )
        if attendu is None:
            self._base.ecrire_meta(replique.UTILISATEUR, moi.utilisateur)
        with self._base.read() as conn:
            connues = set(replique.abonnements(conn))
        for structure in sorted(connues - {attachement.structure for attachement in moi.attachements}):
            purger(self._base, structure, self._rebaser)

    def _renvoyer(self, epoque: str) -> int:
        """A new epoch: the server was restored, and may have lost what it had accepted; it knows again what it has.

        What it lost of before `SOUVENIR` is too old to be decided again unseen: the user is told of it (SYN-3).
        """
        with self._base.read() as conn:
            abonnements = replique.abonnements(conn).values()
            connues = {abonnement.epoque for abonnement in abonnements if abonnement.epoque}
            if not connues or connues == {epoque}:
                return 0
            derniers = [abonnement.le for abonnement in abonnements if abonnement.le is not None]
            limite = max(derniers) - SOUVENIR if derniers else None
            anciennes = [] if limite is None else envois.acceptees_avant(conn, limite)
        perdues = list(self._perdues(anciennes))
        with self._base.write.transaction() as conn:
            for abonnement in abonnements:
                replique.recommencer(conn, abonnement.structure, epoque)
            for seq, _, le in perdues:
                command = images.lire_commande(depart.lire_seq(conn, seq).corps)
                refus = perdue(datetime.fromisoformat(le))
                dit = Resultat(id=command.id, type=command.type, issue="refus", refus=refus)
                envois.perdre(conn, seq, images.dumps(dit.to_json()), self._horloge.maintenant())
            return 0 if limite is None else envois.renvoyer_depuis(conn, limite)

    def _perdues(self, anciennes: list[tuple[int, str, str]]) -> Iterator[tuple[int, str, str]]:
        """Of what was accepted, the latest first, what the server no longer knows.

        A backup holds what was decided before it: once one is known, only what was answered about then is still asked
        for. Within the grace, commands leave in another order than they were given.
        """
        connue: datetime | None = None
        for ancienne in anciennes:
            le = datetime.fromisoformat(ancienne[2])
            if connue is not None and le < connue - VOISINES:
                return
            if self._serveur.reponse(UUID(ancienne[1])) is None:
                yield ancienne
            else:
                connue = connue or le

    def _rebaser(self, conn: Connection, changer: Callable[[], None]) -> None:
        transaction = self._execution.transaction(conn)
        transaction.rebaser(envois.sans_effet_en_base(conn), changer)
