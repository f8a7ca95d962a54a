"""What a transmission says, in a format of ours (TRX-4): one JSON object a line, the same in a file and to a webhook.

Built when it is handed over, so that the ledger itself keeps no personal data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal
from uuid import UUID

from rafaelpro_tui.core.identifiants import derived
from rafaelpro_tui.core.model import (
    FORBID_EXTRA,
    Action,
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Dispositif,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Session,
)
from rafaelpro_tui.core.rules.transmissions import Destination, Transmission, visible_a_france_travail

if TYPE_CHECKING:
    from pydantic import TypeAdapter

TYPE_MIME: Final = "application/x-ndjson"
CENTIEME: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTransmise:
    """The session, with its action; organismes by SIRET."""

    reference: str
    action: str
    intitule: str
    dispositif: str
    debut: date
    fin: date
    responsable: str
    formateur: str
    positionneur: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatureTransmise:
    reference: str
    deposee_le: date
    prescripteur: str
    prescripteur_france_travail: bool
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisTransmis:
    """One avis in the words of `rendre_avis` (CONTRATS §2): `recrutement`, or `conformite` for HSP; hours per week."""

    rang: int
    rendu_le: datetime | None
    recrutement: Literal["oui", "non"] | None = None
    conformite: Literal["oui", "non"] | None = None
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None
    motif: str | None = None
    raison: str = ""
    commentaire: str = ""
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One transmission: `id` is the same whatever is sent again, `avis` is null for an arrival (TRX-1).

    `visible_france_travail`: whether France Travail's tools may show it (TRX-3).
    """

    format: Literal["rafaelpro-transmission/1"] = "rafaelpro-transmission/1"
    id: UUID
    destination: Destination
    objet: Literal["arrivee", "avis"]
    du_le: date
    visible_france_travail: bool
    candidature: CandidatureTransmise
    session: SessionTransmise
    candidat: Candidat
    avis: AvisTransmis | None
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Sujet:
    """All that a message tells of: the candidature with its history, its person and its formation."""

    candidature: Candidature
    candidat: Candidat
    session: Session
    action: Action
    dispositif: Dispositif
    sirets: dict[str, str]
    """SIRET of the Responsable, the Formateur and the Positionneur, by id."""


def identifiant(transmission: Transmission) -> UUID:
    """Derived from what is due to whom: written twice, or by two servers, it is one line (I8)."""
    return derived(f"transmission:{transmission.destination}:{transmission.rang}:{transmission.candidature}")


def composer(transmission: Transmission, sujet: Sujet) -> Message:
    """What is sent for a line of the ledger; `sujet` holds the candidature as it is now, with that avis."""
    candidature, session, action = sujet.candidature, sujet.session, sujet.action
    rendu = next((avis for avis in candidature.avis if avis.rang == transmission.rang), None)
    return Message(
        id=identifiant(transmission),
        destination=transmission.destination,
        objet="arrivee" if rendu is None else "avis",
        du_le=transmission.le,
        visible_france_travail=visible_a_france_travail(sujet.candidat, sujet.dispositif),
        candidature=CandidatureTransmise(
            reference=candidature.reference,
            deposee_le=candidature.deposee_le,
            prescripteur=candidature.prescripteur,
            prescripteur_france_travail=candidature.prescripteur_france_travail,
        ),
        session=SessionTransmise(
            reference=session.reference,
            action=action.id,
            intitule=action.intitule,
            dispositif=action.dispositif,
            debut=session.debut,
            fin=session.fin,
            responsable=sujet.sirets[action.responsable],
            formateur=sujet.sirets[session.formateur],
            positionneur=sujet.sirets[session.positionneur],
        ),
        candidat=sujet.candidat,
        avis=None if rendu is None else _avis(rendu),
    )


def _avis(rendu: AvisRendu) -> AvisTransmis:
    rang, rendu_le = rendu.rang, rendu.le
    match rendu.avis:
        case RecrutementOui() as oui:
            return AvisTransmis(
                rang=rang,
                rendu_le=rendu_le,
                recrutement="oui",
                entree=oui.entree,
                sortie=oui.sortie,
                intensite=oui.intensite.quantize(CENTIEME),
                commentaire=oui.commentaire,
            )
        case ConformiteOui() as oui:
            return AvisTransmis(
                rang=rang,
                rendu_le=rendu_le,
                conformite="oui",
                entree=oui.entree,
                sortie=oui.sortie,
                intensite=oui.intensite.quantize(CENTIEME),
                commentaire=oui.commentaire,
            )
        case RecrutementNon() as non:
            return AvisTransmis(
                rang=rang,
                rendu_le=rendu_le,
                recrutement="non",
                motif=non.motif,
                raison=non.raison,
                commentaire=non.commentaire,
            )
        case ConformiteNon() as non:
            return AvisTransmis(rang=rang, rendu_le=rendu_le, conformite="non", motif=non.motif, raison=non.raison)
        case RecrutementACompleter():
            raise ValueError("LOT-4: what is to complete is never transmitted")


def ndjson(messages: Iterable[Message]) -> bytes:
    """One message a line, UTF-8, each line ended by « \\n »."""
    adaptateur = _adaptateur()
    return b"".join(adaptateur.dump_json(message) + b"\n" for message in messages)


def schema() -> dict[str, Any]:
    """The JSON Schema of a line."""
    return _adaptateur().json_schema(mode="serialization")


@cache
def _adaptateur() -> TypeAdapter[Message]:
    from pydantic import TypeAdapter

    return TypeAdapter(Message)
