"""The liste d'attente of a session: who is next and why, and how many may still enter (AVI-10).

By date de candidature, unless the structure has given ranks by hand: those come first, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.store import attente
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_fiches import SessionVue

if TYPE_CHECKING:
    from rafaelpro_tui.core.lectures import Lectures


@dataclass(frozen=True, slots=True, kw_only=True)
class EnAttente:
    """`ordre` from 1; `rang` the one given by hand, `devance` whether it puts it before an earlier candidature;
    `tient`: there is a free seat for it, in time.
    """

    ordre: int
    rang: int | None
    devance: bool
    avant: CandidatureLigne
    tient: bool

    @property
    def pourquoi(self) -> str:
        """What gives it its place."""
        depot = date_fr(self.avant.deposee_le)
        return f"déposée le {depot}" if not self.devance else f"rang à la main ({depot})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeAttente:
    """`libres`: seats of the capacité d'accueil that no retenue takes; negative when there are more retenues."""

    vue: SessionVue
    lignes: tuple[EnAttente, ...]
    libres: int
    limite: date
    a_temps: bool

    @property
    def tiennent(self) -> int:
        return sum(ligne.tient for ligne in self.lignes)


class Attente:
    """Reached as `desk.attente`."""

    def __init__(self, desk: Lectures, base: Base) -> None:
        self._desk, self._base = desk, base

    def lire(self, session: str) -> ListeAttente:
        """In order; no rows for who may not see the candidats (DRT-9). Raises `Introuvable` (DRT-5)."""
        vue = self._desk.session(session)
        source = self._desk.candidatures(session=session, etat=Etat.REFUS_SESSION_COMPLETE)
        lues = [ligne for _, ligne in source.first(source.count())]
        with self._base.read() as conn:
            rangs = attente.rangs(conn, self._structure, session)
        fin = len(rangs) + 1
        lues.sort(key=lambda ligne: (rangs.get(ligne.reference, fin), ligne.deposee_le, ligne.n))
        limite = vue.session.date_limite_entree_tardive
        a_temps = self._desk.aujourdhui <= limite
        libres = vue.session.capacite_accueil - vue.comptes[Etat.RETENUE]
        lignes = tuple(
            EnAttente(
                ordre=ordre,
                rang=rangs.get(avant.reference),
                devance=(avant.deposee_le, avant.n) > suivante,
                avant=avant,
                tient=a_temps and ordre <= libres,
            )
            for ordre, (avant, suivante) in enumerate(zip(lues, _plus_anciennes(lues), strict=True), 1)
        )
        return ListeAttente(vue=vue, lignes=lignes, libres=libres, limite=limite, a_temps=a_temps)

    def deplacer(self, session: str, candidature: str, ordre: int) -> None:
        """Give it this place from 1 (the last one beyond); from now on the whole list has ranks by hand.

        Raises:
            Introuvable: it is not in the list.
        """
        references = [ligne.avant.reference for ligne in self.lire(session).lignes]
        if candidature not in references:
            raise Introuvable(
                f"La candidature « {candidature} » n’est pas en liste d’attente sur la session « {session} »."
            )
        references.remove(candidature)
        references.insert(max(0, ordre - 1), candidature)
        self._ranger(session, references)

    def par_date(self, session: str) -> None:
        """Forget the ranks given by hand."""
        with self._base.write.transaction() as conn:
            attente.oublier(conn, self._structure, session)

    def _ranger(self, session: str, references: Sequence[str]) -> None:
        with self._base.write.transaction() as conn:
            attente.ranger(conn, self._structure, session, references)

    @property
    def _structure(self) -> str:
        return self._desk.acteur.structure.id


def _plus_anciennes(lues: Sequence[CandidatureLigne]) -> list[tuple[date, int]]:
    """For each, what the earliest of those after it is sorted by."""
    suivantes = [(ligne.deposee_le, ligne.n) for ligne in lues[1:]]
    return [*accumulate(reversed(suivantes), min, initial=(date.max, 0))][::-1][: len(lues)]
