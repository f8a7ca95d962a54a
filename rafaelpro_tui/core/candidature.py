"""The nouns of a candidature: candidat, convocations, avis, what a structure keeps for itself. `model` gives them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from rafaelpro_tui.core.model import (
    FORBID_EXTRA,
    Action,
    Rattachement,
    Session,
    Vocable,
)


class Etat(Vocable):
    """The six states of a candidature (CAN), in the order of the guide's tabs."""

    EN_ATTENTE = "en_attente", "En attente"
    RETENUE = "retenue", "Retenue"
    NON_RETENUE = "non_retenue", "Non retenue"
    AVIS_NON_TRANSMIS = "avis_non_transmis", "Avis non transmis"
    REFUS_SESSION_COMPLETE = "refus_session_complete", "Refus : session complète"
    REFUS_SESSION_ANNULEE = "refus_session_annulee", "Refus : session annulée"


class Etape(Vocable):
    """Where an `en_attente` candidature stands; always derived (CAN-1)."""

    A_CONVOQUER = "a_convoquer", "À convoquer"
    PRESENCE_A_RENSEIGNER = "presence_a_renseigner", "Présence / absence à renseigner"
    AVIS_A_RENDRE = "avis_a_rendre", "Avis à rendre"
    CONFORMITE_A_RENDRE = "conformite_a_rendre", "Conformité à rendre"


class Resultat(Vocable):
    """The answer to a convocation (CNV)."""

    PRESENCE = "presence", "Présence"
    ABSENCE_JUSTIFIEE = "absence_justifiee", "Absence justifiée"
    ABSENCE_NON_JUSTIFIEE = "absence_non_justifiee", "Absence non justifiée"


class Motif(Vocable):
    """The eight motifs of a « non », in the guide's order and words (AVI-5)."""

    PREREQUIS = "prerequis_pedagogiques_non_satisfaits", "Prérequis pédagogiques non satisfaits"
    ABSENCE_NON_JUSTIFIEE = "absence_non_justifiee", "Absence non justifiée"
    AUTRES = "autres", "Autres ; précisez SVP"
    CONDITIONS = (
        "conditions_administratives_et_reglementaires_non_satisfaites",
        "Conditions administratives et réglementaires non satisfaites",
    )
    SESSION_COMPLETE = "session_complete", "Session complète"
    AVIS_NON_TRANSMIS = "avis_non_transmis", "Avis non transmis"
    PROJET = "formation_ne_correspond_pas_au_projet", "Formation qui ne correspond pas au projet"
    CANDIDAT_INDISPONIBLE = "candidat_indisponible", "Candidat indisponible"


class MotifHsp(Vocable):
    """The two motifs of a « non » on HSP (HSP-3)."""

    NON_CONFORMITE = "non_conformite_administrative", "Non-conformité administrative"
    PERSONNE_INJOIGNABLE = "personne_injoignable", "Personne injoignable"


class Drapeau(Vocable):
    """What a structure marks a candidature with, for itself; one at a time (SUI-2)."""

    AUCUN = "aucun", "Aucun drapeau"
    URGENT = "urgent", "Urgent"
    A_RAPPELER = "a_rappeler", "À rappeler"
    PIECE_MANQUANTE = "piece_manquante", "Pièce manquante"
    A_REVOIR = "a_revoir", "À revoir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidat:
    """The person."""

    id: str
    nom_naissance: str
    prenom: str
    nom_usage: str | None = None
    naissance: date | None = None
    telephone: str = ""
    courriel: str = ""
    commune: str = ""
    code_postal: str = ""
    inscrit_france_travail: bool = False
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA

    @property
    def nom_complet(self) -> str:
        """« USAGE (née NAISSANCE) Prénom » shortened to what a list shows: name then first name."""
        return f"{self.nom_usage or self.nom_naissance} {self.prenom}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Convocation:
    """A RDV (information collective and/or entretien), rank 1 to 3 (CNV-1)."""

    rang: int
    date: date
    resultat: Resultat | None = None


# The avis: one type per shape, so that a wrong mix cannot be written down (AVI-6).


@dataclass(frozen=True, slots=True, kw_only=True)
class RecrutementOui:
    """Retenue (AVI-2). Hours per week of five working days."""

    entree: date
    sortie: date
    intensite: Decimal
    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecrutementACompleter:
    """Retenue by lot on séquencées or permanentes; dates and intensité still to come (LOT-4)."""

    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecrutementNon:
    """Non retenue, with its motif (AVI-4, AVI-5); also the automatic refusals (CNV-5, CNV-6, ECH-1)."""

    motif: Motif
    raison: str = ""
    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformiteOui:
    """HSP, dossier complete (HSP-2)."""

    entree: date
    sortie: date
    intensite: Decimal
    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformiteNon:
    """HSP, dossier refused (HSP-3)."""

    motif: MotifHsp
    raison: str = ""


Avis = RecrutementOui | RecrutementACompleter | RecrutementNon | ConformiteOui | ConformiteNon


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisRendu:
    """An avis in the history of a candidature; rank 1 is the first (AVI-10 adds a second).

    `par` is a user id, or "systeme" for the clocks; `None` with `le` when it comes from a dataset.
    """

    rang: int
    avis: Avis
    par: str | None = None
    le: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidature:
    """One candidat on one session, from one prescripteur. The étape is derived: `rules.candidatures.etape`."""

    reference: str
    session: str
    candidat: str
    prescripteur: str
    deposee_le: date
    prescripteur_france_travail: bool = False
    etat: Etat = Etat.EN_ATTENTE
    convocations: tuple[Convocation, ...] = ()
    avis: tuple[AvisRendu, ...] = ()

    @property
    def derniere(self) -> Convocation | None:
        """The last convocation, the one that tells the étape (CAN-1)."""
        return self.convocations[-1] if self.convocations else None

    @property
    def avis_courant(self) -> Avis | None:
        return self.avis[-1].avis if self.avis else None

    @property
    def a_completer(self) -> bool:
        """LOT-4: retenue by lot, dates and intensité to fill one by one; a cancelled session ends the wait (ECH-6)."""
        return self.etat is Etat.RETENUE and isinstance(self.avis_courant, RecrutementACompleter)

    def avec_convocation(self, convocation: Convocation) -> Candidature:
        """This candidature with the convocation of the same rank replaced, or added at the end."""
        autres = tuple(c for c in self.convocations if c.rang < convocation.rang)
        suivantes = tuple(c for c in self.convocations if c.rang > convocation.rang)
        return replace(self, convocations=(*autres, convocation, *suivantes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Effectif:
    """How many candidatures of a session are there, at an état and, en attente, at an étape."""

    etat: Etat
    etape: Etape | None = None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comptes:
    """The figures of a session, without those that are 0, in the order of the enums: what any role sees (DRT-5)."""

    session: str
    effectifs: tuple[Effectif, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who did something, by id, and when."""

    par: str
    le: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An internal note (SUI-1); `id` is the one of the command that wrote it."""

    id: str
    texte: str
    ecrite: Signature
    modifiee_le: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivi:
    """What one structure keeps for itself on a candidature: told to nobody else, never transmitted (SUI-4).

    `charge`: the id of the colleague in charge, "" for nobody. `drapeau_pose` and `affectee` tell the last change.
    """

    structure: str
    candidature: str
    drapeau: Drapeau = Drapeau.AUCUN
    drapeau_pose: Signature | None = None
    charge: str = ""
    affectee: Signature | None = None
    notes: tuple[Note, ...] = ()


Objet = Candidature | Candidat | Session | Action | Rattachement | Suivi
"""What a command can change: the aggregates, each written whole."""
