"""The world of the guide, in few words: session 00235491, « Plateforme Amorce de parcours », fin 25/08/2022.

Four structures: one per role, and one with none. `JOUR` is the day on which the guide's screen says « Il vous reste
138 jours »: the session has begun, its limits are ahead. Days are written as the guide writes them: "25/08/2022".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from rafaelpro_tui.core.commands import (
    AnyCommand,
    Command,
    CompleterRetenue,
    Convoquer,
    DeplacerConvocation,
    Lot,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.model import (
    Action,
    Avis,
    AvisRendu,
    Candidat,
    Candidature,
    Convocation,
    Dispositif,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    Rattachement,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    Session,
    TypeEntrees,
)
from rafaelpro_tui.core.rules import decide
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Decision, Dossier, Refus

RESPONSABLE, FORMATEUR, POSITIONNEUR, TIERS = "OF-RESP", "OF-FORM", "OF-POSI", "OF-TIERS"
MOI = "lea"
JOUR = "30/04/2022"
SESSION = "00235491"

Rdv = tuple[str, str | None]
"""A convocation: its day and its resultat."""


def j(jour: str) -> date:
    """« 25/08/2022 »."""
    return date(*(int(morceau) for morceau in reversed(jour.split("/"))))


def _lus(champs: dict[str, Any], *dates: str) -> dict[str, Any]:
    return {nom: j(v) if nom in dates and isinstance(v, str) else v for nom, v in champs.items()}


# The objects

PRF = Dispositif(
    code="PRF",
    libelle="Programme régional de formation",
    coefficient_min=Decimal(1),
    coefficient_max=Decimal(3),
    finance_region=True,
)
HSP = replace(PRF, code="HSP", libelle="Habilitation de service public", hsp=True)
AUTRE = replace(PRF, code="AUTRE", libelle="Autres financements", finance_region=False)
ACTION = Action(id="A1", intitule="Plateforme Amorce de parcours", dispositif="PRF", responsable=RESPONSABLE)
DESIRE = Candidat(id="P1", nom_naissance="O’NEILL", prenom="Désiré", inscrit_france_travail=True)
GUIDE = Session(
    reference=SESSION,
    action="A1",
    formateur=FORMATEUR,
    positionneur=POSITIONNEUR,
    commune="Bordeaux",
    code_postal="33000",
    debut=j("01/03/2022"),
    fin=j("25/08/2022"),
    type_entrees=TypeEntrees.DATES_FIXES,
    effectif_minimal=4,
    effectif_vise=20,
    capacite_accueil=20,
    coefficient=Decimal(1),
    date_limite_inscription=j("01/06/2022"),
    date_limite_entree_tardive=j("01/07/2022"),
)


def session(**champs: Any) -> Session:
    """The guide's session, but for these fields."""
    dates = ("debut", "fin", "date_limite_inscription", "date_limite_entree_tardive")
    return replace(GUIDE, **_lus(champs, *dates))


def candidature(*rdvs: Rdv, **champs: Any) -> Candidature:
    """C1, deposited on 10/02/2022, with these convocations; `etat` and `avis` as given, else `en_attente`."""
    base = Candidature(
        reference="C1",
        session=SESSION,
        candidat="P1",
        prescripteur="Mission locale de Pau",
        deposee_le=j("10/02/2022"),
        convocations=tuple(
            Convocation(rang=rang, date=j(jour), resultat=None if resultat is None else Resultat(resultat))
            for rang, (jour, resultat) in enumerate(rdvs, start=1)
        ),
    )
    return replace(base, **_lus(champs, "deposee_le"))


A_CONVOQUER = candidature()
CONVOQUEE = candidature(("20/04/2022", None))
PRESENTE = candidature(("20/04/2022", "presence"))
EXCUSEE = candidature(("20/04/2022", "absence_justifiee"))
EXCUSEE_DEUX_FOIS = candidature(("10/04/2022", "absence_justifiee"), ("20/04/2022", "absence_justifiee"))
TROISIEME_RDV = candidature(
    ("01/04/2022", "absence_justifiee"), ("10/04/2022", "absence_justifiee"), ("20/04/2022", None)
)

AVIS_OUI = RecrutementOui(entree=j("02/05/2022"), sortie=j("25/08/2022"), intensite=Decimal("35.00"))
_AVIS_DE: dict[Etat, Avis] = {
    Etat.RETENUE: AVIS_OUI,
    Etat.NON_RETENUE: RecrutementNon(motif=Motif.PREREQUIS),
    Etat.AVIS_NON_TRANSMIS: RecrutementNon(motif=Motif.AVIS_NON_TRANSMIS),
    Etat.REFUS_SESSION_COMPLETE: RecrutementNon(motif=Motif.SESSION_COMPLETE),
}


def decidee(etat: str, avis: Avis | None = None) -> Candidature:
    """A candidature that has had its avis: `decidee("retenue")`."""
    rendu = avis or _AVIS_DE.get(Etat(etat))
    return replace(PRESENTE, etat=Etat(etat), avis=() if rendu is None else (AvisRendu(rang=1, avis=rendu),))


A_COMPLETER = decidee("retenue", RecrutementACompleter(commentaire="à affiner"))


# What is looked at, and who looks


def contexte(
    structure: str = RESPONSABLE, droit: str | None = "general", jour: str | date = JOUR, referent: bool = False
) -> Context:
    """Me, at noon; `droit=None`: not attached to the structure."""
    lien = (
        None
        if droit is None
        else Rattachement(utilisateur=MOI, structure=structure, droit=Droit(droit), referent=referent)
    )
    quand = jour if isinstance(jour, date) else j(jour)
    return Context(
        utilisateur=MOI, structure=structure, rattachement=lien, maintenant=datetime.combine(quand, time(12))
    )


