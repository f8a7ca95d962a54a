"""What the desk shows of formations conventionnées: the rows of their list, the two forms. No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from rafaelpro_tui.core.model import Action, Dispositif, Role, Structure
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.vues_fiches import SessionVue


class OngletFormations(Enum):
    """The tabs of « Formations conventionnées » (FOR-1)."""

    PUBLIEES = "Publiées"
    ARCHIVEES = "Archivées"

    @property
    def libelle(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class FormationLigne:
    """`n` is the row's id in the list, `reference` the action's id, `dispositif` its code, `responsable` a name.

    `sessions` and `en_attente` count over the sessions on which the active structure has a role (DRT-5).
    """

    n: int
    reference: str
    intitule: str
    dispositif: str
    responsable: str
    roles: tuple[Role, ...]
    sessions: int
    en_attente: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaireAction:
    """« Formulaire action ». `verrou`: why this user cannot edit it (DRT-3); None when they can."""

    action: Action
    dispositif: Dispositif
    responsable: Structure
    roles: tuple[Role, ...]
    verrou: Refus | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaireSession:
    """« Formulaire session ». `verrous`: by key of the commands, why a field cannot be edited; None when it can."""

    vue: SessionVue
    verrous: Mapping[str, Refus | None]
