"""The desk: open · list · show · simulate · execute · undo. All that screens and the command line talk to.

Every method may be called from any worker thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from rafaelpro_tui.core.commands import Command
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.vues import (
    Acteur,
    Annulable,
    CandidatureLigne,
    CandidatureVue,
    EcheanceLigne,
    JournalLigne,
    LigneTableau,
    Onglet,
    Resultat,
    SessionLigne,
    SessionVue,
    StructureVue,
    Tri,
    Verification,
)

if TYPE_CHECKING:
    from rafaelpro_tui.core.rules import Possibilite
    from rafaelpro_tui.core.store.listes import RowSource

C = TypeVar("C", bound=Command)


class Desk:
    """A base opened for one user, acting for one structure at a time (DRT-7)."""

    acteur: Acteur

    @classmethod
    def open(
        cls,
        base: Path,
        *,
        horloge: Horloge,
        utilisateur: str | None = None,
        structure: str | None = None,
        grace: float = 0.0,
        passages: bool = False,
    ) -> Self:
        """Open a local base; `grace` in real seconds, `passages` runs the clocks of ECH first.

        Raises `Introuvable` for an unknown user or structure, and the typed errors of `store.base`.
        """
        raise NotImplementedError

    @classmethod
    def create(cls, base: Path) -> None:
        """An empty base with the schema."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    # ── who ──

    @property
    def aujourdhui(self) -> date:
        raise NotImplementedError

    def structures(self) -> tuple[StructureVue, ...]:
        """Those the user is attached to."""
        raise NotImplementedError

    def changer_structure(self, structure: str) -> None:
        """Raises `Introuvable` when the user is not attached to it."""
        raise NotImplementedError

    # ── read ──

    def sessions(self, onglet: Onglet, texte: str = "", tri: Tri | None = None) -> RowSource[SessionLigne]:
        raise NotImplementedError

    def candidatures(
        self,
        *,
        session: str | None = None,
        etat: Etat | None = None,
        texte: str = "",
        tri: Tri | None = None,
    ) -> RowSource[CandidatureLigne]:
        raise NotImplementedError

    def session(self, reference: str) -> SessionVue:
        """Raises `Introuvable` (DRT-5)."""
        raise NotImplementedError

    def candidature(self, reference: str) -> CandidatureVue:
        """Raises `Introuvable` (DRT-5, DRT-9)."""
        raise NotImplementedError

    def reference_candidature(self, n: int) -> str:
        raise NotImplementedError

    def reference_session(self, n: int) -> str:
        raise NotImplementedError

    def tableau(self) -> tuple[LigneTableau, ...]:
        """CAN-6, one line per role of the active structure."""
        raise NotImplementedError

    def echeances(self, jours: int | None = None) -> Iterator[EcheanceLigne]:
        raise NotImplementedError

    def journal(self, cible: str | None = None, limite: int | None = None) -> Iterator[JournalLigne]:
        raise NotImplementedError

    def verifier_journal(self) -> Verification:
        raise NotImplementedError

    # ── write ──

    def commande(self, cls: type[C], **champs: Any) -> C:
        """A command with a new id, for the active user and structure."""
        raise NotImplementedError

    def simuler(self, commands: Sequence[Command]) -> list[Resultat]:
        """What `executer` would answer; each sees those before it; all rolled back at the end."""
        raise NotImplementedError

    def executer(self, commands: Sequence[Command], *, groupe: int = 1) -> Iterator[Resultat]:
        """Run in order; a result is yielded only once committed. `groupe` commands share a transaction."""
        raise NotImplementedError

    def executer_une(self, command: Command) -> Resultat:
        raise NotImplementedError

    def expliquer(self, reference: str) -> tuple[Possibilite, ...]:
        """What can be done now on a candidature and, for what cannot, the rule. Raises `Introuvable`."""
        raise NotImplementedError

    # ── grace (ANN-1) ──

    def annulables(self) -> tuple[Annulable, ...]:
        """The user's own commands still within their grace, latest first."""
        raise NotImplementedError

    def consequences(self, id: UUID) -> list[Resultat]:
        """The later commands that would no longer pass if this one were undone, with their refus."""
        raise NotImplementedError

    def annuler(self, id: UUID) -> Resultat:
        """Undo a command (ANN-1): an `annuler` executed like any other."""
        raise NotImplementedError

    def passages(self) -> list[Resultat]:
        """ECH-1 on a local base, by actor « systeme ». Running twice has one effect."""
        raise NotImplementedError
