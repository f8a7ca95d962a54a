"""What a laptop shows of its server: what others have done, and what became of its own commands (ECRANS §9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouvelle:
    """Something that somebody else did on a candidature. `par` is a name, "" when the server does not say.

    `vue`: the user has looked at it. `candidat` is « NOM Prénom ».
    """

    n: int
    candidature: str
    candidat: str
    session: str
    intitule: str
    quoi: str
    par: str
    le: datetime
    vue: bool


class Envoi(Enum):
    """Where a command is, on its way to the server."""

    EN_GRACE = "en_grace"
    A_ENVOYER = "a_envoyer"
    ENVOYEE = "envoyee"
    A_REGLER = "a_regler"
    REFUSEE = "refusee"
    ACCEPTEE = "acceptee"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]

    @property
    def en_attente(self) -> bool:
        """The server has not answered yet."""
        return self in (Envoi.EN_GRACE, Envoi.A_ENVOYER, Envoi.ENVOYEE)


_LIBELLES: Final = {
    Envoi.EN_GRACE: "Annulable",
    Envoi.A_ENVOYER: "À envoyer",
    Envoi.ENVOYEE: "Envoyée, sans réponse",
    Envoi.A_REGLER: "Refusée, à régler",
    Envoi.REFUSEE: "Refusée, réglée",
    Envoi.ACCEPTEE: "Enregistrée",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieSuivie:
    """A command of this laptop. `candidature`: the one that it is about, if it is about one.

    `le`: when the server answered, by its clock. `regle`, `message`: of a refus.
    """

    seq: int
    id: UUID
    libelle: str
    cible: str
    candidature: str | None
    saisi_le: datetime
    envoi: Envoi
    attend: str
    le: datetime | None
    regle: str
    message: str

    @property
    def retirable(self) -> bool:
        """It has not left yet."""
        return self.envoi in (Envoi.EN_GRACE, Envoi.A_ENVOYER)
