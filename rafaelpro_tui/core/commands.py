"""The verbs: one frozen dataclass per thing a user, a flow or a clock can do (CONTRATS §2).

They are the wire format too: field names are the JSON keys, `type` is the tag, unknown keys are refused at the
border (`core.exchange.commandes`). A business value that may be missing on the wire is optional here: its absence is
a refus with a rule, never a malformed file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from rafaelpro_tui.core.model import (
    FORBID_EXTRA,
    Candidat,
    Contact,
    Drapeau,
    Droit,
    Motif,
    MotifHsp,
    Resultat,
)

Jour = date
"""Under another name for the fields called `date`: pydantic reads annotations among the slots, which hide the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Common to all: `id` makes a command recognisable for ever (SYN-2); it acts for `structure` (DRT-7)."""

    id: UUID
    structure: str
    utilisateur: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


# What the user typed for an avis: as on the wire, any business value may be missing (AVI-2, AVI-4, HSP-3).


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieRecrutementOui:
    recrutement: Literal["oui"] = "oui"
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None
    commentaire: str = ""
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieRecrutementNon:
    recrutement: Literal["non"] = "non"
    motif: Motif | MotifHsp | None = None
    raison: str = ""
    commentaire: str = ""
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieConformiteOui:
    conformite: Literal["oui"] = "oui"
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None
    commentaire: str = ""
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieConformiteNon:
    conformite: Literal["non"] = "non"
    motif: MotifHsp | Motif | None = None
    raison: str = ""
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


SaisieRecrutement = SaisieRecrutementOui | SaisieRecrutementNon
SaisieAvis = SaisieRecrutementOui | SaisieRecrutementNon | SaisieConformiteOui | SaisieConformiteNon


@dataclass(frozen=True, slots=True, kw_only=True)
class Convoquer(Command):
    type: Literal["convoquer"] = "convoquer"
    candidature: str
    date: Jour


@dataclass(frozen=True, slots=True, kw_only=True)
class DeplacerConvocation(Command):
    type: Literal["deplacer_convocation"] = "deplacer_convocation"
    candidature: str
    rang: int
    date: Jour


@dataclass(frozen=True, slots=True, kw_only=True)
class NoterResultat(Command):
    """`commentaire` is kept only when the result refuses by itself (CNV-5, CNV-6)."""

    type: Literal["noter_resultat"] = "noter_resultat"
    candidature: str
    rang: int
    resultat: Resultat
    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RendreAvis(Command):
    type: Literal["rendre_avis"] = "rendre_avis"
    candidature: str
    avis: SaisieAvis


@dataclass(frozen=True, slots=True, kw_only=True)
class RetenirListeAttente(Command):
    """AVI-10: `refus_session_complete` → `retenue`."""

    type: Literal["retenir_liste_attente"] = "retenir_liste_attente"
    candidature: str
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None
    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleterRetenue(Command):
    """LOT-4: fill in what a lot left open, once."""

    type: Literal["completer_retenue"] = "completer_retenue"
    candidature: str
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot(Command):
    """One treatment for several candidatures of one session (LOT-1)."""

    session: str
    candidatures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotConvoquer(Lot):
    type: Literal["lot_convoquer"] = "lot_convoquer"
    date: Jour


@dataclass(frozen=True, slots=True, kw_only=True)
class LotNoterResultat(Lot):
    type: Literal["lot_noter_resultat"] = "lot_noter_resultat"
    resultat: Resultat


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRendreAvis(Lot):
    """A conformité is read too, so that a rule refuses it: HSP-4, or HSP-1 elsewhere."""

    type: Literal["lot_rendre_avis"] = "lot_rendre_avis"
    avis: SaisieAvis


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRetenirListeAttente(Lot):
    type: Literal["lot_retenir_liste_attente"] = "lot_retenir_liste_attente"
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierAction(Command):
    type: Literal["modifier_action"] = "modifier_action"
    action: str
    plus: str | None = None
    lien_web: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeursSession:
    """The values the user saw when editing a session (SYN-1); what is None was not looked at."""

    coefficient: Decimal | None = None
    date_limite_inscription: date | None = None
    date_limite_entree_tardive: date | None = None
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierSession(Command):
    type: Literal["modifier_session"] = "modifier_session"
    session: str
    coefficient: Decimal | None = None
    date_limite_inscription: date | None = None
    date_limite_entree_tardive: date | None = None
    avant: ValeursSession | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierContacts(Command):
    type: Literal["modifier_contacts"] = "modifier_contacts"
    session: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierDroit(Command):
    type: Literal["modifier_droit"] = "modifier_droit"
    membre: str
    droit: Droit | None = None
    referent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annuler(Command):
    """ANN-1: take a command out within its grace."""

    type: Literal["annuler"] = "annuler"
    commande: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposer(Command):
    """The flow's: a candidature arrives (CAN-4, CAN-5). `candidat` is a known id or the person."""

    type: Literal["deposer"] = "deposer"
    reference: str
    session: str
    candidat: str | Candidat
    prescripteur: str
    prescripteur_france_travail: bool = False
    deposee_le: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnulerSession(Command):
    """The flow's: the funder cancels a session (ECH-6)."""

    type: Literal["annuler_session"] = "annuler_session"
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasserAvisNonTransmis(Command):
    """The clock's, never on the wire: an échéance has passed (ECH-1). Actor "systeme", derived id."""

    type: Literal["passer_avis_non_transmis"] = "passer_avis_non_transmis"
    candidature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenir(Command):
    """What a structure keeps for itself on a candidature (SUI): the guide knows nothing of it."""

    candidature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EcrireNote(Tenir):
    """SUI-1: an internal note, of the structure alone; it is named by the id of this command."""

    type: Literal["ecrire_note"] = "ecrire_note"
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierNote(Tenir):
    type: Literal["modifier_note"] = "modifier_note"
    note: str
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffacerNote(Tenir):
    type: Literal["effacer_note"] = "effacer_note"
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoserDrapeau(Tenir):
    """SUI-2: « aucun » takes it off. `avant`: the one that the user saw (SYN-1); None was not looked at."""

    type: Literal["poser_drapeau"] = "poser_drapeau"
    drapeau: Drapeau
    avant: Drapeau | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Affecter(Tenir):
    """SUI-3: a colleague takes charge, by id; "" for nobody. `avant`: who the user saw (SYN-1)."""

    type: Literal["affecter"] = "affecter"
    a: str
    avant: str | None = None


SurSuivi = EcrireNote | ModifierNote | EffacerNote | PoserDrapeau | Affecter
SurCandidature = Convoquer | DeplacerConvocation | NoterResultat | RendreAvis | RetenirListeAttente | CompleterRetenue
SurLot = LotConvoquer | LotNoterResultat | LotRendreAvis | LotRetenirListeAttente
DuFlux = Deposer | AnnulerSession
"""The flow's own: accepted on local bases from `executer`, on the server from a flow account only."""
AnyCommand = (
    SurCandidature
    | SurLot
    | SurSuivi
    | ModifierAction
    | ModifierSession
    | ModifierContacts
    | ModifierDroit
    | Annuler
    | DuFlux
    | PasserAvisNonTransmis
)
