"""What the structures of the demo keep for themselves: notes, drapeaux, who is in charge (SUI)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final, TypeVar
from uuid import UUID

from rafaelpro_tui.core.demo import textes
from rafaelpro_tui.core.demo.calendrier import Calendrier
from rafaelpro_tui.core.demo.catalogue import DECIDEURS
from rafaelpro_tui.core.demo.sessions import Plan
from rafaelpro_tui.core.model import Candidature, Drapeau, Etat, Note, Signature, Suivi
from rafaelpro_tui.core.rules.candidatures import etape

T = TypeVar("T")

PART: Final = 0.2
"""Of the candidatures en attente."""
CONFIEES: Final = 0.7
"""Of those, how many are in somebody's charge."""
RECENTS: Final = 9
"""Days, at most, since it was written."""


class Suiveur:
    """Its chance is its own: what is kept on a candidature changes nothing of the others."""

    def __init__(self, graine: int, calendrier: Calendrier) -> None:
        self._hasard = Random(f"suivi {graine}")
        self._calendrier = calendrier

    def suivi(self, candidature: Candidature, plan: Plan) -> Suivi | None:
        """By the Positionneur of the session, for one candidature en attente in five."""
        if candidature.etat is not Etat.EN_ATTENTE or self._hasard.random() >= PART:
            return None
        structure = plan.session.positionneur
        ou_on_en_est = etape(candidature, plan.dispositif.hsp)
        assert ou_on_en_est is not None
        drapeau, texte = self._choisit(textes.SUIVIS[ou_on_en_est])
        qui = DECIDEURS[structure]
        signe = Signature(par=self._choisit(qui), le=self._instant(candidature))
        confiee = not texte or self._hasard.random() < CONFIEES
        return Suivi(
            structure=structure,
            candidature=candidature.reference,
            drapeau=drapeau,
            drapeau_pose=signe if drapeau is not Drapeau.AUCUN else None,
            charge=self._choisit(qui) if confiee else "",
            affectee=signe if confiee else None,
            notes=(Note(id=self._id(), texte=texte, ecrite=signe),) if texte else (),
        )

    def _instant(self, candidature: Candidature) -> datetime:
        """Office hours of these last days, not before the deposit."""
        depuis = (self._calendrier.jour - candidature.deposee_le).days
        return self._calendrier.instant(-1 - int(self._hasard.random() * min(depuis, RECENTS)), self._hasard.random())

    def _choisit(self, choix: Sequence[T]) -> T:
        return choix[int(self._hasard.random() * len(choix))]

    def _id(self) -> str:
        return str(UUID(int=self._hasard.getrandbits(128), version=4))
