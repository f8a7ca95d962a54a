"""A base with one large session, and the commands of a whole recruitment on it; the crash tests use them too."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Droit,
    Rattachement,
    Session,
    Structure,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import Chargeable, charger

JOUR = date(2026, 3, 2)
PAR_CANDIDATURE = 4
"""Commands for each candidature: convoquer, noter_resultat, rendre_avis, and one that is refused."""


def faire_base(chemin: Path, candidatures: int) -> None:
    """A base with so many candidatures, all à convoquer."""
    with Base.chantier(chemin) as base:
        charger(base, objets(candidatures))


def objets(candidatures: int) -> Iterator[Chargeable]:
    """A structure, its user, and one session with so many candidatures."""
    yield Structure(id="OF1", siret="99900001100018", nom="Horizon Formation")
    yield Utilisateur(id="u1", nom="MARTIN", prenom="Léa")
    yield Rattachement(utilisateur="u1", structure="OF1", droit=Droit.GENERAL, referent=True)
    yield Dispositif(code="PRF", libelle="Programme régional", coefficient_min=Decimal(1), coefficient_max=Decimal(3))
    yield Action(id="A1", intitule="Plateforme", dispositif="PRF", responsable="OF1")
    yield Session(
        reference="S1",
        action="A1",
        formateur="OF1",
        positionneur="OF1",
        commune="Pau",
        code_postal="64000",
        debut=JOUR + timedelta(days=10),
        fin=JOUR + timedelta(days=100),
        type_entrees=TypeEntrees.DATES_FIXES,
        effectif_minimal=1,
        effectif_vise=candidatures,
        capacite_accueil=candidatures,
        coefficient=Decimal(1),
        date_limite_inscription=JOUR + timedelta(days=10),
        date_limite_entree_tardive=JOUR + timedelta(days=20),
    )
    for n in range(candidatures):
        yield Candidat(id=f"P{n}", nom_naissance=f"N’DIAYE-{n}", prenom="Noé")
        yield Candidature(
            reference=f"C{n}",
            session="S1",
            candidat=f"P{n}",
            prescripteur="Mission locale",
            deposee_le=JOUR - timedelta(days=3),
        )


def commandes(candidatures: int) -> Iterator[str]:
    """The lines of the file: the same ids each time, whatever the order in which candidatures are handled."""
    oui: dict[str, str] = {
        "recrutement": "oui",
        "entree": str(JOUR + timedelta(days=10)),
        "sortie": str(JOUR + timedelta(days=100)),
        "intensite": "35",
    }
    for n in range(candidatures):
        avis = oui if n % 2 else {"recrutement": "non", "motif": "autres", "raison": "A trouvé un emploi."}
        suite: tuple[dict[str, object], ...] = (
            {"type": "convoquer", "date": str(JOUR)},
            {"type": "noter_resultat", "rang": 1, "resultat": "presence"},
            {"type": "rendre_avis", "avis": avis},
            {"type": "convoquer", "date": str(JOUR)},  # refused: CAN-3
        )
        for rang, commande in enumerate(suite):
            id = UUID(int=n * PAR_CANDIDATURE + rang + 1, version=4)
            yield json.dumps({"id": str(id), "candidature": f"C{n}"} | commande, ensure_ascii=False)
