"""A way to the server in this process, for one user: the routes' own functions, without HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.sync.erreurs import HorsLigne
from rafaelpro_tui.core.sync.fil import Envoi, Moi, Page, Reponse, Sort
from rafaelpro_tui.server import execution
from rafaelpro_tui.server.changements import changements
from rafaelpro_tui.server.reception import recevoir
from rafaelpro_tui.server.store import personnes
from rafaelpro_tui.server.store.moteur import Moteur


@dataclass
class Porte:
    """`coupe_avant`, `coupe_apres`: how many of the next requests are lost on their way there, or back."""

    moteur: Moteur
    horloge: Horloge
    utilisateur: str
    hors_ligne: bool = False
    coupe_avant: int = 0
    coupe_apres: int = 0
    vues: list[Page] = field(default_factory=list)

    def envoyer(self, envoi: Envoi) -> Reponse:
        self._partir()
        reponse = recevoir(self.moteur, self.horloge, envoi, self.utilisateur)
        self._revenir()
        return reponse

    def reponse(self, id: UUID) -> Sort | None:
        self._partir()
        return self.moteur.lire(lambda conn: execution.relire(conn, str(id), self.utilisateur))

    def changements(self, structure: str, curseur: str | None, limite: int, attente: float = 0.0) -> Page:
        self._partir()
        page = self.moteur.lire(
            lambda conn: changements(conn, structure, curseur, limite, self.utilisateur, self.horloge.maintenant())
        )
        self._revenir()
        self.vues.append(page)
        return page

    def moi(self) -> Moi:
        self._partir()
        moi = self.moteur.lire(lambda conn: personnes.moi(conn, self.utilisateur))
        assert moi is not None
        return moi

    def _partir(self) -> None:
        if self.hors_ligne:
            raise HorsLigne("Le câble est débranché.")
        if self.coupe_avant:
            self.coupe_avant -= 1
            raise HorsLigne("Coupé à l’aller.")

    def _revenir(self) -> None:
        if self.coupe_apres:
            self.coupe_apres -= 1
            raise HorsLigne("Coupé au retour.")
