"""What `decide()` looks at and what it answers: `Context`, `Dossier`, `Accord`, `Refus` (ARCHITECTURE, The heart)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Objet,
    Rattachement,
    Role,
    Session,
    Suivi,
)

SYSTEME: Final = "systeme"
"""The actor of the clocks (ECH-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compte:
    """Candidatures of a session that hold a seat (inscrits = en_attente + retenues)."""

    en_attente: int = 0
    retenues: int = 0

    @property
    def inscrits(self) -> int:
        return self.en_attente + self.retenues


@dataclass(frozen=True, slots=True, kw_only=True)
class EnCours:
    """Candidatures en cours of a candidat over all organismes (CAN-4)."""

    total: int = 0
    hsp: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Saisie:
    """A recorded command seen by `annuler` (ANN-1). `reste`: real seconds before it is final, ≤ 0 once it is.

    Infinite for one whose grace has ended, and which has not been sent to its server yet.
    """

    id: str
    utilisateur: str
    type: str
    reste: float
    suite_definitive: str | None = None
    """Type of a later, already final command that builds on this one: undoing would pull the ground away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modification:
    """The last command that changed an object: who (a name), and when (SYN-1)."""

    par: str
    le: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that a rule may look at. What does not exist, or cannot be seen, is None: the answer is the same (DRT-5)."""

    candidature: Candidature | None = None
    candidat: Candidat | None = None
    session: Session | None = None
    action: Action | None = None
    dispositif: Dispositif | None = None
    compte: Compte = field(default_factory=Compte)
    en_cours: EnCours = field(default_factory=EnCours)
    deja_candidat: bool = False
    """CAN-5: the candidat already has a live candidature on this session."""
    reference_prise: bool = False
    membre: Rattachement | None = None
    referents: int = 0
    """DRT-6: référents of the active structure."""
    lignes: tuple[tuple[str, Candidature | None], ...] = ()
    """LOT: the candidatures named, in order, with the reference asked for; None when unknown, or on a session that the
    active structure has no role on (DRT-5). ECH-6: all those of the session."""
    roles_action: tuple[Role, ...] = ()
    """For a command on an action: the roles of the active structure on any of its sessions (glossary, `action`)."""
    saisie: Saisie | None = None
    modification: Modification | None = None
    """SYN-1, for a session, a drapeau or who is in charge: its last change, if one is known."""
    suivi: Suivi | None = None
    """SUI: what the active structure keeps on the candidature; None when nothing is kept yet."""


@dataclass(frozen=True, slots=True)
class Avertissement:
    """Allowed, but the user must see it before validating."""

    regle: str
    message: str


@dataclass(frozen=True, slots=True)
class Refus:
    """Nothing is written. `message` names the field and the value at fault, `remede` what would allow it."""

    regle: str
    message: str
    remede: str


@dataclass(frozen=True, slots=True)
class Changement:
    """One object before and after; `avant` is None when it is new. Swapped, it is its own undo."""

    avant: Objet | None
    apres: Objet


@dataclass(frozen=True, slots=True)
class Ligne:
    """The fate of one candidature in a lot (LOT-5)."""

    candidature: str
    decision: Accord | Refus


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """What is to be written, in order. For a lot, `lignes` tells row by row and `changements` is their sum."""

    changements: tuple[Changement, ...] = ()
    avertissements: tuple[Avertissement, ...] = ()
    lignes: tuple[Ligne, ...] | None = None


Decision = Accord | Refus
