"""What the desk shows: frozen rows and sheets that screens and the command line read. No I/O, no rule.

Lists give a `…Ligne` (cheap, many), sheets a `…Vue` (whole, one). Names of structures are raisons sociales.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Droit,
    Etape,
    Etat,
    EtatSession,
    Motif,
    MotifHsp,
    Role,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.model import Resultat as Reponse
from rafaelpro_tui.core.rules.decision import Avertissement, EnCours, Refus

if TYPE_CHECKING:
    from rafaelpro_tui.core.rules import Possibilite


# ── asking ──────────────────────────────────────────────────────────────────────────────────────────────


class Onglet(Enum):
    """The tabs of the sessions: they follow the dates alone (glossary, session `etat`)."""

    EN_COURS_ET_A_VENIR = "Sessions en cours et à venir"
    TERMINEES = "Sessions terminées"
    TOUTES = "Toutes les sessions"

    @property
    def libelle(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Tri:
    """`colonne` is the name of a field of the list's Ligne."""

    colonne: str
    decroissant: bool = False


# ── who ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Acteur:
    """The user and the active structure (DRT-7). In a base without any structure `structure.id` is empty."""

    utilisateur: Utilisateur | None
    structure: Structure
    droit: Droit
    referent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureVue:
    """One of the user's structures, in the switcher. `en_attente`: candidatures waiting on its sessions."""

    structure: Structure
    droit: Droit
    referent: bool
    en_attente: int


# ── rows of lists ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLigne:
    """`n` is the row's id in the list. `jours_restants` before the échéance, negative after it (ECH-5)."""

    n: int
    reference: str
    intitule: str
    responsable: str
    positionneur: str
    formateur: str
    commune: str
    code_postal: str
    debut: date
    fin: date
    etat: EtatSession
    roles: tuple[Role, ...]
    inscrits: int
    en_attente: int
    maximum: int
    annulee: bool
    type_entrees: TypeEntrees
    jours_restants: int

    @property
    def occupation(self) -> str:
        """« 12/15 »: the inscrits over the maximum."""
        return f"{self.inscrits}/{self.maximum}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatureLigne:
    """`candidat` is « NOM Prénom », `reponse` and `convocation` (its date) the last convocation's.

    `jours` is before the échéance (ECH-5).
    """

    n: int
    reference: str
    candidat: str
    telephone: str
    courriel: str
    commune: str
    session: str
    intitule: str
    prescripteur: str
    deposee_le: date
    nb_convocations: int
    reponse: Reponse | None
    etat: Etat
    etape: Etape | None
    entree: date | None
    motif: Motif | MotifHsp | None
    a_completer: bool
    echeance: date
    jours: int
    convocation: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneTableau:
    """CAN-6, one role of the active structure; `passage_15_jours` is part of `en_attente` (ECH-3).

    `effacees`: of all of them, how many are but a figure, their personal data having been erased (DON-2).
    """

    role: Role
    en_attente: int = 0
    passage_15_jours: int = 0
    retenue: int = 0
    non_retenue: int = 0
    avis_non_transmis: int = 0
    refus_session_complete: int = 0
    refus_session_annulee: int = 0
    effacees: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EcheanceLigne:
    """A candidature that will pass in avis non transmis (ECH-1), soonest first."""

    candidature: str
    candidat: str
    session: str
    intitule: str
    etape: Etape | None
    echeance: date
    jours: int


# ── sheets ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionVue:
    session: Session
    action: Action
    dispositif: Dispositif
    responsable: Structure
    formateur: Structure
    positionneur: Structure
    roles: tuple[Role, ...]
    etat: EtatSession
    comptes: Mapping[Etat, int]
    """Every state is there, 0 included."""
    etapes: Mapping[Etape, int]
    """Every étape is there, 0 included (CAN-2)."""
    maximum: int
    echeance: date
    jours_restants: int
    consultation: Refus | None = None
    """DRT-9: why this user does not see the candidats behind the counts; None when they do."""

    @property
    def inscrits(self) -> int:
        """Seats taken: en attente + retenues (glossary)."""
        return self.comptes[Etat.EN_ATTENTE] + self.comptes[Etat.RETENUE]


@dataclass(frozen=True, slots=True, kw_only=True)
class AutreCandidature:
    """Another candidature of the same candidat that this user may see (CAN-4, DRT-5, DRT-9)."""

    reference: str
    session: str
    intitule: str
    dispositif: str
    hsp: bool
    etat: Etat
    etape: Etape | None
    deposee_le: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenement:
    """One line of « Détail et suivi ». `par` is a name, "" when it is not known (a dataset's past)."""

    date: date | None
    texte: str
    par: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatureVue:
    """`en_cours` counts over all organismes (CAN-4); `autres` and `passees` hold those that may be seen."""

    candidature: Candidature
    candidat: Candidat
    session: Session
    action: Action
    dispositif: Dispositif
    etape: Etape | None
    echeance: date
    jours_restants: int
    a_completer: bool
    en_cours: EnCours
    autres: tuple[AutreCandidature, ...] = ()
    passees: tuple[AutreCandidature, ...] = ()
    historique: tuple[Evenement, ...] = ()
    possibilites: tuple[Possibilite, ...] = ()