def dossier(
    candidature: Candidature | None = None,
    session: Session | None = GUIDE,
    dispositif: Dispositif | None = PRF,
    **champs: Any,
) -> Dossier:
    return Dossier(
        candidature=candidature,
        candidat=DESIRE,
        session=session,
        action=ACTION,
        dispositif=dispositif,
        **champs,
    )


# The commands


C = TypeVar("C", bound=Command)


def commande(genre: type[C], **champs: Any) -> C:
    """Any command; the structure written in it is the context's business."""
    return genre(id=UUID(int=1), structure=RESPONSABLE, utilisateur=MOI, **champs)


def convoquer(jour: str | date) -> Convoquer:
    return commande(Convoquer, candidature="C1", date=j(jour) if isinstance(jour, str) else jour)


def deplacer(jour: str, rang: int = 1) -> DeplacerConvocation:
    return commande(DeplacerConvocation, candidature="C1", rang=rang, date=j(jour))


def noter(resultat: str, rang: int = 1, commentaire: str = "") -> NoterResultat:
    return commande(NoterResultat, candidature="C1", rang=rang, resultat=Resultat(resultat), commentaire=commentaire)


_ENTREE, _SORTIE, _INTENSITE = "02/05/2022", "25/08/2022", "35"


def _retenue(entree: str | None, sortie: str | None, intensite: str | None) -> dict[str, Any]:
    return {
        "entree": None if entree is None else j(entree),
        "sortie": None if sortie is None else j(sortie),
        "intensite": None if intensite is None else Decimal(intensite),
    }


def oui(
    entree: str | None = _ENTREE,
    sortie: str | None = _SORTIE,
    intensite: str | None = _INTENSITE,
    commentaire: str = "",
) -> SaisieRecrutementOui:
    return SaisieRecrutementOui(**_retenue(entree, sortie, intensite), commentaire=commentaire)


def non(
    motif: Motif | MotifHsp | None = Motif.PREREQUIS, raison: str = "", commentaire: str = ""
) -> SaisieRecrutementNon:
    return SaisieRecrutementNon(motif=motif, raison=raison, commentaire=commentaire)


def conforme(
    entree: str | None = _ENTREE,
    sortie: str | None = _SORTIE,
    intensite: str | None = _INTENSITE,
    commentaire: str = "",
) -> SaisieConformiteOui:
    return SaisieConformiteOui(**_retenue(entree, sortie, intensite), commentaire=commentaire)


def non_conforme(
    motif: Motif | MotifHsp | None = MotifHsp.PERSONNE_INJOIGNABLE, raison: str = ""
) -> SaisieConformiteNon:
    return SaisieConformiteNon(motif=motif, raison=raison)


def rendre(avis: SaisieAvis) -> RendreAvis:
    return commande(RendreAvis, candidature="C1", avis=avis)


def repecher(
    entree: str | None = _ENTREE,
    sortie: str | None = _SORTIE,
    intensite: str | None = _INTENSITE,
    commentaire: str = "",
) -> RetenirListeAttente:
    """« Refus : session complète » → « retenue » (AVI-10)."""
    return commande(
        RetenirListeAttente, candidature="C1", **_retenue(entree, sortie, intensite), commentaire=commentaire
    )


def completer(
    entree: str | None = _ENTREE, sortie: str | None = _SORTIE, intensite: str | None = _INTENSITE
) -> CompleterRetenue:
    return commande(CompleterRetenue, candidature="C1", **_retenue(entree, sortie, intensite))


L = TypeVar("L", bound=Lot)


def lot(genre: type[L], *candidatures: Candidature, **champs: Any) -> L:
    return commande(genre, session=SESSION, candidatures=tuple(c.reference for c in candidatures), **champs)


# What is answered

ENTENDUES: list[str] = []
"""The sentences of every answer of one test, held word for word by the fixture of conftest.py."""


def decider(command: AnyCommand, sur: Dossier, context: Context) -> Decision:
    """`decide`, heard."""
    decision = decide(command, sur, context)
    ENTENDUES.extend(_phrases(decision))
    return decision


def _phrases(decision: Decision) -> Iterator[str]:
    if isinstance(decision, Refus):
        yield f"{decision.regle} {decision.message} → {decision.remede}"
        return
    yield from (f"▲ {avertissement.regle} {avertissement.message}" for avertissement in decision.avertissements)
    for ligne in decision.lignes or ():
        yield from (f"{ligne.candidature}\u00a0: {phrase}" for phrase in _phrases(ligne.decision))


def regle(command: AnyCommand, sur: Dossier, context: Context) -> str:
    """The rule that refuses, or « ok »."""
    decision = decider(command, sur, context)
    return decision.regle if isinstance(decision, Refus) else "ok"


def refuse(command: AnyCommand, sur: Dossier, context: Context) -> Refus:
    decision = decider(command, sur, context)
    assert isinstance(decision, Refus), decision
    return decision


def accorde(command: AnyCommand, sur: Dossier, context: Context) -> Accord:
    decision = decider(command, sur, context)
    assert isinstance(decision, Accord), decision
    return decision


def apres(command: AnyCommand, sur: Dossier, context: Context) -> Any:
    """The one object that an accord changes, as it becomes."""
    (changement,) = accorde(command, sur, context).changements
    return changement.apres


def alertes(command: AnyCommand, sur: Dossier, context: Context) -> list[str]:
    """The messages of the avertissements, each after its rule."""
    return [f"{a.regle} {a.message}" for a in accorde(command, sur, context).avertissements]
