"""The answers to commands (CONTRATS §2), and what of them can still be undone. No I/O, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.core.rules.decision import Avertissement, Refus


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


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Commands that were given together: a basket, a decisions file; `libelle` says what they did."""

    ids: tuple[UUID, ...]
    libelle: str
