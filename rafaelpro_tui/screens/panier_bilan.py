"""What the basket would do, then what it did, candidature by candidature. Knows nothing of the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.execution import Progression
from rafaelpro_tui.core.panier import Deposee, TotalSession
from rafaelpro_tui.core.resultats import Resultat, ResultatLigne
from rafaelpro_tui.core.rules.decision import Avertissement
from rafaelpro_tui.core.texte import NBSP, entier_fr, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.bilan import FENETRE, Bilan, LigneBilan


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePanier(LigneBilan):
    """A candidature of the basket with all that waits for it."""

    deposee: Deposee

    @property
    def n(self) -> int:
        return self.deposee.n

    @property
    def repere(self) -> str:
        return self.deposee.session

    groupe = repere

    @property
    def suite(self) -> str:
        return self.deposee.gestes

    @property
    def message(self) -> str:
        """What was decided, what somebody else has done to it since, then what is said of it."""
        change = f"Modifiée entre-temps{NBSP}: {', '.join(self.deposee.change)}." if self.deposee.change else ""
        return " ".join(filter(None, (f"{self.deposee.gestes}.", change, super(LignePanier, self).message)))


@dataclass(frozen=True, kw_only=True)
class BilanPanier(Bilan):
    """`sessions`: what the whole basket would do to each."""

    NOM = "panier"

    lignes: tuple[LignePanier, ...]
    sessions: tuple[TotalSession, ...]

    @property
    def repere(self) -> tuple[str, int]:
        return ("", 0) if self.session else ("Session", 9)

    def dire(self, nombre: int) -> str:
        return f"Valider {pluriel(nombre, 'candidature')} du panier"

    @cached_property
    def totaux(self) -> tuple[TotalSession, ...]:
        """What is kept ticked would do to each session."""
        ajoutees = Counter(ligne.deposee.session for ligne in self.lignes if ligne.fait and ligne.deposee.retient)
        return tuple(replace(total, ajoutees=ajoutees[total.session.reference]) for total in self.sessions)

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        return tuple((f"Session {total.session.reference}", places(total)) for total in self.totaux)

    def executer(self, desk: Desk, progression: Progression | None = None) -> Self:
        """What is kept ticked; what is refused stays in the basket."""
        a_faire = [ligne.deposee for ligne in self.lignes if ligne.fait]
        sorts = {deposee.n: resultat for deposee, resultat in desk.panier.valider(a_faire, progression)}
        faites = [deposee for deposee in a_faire if sorts[deposee.n].fait]
        return replace(
            self,
            lignes=tuple(
                replace(ligne, resultat=_sort(ligne.deposee, sorts[ligne.n])) if ligne.n in sorts else ligne
                for ligne in self.lignes
            ),
            commandes=tuple(mise.command.id for deposee in faites for mise in deposee.mises),
            resultat=sorts[faites[-1].n] if faites else None,
        ).compter()


def simuler(desk: Desk) -> BilanPanier:
    """The basket as it would be validated now; nothing is written (LOT-6)."""
    contenu = desk.panier.contenu()
    avants = _relire(desk, [deposee.n for deposee in contenu.deposees if deposee.n > 0])
    sessions = {deposee.session for deposee in contenu.deposees}
    return BilanPanier(
        session=next(iter(sessions)) if len(sessions) == 1 else "",
        lignes=tuple(
            LignePanier(avant=avants.get(deposee.n), resultat=_sort(deposee, deposee.resultat), deposee=deposee)
            for deposee in contenu.deposees
        ),
        sessions=contenu.totaux,
    ).compter()


def _relire(desk: Desk, ids: Sequence[int]) -> dict[int, CandidatureLigne]:
    source = desk.candidatures()
    lues: dict[int, CandidatureLigne] = {}
    for debut in range(0, len(ids), FENETRE):
        lues |= source.rows(ids[debut : debut + FENETRE])
    return lues


def _sort(deposee: Deposee, resultat: Resultat) -> ResultatLigne:
    """One that passes, but that somebody else has changed, is told with a warning (SYN-1)."""
    change = (Avertissement("SYN-1", "Relisez-la avant de la valider."),) if deposee.change else ()
    return ResultatLigne(
        candidature=deposee.candidature,
        refus=resultat.refus,
        avertissements=(*change, *resultat.avertissements),
        etat=resultat.etat,
        etape=resultat.etape,
    )


def places(total: TotalSession) -> str:
    """« 12 retenues + 9 au panier = 21 · effectif visé 20 · capacité 20 ▲ au-delà »."""
    trop = " ▲ au-delà" if total.trop else ""
    return (
        f"{pluriel(total.retenues, 'retenue')} + {entier_fr(total.ajoutees)} au panier = {entier_fr(total.ensuite)}"
        f" · effectif visé {entier_fr(total.session.effectif_vise)}"
        f" · capacité {entier_fr(total.session.capacite_accueil)}{trop}"
    )
