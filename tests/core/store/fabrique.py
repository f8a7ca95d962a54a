"""Objects for the tests of the store: each function gives a plausible one, whose fields can be given.

Three structures: OF1 is Responsable of A1 and A2, Formateur and Positionneur of most; OF2 is Positionneur of S3;
OF3 has nothing. S1 is PRF and under way, S2 is HSP and to come, S3 is over, S4 is annulée,
S5 is of an unpublished action.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from rafaelpro_tui.core.model import (
    Action,
    Avis,
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Contact,
    Convocation,
    Dispositif,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    Objet,
    Rattachement,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)

JOUR: Final = date(2024, 7, 15)
"""Today, in these tests."""

OUI: Final = RecrutementOui(
    entree=date(2024, 8, 1), sortie=date(2024, 9, 30), intensite=Decimal("33.5"), commentaire="Motivé·e"
)
NON: Final = RecrutementNon(motif=Motif.AUTRES, raison="Déménage à Brive", commentaire="Peut revenir")
PRESENT: Final = Convocation(rang=1, date=date(2024, 6, 10), resultat=Resultat.PRESENCE)
EXCUSE: Final = Convocation(rang=1, date=date(2024, 6, 10), resultat=Resultat.ABSENCE_JUSTIFIEE)
CONVOQUE: Final = Convocation(rang=2, date=date(2024, 6, 20))


def session(reference: str, action: str = "A1", **champs: Any) -> Session:
    valeurs: dict[str, Any] = {
        "formateur": "OF1",
        "positionneur": "OF1",
        "commune": "Bordeaux",
        "code_postal": "33000",
        "debut": date(2024, 6, 1),
        "fin": date(2024, 9, 30),
        "type_entrees": TypeEntrees.DATES_FIXES,
        "effectif_minimal": 4,
        "effectif_vise": 15,
        "capacite_accueil": 20,
        "coefficient": Decimal("1.5"),
        "date_limite_inscription": date(2024, 8, 1),
        "date_limite_entree_tardive": date(2024, 8, 15),
    }
    return Session(reference=reference, action=action, **(valeurs | champs))


def candidat(id: str, nom: str = "O’NEILL", prenom: str = "Désiré", **champs: Any) -> Candidat:
    valeurs: dict[str, Any] = {
        "naissance": date(1990, 2, 3),
        "telephone": "0612345678",
        "courriel": f"{id.lower()}@example.org",
        "commune": "Pau",
        "code_postal": "64000",
        "inscrit_france_travail": True,
    }
    return Candidat(id=id, nom_naissance=nom, prenom=prenom, **(valeurs | champs))


def candidature(reference: str, session: str = "S1", candidat: str = "P1", **champs: Any) -> Candidature:
    valeurs: dict[str, Any] = {"prescripteur": "Mission locale de Pau", "deposee_le": date(2024, 5, 10)}
    return Candidature(reference=reference, session=session, candidat=candidat, **(valeurs | champs))


def rendu(avis: Avis, rang: int = 1) -> tuple[AvisRendu, ...]:
    return (AvisRendu(rang=rang, avis=avis, par="u1", le=datetime.fromisoformat("2024-07-01T09:30")),)


def objets() -> Iterator[Objet | Structure | Utilisateur | Dispositif]:
    """In an order in which each can be written alone."""
    yield Structure(id="OF1", siret="13002526500013", nom="Horizon Formation")
    yield Structure(id="OF2", siret="13002526500021", nom="Écrin des Métiers")
    yield Structure(id="OF3", siret="13002526500039", nom="Zénith")
    yield Utilisateur(id="u1", nom="Martin", prenom="Léa", courriel="lea@example.org")
    yield Rattachement(utilisateur="u1", structure="OF1", droit=Droit.GENERAL, referent=True)
    yield Rattachement(utilisateur="u1", structure="OF2", droit=Droit.CATALOGUE)
    un, trois = Decimal(1), Decimal(3)
    yield Dispositif(code="PRF", libelle="PRF", coefficient_min=un, coefficient_max=trois, finance_region=True)
    yield Dispositif(code="HSP", libelle="HSP", coefficient_min=un, coefficient_max=un, hsp=True)
    yield Action(
        id="A1", intitule="Amorce de parcours", dispositif="PRF", responsable="OF1", lien_web="https://example.org"
    )
    yield Action(id="A2", intitule="Œnologie", dispositif="HSP", responsable="OF1")
    yield Action(id="A3", intitule="Secrète", dispositif="PRF", responsable="OF1", publiee=False)
    contacts = (Contact(nom="Accueil", telephone="0556000000"), Contact(nom="Zoé", courriel="zoe@example.org"))
    yield session("S1", contacts=contacts, intensite_hebdomadaire=Decimal("30.25"))
    yield session("S2", "A2", debut=date(2024, 8, 1), commune="Pau", coefficient=un)
    dates: dict[str, Any] = {
        "date_limite_inscription": date(2024, 2, 1),
        "date_limite_entree_tardive": date(2024, 2, 1),
    }
    yield session("S3", debut=date(2024, 1, 8), fin=date(2024, 6, 28), positionneur="OF2", commune="Agen", **dates)
    yield session("S4", annulee=True, debut=date(2024, 9, 1), commune="Écully")
    yield session("S5", "A3")
    yield candidat("P1")
    yield candidat("P2", "DURAND", "Zoé", nom_usage="ÉVRARD")
    yield candidat("P3", "ABADIE", "Ana", naissance=None, inscrit_france_travail=False)
    yield candidature("C1", convocations=(PRESENT,))
    yield candidature("C2", candidat="P2", convocations=(EXCUSE, CONVOQUE), deposee_le=date(2024, 5, 2))
    yield candidature("C3", candidat="P3", etat=Etat.RETENUE, convocations=(PRESENT,), avis=rendu(OUI))
    yield candidature("C4", "S2", "P1")
    yield candidature("C5", "S2", "P2", etat=Etat.RETENUE, avis=rendu(ConformiteOui(**_dates())))
    non_hsp = ConformiteNon(motif=MotifHsp.NON_CONFORMITE, raison="Pas de justificatif")
    yield candidature("C6", "S2", "P3", etat=Etat.NON_RETENUE, avis=rendu(non_hsp), prescripteur="Cap emploi")
    yield candidature("C7", "S3", "P1", prescripteur="France Travail", prescripteur_france_travail=True)
    yield candidature("C8", "S3", "P2", etat=Etat.RETENUE, avis=rendu(RecrutementACompleter(commentaire="Lot")))
    yield candidature("C9", "S3", "P3", etat=Etat.NON_RETENUE, convocations=(PRESENT,), avis=rendu(NON))
    yield candidature("C10", "S5", "P1", convocations=(EXCUSE,))


def _dates() -> dict[str, Any]:
    return {"entree": date(2024, 8, 1), "sortie": date(2024, 9, 30), "intensite": Decimal(40)}
