"""What a lot would do, then what it did, row by row (LOT-5, LOT-6). Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from rafaelpro_tui.core.commands import SurLot
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import Progression
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.bilan import Bilan, LigneBilan, changee, relire
from rafaelpro_tui.screens.lot_traitement import Traitement


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneLot(LigneBilan):
    """A candidature of the lot."""

    avant: CandidatureLigne
    sans_dates: bool = False
    """Whether a retenue is left « à compléter » (LOT-4)."""

    @property
    def n(self) -> int:
        return self.avant.n

    @property
    def suite(self) -> str:
        suite = super(LigneLot, self).suite  # By name: slots make another class than the one written here.
        return f"{suite} à compléter" if self.sans_dates and self.resultat.etat is Etat.RETENUE else suite


@dataclass(frozen=True, kw_only=True)
class BilanLot(Bilan):
    """One treatment for all, given as one command."""

    lignes: tuple[LigneLot, ...]
    traitement: Traitement
    refus: Refus | None = None
    """Why the lot was refused as a whole."""

    def dire(self, nombre: int) -> str:
        return self.traitement.phrase(nombre)

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        return self.traitement.resume()

    @property
    def a_completer(self) -> bool:
        return self.traitement.sans_dates and self.faites > 0

    def executer(self, desk: Desk, progression: Progression | None = None) -> Self:
        """A row that is no longer what the user saw is not written, even when it would still pass: its new rule is
        told, or SYN-1.
        """
        a_faire = [ligne for ligne in self.lignes if ligne.fait]
        lues = relire(desk, self.session, [ligne.n for ligne in a_faire])
        changees = [ligne.avant for ligne in a_faire if lues.get(ligne.n) != ligne.avant]
        suites = {avant.reference: changee(avant) for avant in changees}
        if changees:
            essai = self._donner(desk, changees)
            suites |= {
                ligne.candidature: ligne for ligne in desk.simuler([essai])[0].lignes or () if ligne.refus is not None
            }
        inchangees = [ligne.avant for ligne in a_faire if ligne.avant.reference not in suites]
        resultat = None
        if inchangees:
            resultat = desk.executer_une(self._donner(desk, inchangees), progression=progression)
            suites |= {
                ligne.avant.reference: ligne.resultat for ligne in _lignes(inchangees, resultat, self.traitement)
            }
        return replace(
            self,
            lignes=tuple(
                replace(ligne, resultat=suites.get(ligne.avant.reference, ligne.resultat)) for ligne in self.lignes
            ),
            refus=resultat.refus if resultat else None,
            commandes=(resultat.id,) if resultat and resultat.fait else (),
            resultat=resultat,
        ).compter()

    def _donner(self, desk: Desk, avants: Sequence[CandidatureLigne]) -> SurLot:
        return self.traitement.commande(desk.commande, self.session, [avant.reference for avant in avants])


def simuler(
    desk: Desk,
    session: str,
    traitement: Traitement,
    ids: Sequence[int],
    progression: Progression | None = None,
) -> BilanLot:
    """What the treatment would do to these rows, in this order; nothing is written (LOT-6)."""
    lues = relire(desk, session, ids)
    avants = [lues[n] for n in ids if n in lues]
    commande = traitement.commande(desk.commande, session, [avant.reference for avant in avants])
    resultat = desk.simuler([commande], progression=progression)[0]
    return BilanLot(
        session=session,
        traitement=traitement,
        lignes=tuple(_lignes(avants, resultat, traitement)),
        refus=resultat.refus,
    )


def _lignes(avants: Sequence[CandidatureLigne], resultat: Resultat, traitement: Traitement) -> list[LigneLot]:
    """The fate of each row; that of the lot when it was refused as a whole."""
    bloc: Sequence[ResultatLigne] | None = resultat.lignes
    if bloc is None:
        bloc = [ResultatLigne(candidature=avant.reference, refus=resultat.refus) for avant in avants]
    return [
        LigneLot(avant=avant, resultat=ligne, sans_dates=traitement.sans_dates)
        for avant, ligne in zip(avants, bloc, strict=True)
    ]
