"""A laptop of one user: its replica, its desk, its way to the server."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from rafaelpro_tui.core.commands import Convoquer, NoterResultat, SaisieRecrutementNon, SaisieRecrutementOui
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Motif, Resultat
from rafaelpro_tui.core.store import replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.sync.fil import Jetons, Serveur
from rafaelpro_tui.core.sync.synchronisation import Bilan, Synchronisation
from tests.core.atelier import FIN, JOUR, HorlogeDeTest

OUI = SaisieRecrutementOui(entree=date(2024, 8, 1), sortie=FIN, intensite=Decimal(35))
NON = SaisieRecrutementNon(motif=Motif.PREREQUIS)


@dataclass(frozen=True, slots=True)
class Carte:
    """An access token that is good for the length of a test: never renewed."""

    jeton: str

    def jetons(self) -> Jetons:
        return Jetons(access_token=self.jeton, refresh_token="", expires_in=900)

    def garder(self, jetons: Jetons) -> None:
        raise AssertionError(jetons)

    def seul(self) -> AbstractContextManager[None]:
        return nullcontext()


class Poste:
    def __init__(
        self, chemin: Path, serveur: Serveur, horloge: HorlogeDeTest, structure: str, grace: float = 0.0
    ) -> None:
        self.chemin = chemin
        self.horloge = horloge
        self.structure = structure
        self.grace = grace
        if not chemin.exists():
            Base.create(chemin)
            with Base.open(chemin) as base:
                base.ecrire_meta("genre", "replique")
                base.ecrire_meta(replique.POSTE, chemin.stem)
        self.base = Base.open(chemin)
        self.sync = Synchronisation(self.base, horloge, serveur)

    def passer(self) -> Bilan:
        return self.sync.passer()

    def faire(self, cls: type[Any], **champs: Any) -> Any:
        with Desk.open(self.chemin, horloge=self.horloge, grace=self.grace, structure=self.structure) as desk:
            return desk.executer_une(desk.commande(cls, **champs))

    def presente(self, reference: str) -> None:
        assert self.faire(Convoquer, candidature=reference, date=JOUR).fait
        assert self.faire(NoterResultat, candidature=reference, rang=1, resultat=Resultat.PRESENCE).fait

    def etat(self, reference: str) -> str:
        with Desk.open(self.chemin, horloge=self.horloge, structure=self.structure) as desk:
            return desk.candidature(reference).candidature.etat.value

    def statuts(self) -> list[str]:
        with self.base.read() as conn:
            return [statut for (statut,) in conn.execute("SELECT statut FROM depart ORDER BY seq")]

    def base_tenue(self) -> dict[tuple[str, str], tuple[int, str]]:
        """What the replica holds for its structure: version and corps by genre and key."""
        with self.base.read() as conn:
            return {
                (genre, cle): (version, corps)
                for genre, cle, version, corps in conn.execute(
                    "SELECT genre, cle, version, corps FROM base_objet WHERE structure = ?", (self.structure,)
                )
            }
