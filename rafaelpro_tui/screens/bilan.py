"""The rows of what was asked for together, each with its fate: simulated, then done (LOT-5, LOT-6).

Of a lot (`lot_bilan`), or of a decisions file (`fichier_bilan`). Knows nothing of the screen.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import ClassVar, Final, Self
from uuid import UUID

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import Progression
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.texte import entier_fr, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne

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
class LigneBilan:
    """What becomes of a candidature; `avant` is how the user saw it, None when there is no such one on the session."""

    avant: CandidatureLigne | None
    resultat: ResultatLigne
    ecartee: bool = False

    @property
    @abstractmethod
    def n(self) -> int:
        """Its id among the rows."""

    @property
    def reference(self) -> str:
        return self.resultat.candidature

    @property
    def candidat(self) -> str:
        return self.avant.candidat if self.avant else ""

    @property
    def repere(self) -> str:
        """What tells it apart beside its reference (`Bilan.repere`)."""
        return ""

    @property
    def groupe(self) -> str:
        """Rows of one group stay together."""
        return ""

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
        return self.fait and self.avant is not None and self.resultat.etat is not self.avant.etat

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
    """`commandes` is empty as long as nothing was written, or when nothing could be."""

    NOM: ClassVar[str] = "lot"
    """What was asked for together is, after « le »."""

    session: str
    lignes: tuple[LigneBilan, ...]
    commandes: tuple[UUID, ...] = ()
    resultat: Resultat | None = None
    """The last answer: what the screens are told of."""

    @abstractmethod
    def dire(self, nombre: int) -> str:
        """What is done to that many rows: « Convoquer 5 candidatures le 15/07/2024 »."""

    @property
    def repere(self) -> tuple[str, int]:
        """Title and width of the column of what tells rows apart; no title, no column."""
        return "", 0

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """Label and value of what that sentence does not say."""
        return ()

    @property
    def a_completer(self) -> bool:
        """Whether what was retained waits for its dates and its intensité (LOT-4)."""
        return False

    @abstractmethod
    def executer(self, desk: Desk, progression: Progression | None = None) -> Self:
        """Give the rows that passed in the simulation and were not put aside."""

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

    def compter(self) -> Self:
        """This one, with all that is long to count counted: to be called in the worker."""
        self.phrase, self.definitives, self.refusees  # noqa: B018
        return self

    def sans(self, ids: Collection[int]) -> Self:
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


def relire(desk: Desk, session: str, ids: Sequence[int]) -> dict[int, CandidatureLigne]:
    source = desk.candidatures(session=session)
    lues: dict[int, CandidatureLigne] = {}
    for debut in range(0, len(ids), FENETRE):
        lues |= source.rows(ids[debut : debut + FENETRE])
    return lues


def changee(avant: CandidatureLigne) -> ResultatLigne:
    """SYN-1: a row that is no longer what the user saw is not written."""
    return ResultatLigne(
        candidature=avant.reference,
        refus=Refus(
            "SYN-1",
            f"La candidature {avant.reference} a été modifiée depuis la simulation.",
            "Simulez à nouveau pour voir ce que donnerait le traitement.",
        ),
    )
