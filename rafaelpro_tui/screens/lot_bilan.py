"""What a lot would do, then what it did, row by row (LOT-5, LOT-6). Knows nothing of the screen."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Final
from uuid import UUID

from rafaelpro_tui.core.commands import SurLot
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import Progression
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import entier_fr, fold, pluriel
from rafaelpro_tui.core.vues import CandidatureLigne, Resultat, ResultatLigne
from rafaelpro_tui.screens.lot_traitement import Traitement
from rafaelpro_tui.screens.regard import Regard

FENETRE: Final = 500
"""Rows read at once."""


class Issue(Enum):
    """The fate of a row: a sign and a word. `ECARTEE` was unticked by the user."""

    REFUS = "✕", "Refusée"
    AVERTISSEMENT = "▲", "Avertissement"
    FAIT = "✓", "Fait"
    ECARTEE = "○", "Écartée"

    @property
    def texte(self) -> str:
        return " ".join(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneLot:
    """A candidature as the user saw it (`avant`) and what becomes of it."""

    avant: CandidatureLigne
    resultat: ResultatLigne
    ecartee: bool = False

    @property
    def n(self) -> int:
        return self.avant.n

    @property
    def issue(self) -> Issue:
        if self.ecartee:
            return Issue.ECARTEE
        if self.resultat.refus is not None:
            return Issue.REFUS
        return Issue.AVERTISSEMENT if self.resultat.avertissements else Issue.FAIT

    @property
    def fait(self) -> bool:
        return self.issue in (Issue.FAIT, Issue.AVERTISSEMENT)

    @property
    def definitif(self) -> bool:
        """Whether it closes the candidature."""
        return self.fait and self.resultat.etat is not self.avant.etat

    @property
    def regle(self) -> str:
        refus = self.resultat.refus
        regles = [refus.regle] if refus else [alerte.regle for alerte in self.resultat.avertissements]
        return ", ".join(dict.fromkeys(regles))

    @property
    def message(self) -> str:
        refus = self.resultat.refus
        return refus.message if refus else " ".join(alerte.message for alerte in self.resultat.avertissements)

    @property
    def remede(self) -> str:
        return self.resultat.refus.remede if self.resultat.refus else ""

    @property
    def suite(self) -> str:
        """Where it is afterwards: its étape, or the state that closes it."""
        apres = self.resultat.etape or self.resultat.etat
        return apres.libelle if apres else ""


@dataclass(frozen=True, kw_only=True)  # No slots: what is counted once is kept.
class Bilan:
    """`commande` is None as long as nothing was written, or when nothing could be."""

    session: str
    traitement: Traitement
    lignes: tuple[LigneLot, ...]
    refus: Refus | None = None
    """Why the lot was refused as a whole."""
    commande: UUID | None = None
    resultat: Resultat | None = None

    @cached_property
    def comptes(self) -> Counter[Issue]:
        return Counter(ligne.issue for ligne in self.lignes)

    @cached_property
    def refusees(self) -> dict[int, Refus]:
        """Why, by row id."""
        return {ligne.n: ligne.resultat.refus for ligne in self.lignes if ligne.resultat.refus is not None}

    @cached_property
    def faites(self) -> int:
        return self.comptes[Issue.FAIT] + self.comptes[Issue.AVERTISSEMENT]

    @property
    def a_completer(self) -> bool:
        """Whether what was retained waits for its dates and its intensité (LOT-4)."""
        retenir = self.traitement.avis.reponse == "oui"
        return retenir and self.traitement.defaut is None and self.faites > 0

    @cached_property
    def definitives(self) -> int:
        return sum(ligne.definitif for ligne in self.lignes)

    @cached_property
    def phrase(self) -> str:
        """« 24 faites, dont 2 avec avertissement : AVI-11 (2) · 3 refusées : CNV-4 (2), CAN-3 (1) · 1 écartée »."""
        comptes, parties = self.comptes, [pluriel(self.faites, "faite")]
        if comptes[Issue.AVERTISSEMENT]:
            parties[0] += f", dont {entier_fr(comptes[Issue.AVERTISSEMENT])} avec avertissement"
            parties[0] += self.regles(Issue.AVERTISSEMENT)
        if comptes[Issue.REFUS]:
            parties.append(pluriel(comptes[Issue.REFUS], "refusée") + self.regles(Issue.REFUS))
        if comptes[Issue.ECARTEE]:
            parties.append(pluriel(comptes[Issue.ECARTEE], "écartée"))
        return " · ".join(parties)

    def regles(self, issue: Issue) -> str:
        """« : CNV-4 (2), CAN-3 (1) », the most frequent first."""
        par_regle = Counter(ligne.regle for ligne in self.lignes if ligne.issue is issue)
        dits = ", ".join(f"{regle} ({entier_fr(nombre)})" for regle, nombre in par_regle.most_common())
        return f"\N{NO-BREAK SPACE}: {dits}" if dits else ""

    def compter(self) -> Bilan:
        """This one, with all that is long to count counted: to be called in the worker."""
        self.phrase, self.definitives, self.refusees  # noqa: B018
        return self

    def sans(self, ids: Collection[int]) -> Bilan:
        """This one with these rows put aside by the user."""
        if not ids:
            return self
        return replace(
            self,
            lignes=tuple(
                replace(ligne, ecartee=True) if ligne.n in ids and ligne.issue is not Issue.REFUS else ligne
                for ligne in self.lignes
            ),
        )


def simuler(
    desk: Desk,
    session: str,
    traitement: Traitement,
    ids: Sequence[int],
    progression: Progression | None = None,
) -> Bilan:
    """What the treatment would do to these rows, in this order; nothing is written (LOT-6)."""
    lues = _relire(desk, session, ids)
    avants = [lues[n] for n in ids if n in lues]
    commande = traitement.commande(desk.commande, session, [avant.reference for avant in avants])
    resultat = desk.simuler([commande], progression=progression)[0]
    return Bilan(session=session, traitement=traitement, lignes=tuple(_lignes(avants, resultat)), refus=resultat.refus)


def executer(desk: Desk, simule: Bilan, progression: Progression | None = None) -> Bilan:
    """Give, as one command, the rows that passed in the simulation and were not put aside.

    A row that is no longer what the user saw is not written, even when it would still pass: its new rule is told, or
    SYN-1.
    """
    a_faire = [ligne for ligne in simule.lignes if ligne.fait]
    lues = _relire(desk, simule.session, [ligne.n for ligne in a_faire])
    changees = [ligne.avant for ligne in a_faire if lues.get(ligne.n) != ligne.avant]
    suites = {avant.reference: _changee(avant) for avant in changees}
    if changees:
        essai = _donner(desk, simule, changees)
        suites |= {
            ligne.candidature: ligne for ligne in desk.simuler([essai])[0].lignes or () if ligne.refus is not None
        }
    inchangees = [ligne.avant for ligne in a_faire if ligne.avant.reference not in suites]
    resultat = None
    if inchangees:
        resultat = desk.executer_une(_donner(desk, simule, inchangees), progression=progression)
        suites |= {ligne.avant.reference: ligne.resultat for ligne in _lignes(inchangees, resultat)}
    return replace(
        simule,
        lignes=tuple(
            replace(ligne, resultat=suites.get(ligne.avant.reference, ligne.resultat)) for ligne in simule.lignes
        ),
        refus=resultat.refus if resultat else None,
        commande=resultat.id if resultat and resultat.fait else None,
        resultat=resultat,
    ).compter()


def _donner(desk: Desk, simule: Bilan, avants: Sequence[CandidatureLigne]) -> SurLot:
    return simule.traitement.commande(desk.commande, simule.session, [avant.reference for avant in avants])


def _relire(desk: Desk, session: str, ids: Sequence[int]) -> dict[int, CandidatureLigne]:
    source = desk.candidatures(session=session)
    lues: dict[int, CandidatureLigne] = {}
    for debut in range(0, len(ids), FENETRE):
        lues |= source.rows(ids[debut : debut + FENETRE])
    return lues


def _lignes(avants: Sequence[CandidatureLigne], resultat: Resultat) -> list[LigneLot]:
    """The fate of each row; that of the lot when it was refused as a whole."""
    if resultat.lignes is None:
        bloc = [ResultatLigne(candidature=avant.reference, refus=resultat.refus) for avant in avants]
        return [LigneLot(avant=avant, resultat=ligne) for avant, ligne in zip(avants, bloc, strict=True)]
    return [LigneLot(avant=avant, resultat=ligne) for avant, ligne in zip(avants, resultat.lignes, strict=True)]


def _changee(avant: CandidatureLigne) -> ResultatLigne:
    return ResultatLigne(
        candidature=avant.reference,
        refus=Refus(
            "SYN-1",
            f"La candidature {avant.reference} a été modifiée depuis la simulation.",
            "Simulez à nouveau pour voir ce que donnerait le traitement.",
        ),
    )


class LignesLot:
    """The rows of a bilan as a table reads them: by issue, filtered by words, sorted. All in memory."""

    def __init__(self, lignes: Sequence[LigneLot], issues: Collection[Issue], regard: Regard) -> None:
        self._toutes, self._issues, self._regard = lignes, issues, regard

    @cached_property
    def _lignes(self) -> dict[int, LigneLot]:
        """Those of the filter, in order; made by the worker that first asks."""
        mots, tri = fold(self._regard.texte).split(), self._regard.tri
        gardees = [ligne for ligne in self._toutes if ligne.issue in self._issues and _contient(ligne, mots)]
        if tri is None:
            rang = {issue: n for n, issue in enumerate(Issue)}
            gardees.sort(key=lambda ligne: rang[ligne.issue])
        else:
            colonne = TRIS[tri.colonne]
            gardees.sort(key=lambda ligne: fold(colonne(ligne)), reverse=tri.decroissant)
        return {ligne.n: ligne for ligne in gardees}

    def count(self) -> int:
        return len(self._lignes)

    def first(self, limit: int) -> list[tuple[int, LigneLot]]:
        return list(self._lignes.items())[:limit]

    def order(self) -> array[int]:
        return array("q", self._lignes)

    def rows(self, ids: Sequence[int]) -> Mapping[int, LigneLot]:
        return {n: self._lignes[n] for n in ids if n in self._lignes}


TRIS: Final[Mapping[str, Callable[[LigneLot], str]]] = {
    "reference": lambda ligne: ligne.avant.reference,
    "candidat": lambda ligne: ligne.avant.candidat,
    "issue": lambda ligne: ligne.issue.texte,
    "regle": lambda ligne: ligne.regle,
    "message": lambda ligne: ligne.message or ligne.suite,
}


def _contient(ligne: LigneLot, mots: Sequence[str]) -> bool:
    if not mots:
        return True
    texte = fold(" ".join((*(colonne(ligne) for colonne in TRIS.values()), ligne.avant.prescripteur)))
    return all(mot in texte for mot in mots)
