"""What convening a plan would do, then what it did: one `lot_convoquer` for each date. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from rafaelpro_tui.core.commands import LotConvoquer
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import Progression
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.texte import date_fr, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.bilan import Bilan, changee, relire
from rafaelpro_tui.screens.lot_bilan import LigneLot


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePlan(LigneLot):
    """`rdv` is the day of its slot."""

    rdv: date

    @property
    def repere(self) -> str:
        return date_fr(self.rdv)


@dataclass(frozen=True, kw_only=True)
class BilanPlan(Bilan):
    """A lot for each day of the plan."""

    NOM = "plan"

    lignes: tuple[LignePlan, ...]

    @property
    def repere(self) -> tuple[str, int]:
        return "RDV", 10

    def dire(self, nombre: int) -> str:
        jours = {ligne.rdv for ligne in self.lignes}
        return f"Convoquer {pluriel(nombre, 'candidature')} sur {pluriel(len(jours), 'jour')}"

    def executer(self, desk: Desk, progression: Progression | None = None) -> Self:
        """A row that is no longer what the user saw is refused by SYN-1."""
        a_faire = [ligne for ligne in self.lignes if ligne.fait]
        lues = relire(desk, self.session, [ligne.n for ligne in a_faire])
        sorts = {ligne.n: changee(ligne.avant) for ligne in a_faire if lues.get(ligne.n) != ligne.avant}
        gardees = [ligne for ligne in a_faire if ligne.n not in sorts]
        lots = _lots(desk, self.session, gardees)
        resultats = list(desk.executer(list(lots.values()), progression=progression))
        sorts |= dict(_sorts(gardees, lots, resultats))
        return replace(
            self,
            lignes=tuple(replace(ligne, resultat=sorts.get(ligne.n, ligne.resultat)) for ligne in self.lignes),
            commandes=tuple(resultat.id for resultat in resultats if resultat.fait),
            resultat=resultats[-1] if resultats else None,
        ).compter()


def simuler(
    desk: Desk,
    session: str,
    placees: Sequence[tuple[CandidatureLigne, date]],
    progression: Progression | None = None,
) -> BilanPlan:
    """What convening each on the day of its slot would do; nothing is written (LOT-6)."""
    lignes = [
        LignePlan(avant=avant, resultat=ResultatLigne(candidature=avant.reference), rdv=rdv) for avant, rdv in placees
    ]
    lots = _lots(desk, session, lignes)
    sorts = dict(_sorts(lignes, lots, desk.simuler(list(lots.values()), progression=progression)))
    lignes = [replace(ligne, resultat=sorts[ligne.n]) for ligne in lignes]
    return BilanPlan(session=session, lignes=tuple(lignes)).compter()


def _lots(desk: Desk, session: str, lignes: Sequence[LignePlan]) -> dict[date, LotConvoquer]:
    """By day, soonest first."""
    return {
        rdv: desk.commande(
            LotConvoquer,
            session=session,
            candidatures=tuple(ligne.reference for ligne in lignes if ligne.rdv == rdv),
            date=rdv,
        )
        for rdv in sorted({ligne.rdv for ligne in lignes})
    }


def _sorts(
    lignes: Sequence[LignePlan], lots: Mapping[date, LotConvoquer], resultats: Sequence[Resultat]
) -> Iterator[tuple[int, ResultatLigne]]:
    """The fate of each row, by its id."""
    for rdv, resultat in zip(lots, resultats, strict=True):
        siennes = [ligne for ligne in lignes if ligne.rdv == rdv]
        bloc = resultat.lignes or [
            ResultatLigne(candidature=ligne.reference, refus=resultat.refus) for ligne in siennes
        ]
        yield from ((ligne.n, sort) for ligne, sort in zip(siennes, bloc, strict=True))