# ── answers to commands ─────────────────────────────────────────────────────────────────────────────────


def _refus_de(brut: Mapping[str, Any]) -> Refus | None:
    return Refus(brut["regle"], brut["message"], brut["remede"]) if "regle" in brut else None


def _suites_de(brut: Mapping[str, Any]) -> dict[str, Any]:
    """What `_en_json` writes, read back as the fields of a result."""
    return {
        "refus": _refus_de(brut),
        "avertissements": tuple(Avertissement(a["regle"], a["message"]) for a in brut["avertissements"]),
        "etat": _ETATS.get(brut.get("etat")),
        "etape": _ETAPES.get(brut.get("etape")),
    }


_ETATS: dict[str | None, Etat] = {etat.value: etat for etat in Etat}
_ETAPES: dict[str | None, Etape] = {etape.value: etape for etape in Etape}


def _en_json(
    issue: str,
    refus: Refus | None,
    avertissements: tuple[Avertissement, ...],
    etat: Etat | None,
    etape: Etape | None,
) -> dict[str, Any]:
    sortie: dict[str, Any] = {"issue": issue}
    if refus is not None:
        sortie |= {"regle": refus.regle, "message": refus.message, "remede": refus.remede}
    sortie["avertissements"] = [{"regle": a.regle, "message": a.message} for a in avertissements]
    if etat is not None:
        sortie["etat"] = str(etat)
    if etape is not None:
        sortie["etape"] = str(etape)
    return sortie


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultatLigne:
    """The fate of one candidature of a lot (LOT-5); `etat`, `etape` as they are after the command."""

    candidature: str
    refus: Refus | None = None
    avertissements: tuple[Avertissement, ...] = ()
    etat: Etat | None = None
    etape: Etape | None = None

    @property
    def issue(self) -> str:
        return "fait" if self.refus is None else "refus"

    def to_json(self) -> dict[str, Any]:
        return {"candidature": self.candidature} | _en_json(
            self.issue, self.refus, self.avertissements, self.etat, self.etape
        )

    @classmethod
    def from_json(cls, brut: Mapping[str, Any]) -> Self:
        return cls(candidature=brut["candidature"], **_suites_de(brut))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultat:
    """The answer to a command (CONTRATS §2). Not the enum `model.Resultat`, which is a convocation's.

    `issue` is "fait" or "refus". `refus` says why; a lot refused row by row has none of its own (`lignes`).
    `rejoue`: the first answer, given again to the same id (SYN-2).
    """

    id: UUID
    type: str
    issue: str
    refus: Refus | None = None
    avertissements: tuple[Avertissement, ...] = ()
    etat: Etat | None = None
    etape: Etape | None = None
    lignes: tuple[ResultatLigne, ...] | None = None
    rejoue: bool = False

    @property
    def fait(self) -> bool:
        return self.issue == "fait"

    @property
    def regle(self) -> str | None:
        return self.refus.regle if self.refus else None

    @property
    def message(self) -> str | None:
        return self.refus.message if self.refus else None

    @property
    def remede(self) -> str | None:
        return self.refus.remede if self.refus else None

    def to_json(self) -> dict[str, Any]:
        """Exactly CONTRATS §2."""
        sortie: dict[str, Any] = {"id": str(self.id), "type": self.type}
        sortie |= _en_json(self.issue, self.refus, self.avertissements, self.etat, self.etape)
        if self.lignes is not None:
            sortie["lignes"] = [ligne.to_json() for ligne in self.lignes]
        if self.rejoue:
            sortie["rejoue"] = True
        return sortie

    @classmethod
    def from_json(cls, brut: Mapping[str, Any]) -> Self:
        """What `to_json` has written, read back."""
        lignes = brut.get("lignes")
        return cls(
            id=UUID(brut["id"]),
            type=brut["type"],
            issue=brut["issue"],
            lignes=None if lignes is None else tuple(map(ResultatLigne.from_json, lignes)),
            rejoue=brut.get("rejoue", False),
            **_suites_de(brut),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulable:
    """A command of the user still within its grace (ANN-1). `reste`: real seconds at the time of asking."""

    id: UUID
    type: str
    libelle: str
    cible: str
    reste: float


# ── journal ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLigne:
    """`sequence` counts per structure, from 1; the order is by sequence, never by date."""

    sequence: int
    date: datetime
    utilisateur: str
    structure: str
    type: str
    cible: str
    issue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The walk along every chain. `defaut`: a French sentence for the first broken line, None when whole."""

    lignes: int
    chaines: int
    structure: str | None = None
    sequence: int | None = None
    defaut: str | None = field(default=None)

    @property
    def intacte(self) -> bool:
        return self.defaut is None
