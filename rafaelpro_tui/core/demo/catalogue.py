"""The demo's fixed part: four structures, seven users, four dispositifs, their actions."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from rafaelpro_tui.core.model import Action, Dispositif, Droit, Rattachement, Structure, Utilisateur

HORIZON, GAVES, PASSERELLE, LITTORAL = "horizon", "gaves", "passerelle", "littoral"

# Invented SIRETs: their key is right, their SIREN starts with 999, which nobody has.
STRUCTURES: Final = (
    Structure(id=HORIZON, siret="99900001100018", nom="Horizon Formation"),
    Structure(id=GAVES, siret="99900002900010", nom="Atelier des Gaves"),
    Structure(id=PASSERELLE, siret="99900003700013", nom="La Passerelle Limousine"),
    Structure(id=LITTORAL, siret="99900004500016", nom="Compétences & Littoral"),
)

DEPARTEMENTS: Final = {
    HORIZON: ("33", "47", "24"),
    GAVES: ("64", "40"),
    PASSERELLE: ("87", "19", "23", "86"),
    LITTORAL: ("17", "79", "16"),
}
"""Where each one works."""

UTILISATEUR, STRUCTURE = "lea.martin", HORIZON
"""Who the demo opens with: a référent of droit `general`, attached to three structures."""

UTILISATEURS: Final = (
    Utilisateur(id="lea.martin", nom="MARTIN", prenom="Léa", courriel="lea.martin@example.org"),
    Utilisateur(id="karim.benali", nom="BENALI", prenom="Karim", courriel="karim.benali@example.org"),
    Utilisateur(id="maelle.legoff", nom="LE GOFF-ÉTIENNE", prenom="Maëlle", courriel="maelle.legoff@example.org"),
    Utilisateur(id="awa.ndiaye", nom="N’DIAYE", prenom="Awa", courriel="awa.ndiaye@example.org"),
    Utilisateur(id="benat.etcheverry", nom="ETCHEVERRY", prenom="Beñat", courriel="benat.etcheverry@example.org"),
    Utilisateur(id="cecile.delatour", nom="DE LA TOUR", prenom="Cécile", courriel="cecile.delatour@example.org"),
    Utilisateur(id="desire.oneill", nom="O’NEILL", prenom="Désiré", courriel="desire.oneill@example.org"),
)

RATTACHEMENTS: Final = (
    Rattachement(utilisateur="lea.martin", structure=HORIZON, droit=Droit.GENERAL, referent=True),
    Rattachement(utilisateur="lea.martin", structure=GAVES, droit=Droit.PREINSCRIPTION),
    Rattachement(utilisateur="lea.martin", structure=PASSERELLE, droit=Droit.CATALOGUE),
    Rattachement(utilisateur="karim.benali", structure=HORIZON, droit=Droit.CATALOGUE),
    Rattachement(utilisateur="maelle.legoff", structure=HORIZON, droit=Droit.PREINSCRIPTION),
    Rattachement(utilisateur="awa.ndiaye", structure=HORIZON, droit=Droit.AUCUN),
    Rattachement(utilisateur="benat.etcheverry", structure=GAVES, droit=Droit.GENERAL, referent=True),
    Rattachement(utilisateur="cecile.delatour", structure=PASSERELLE, droit=Droit.GENERAL, referent=True),
    Rattachement(utilisateur="desire.oneill", structure=LITTORAL, droit=Droit.GENERAL, referent=True),
)

DECIDEURS: Final = {
    structure: tuple(
        r.utilisateur
        for r in RATTACHEMENTS
        if r.structure == structure and r.droit in (Droit.GENERAL, Droit.PREINSCRIPTION)
    )
    for structure in (HORIZON, GAVES, PASSERELLE, LITTORAL)
}
"""Who may render an avis for each structure (DRT-1)."""

DISPOSITIFS: Final = (
    Dispositif(
        code="PRF",
        libelle="Programme régional de formation",
        coefficient_min=Decimal(1),
        coefficient_max=Decimal(3),
        finance_region=True,
    ),
    Dispositif(
        code="HSP",
        libelle="Habilitation de service public",
        coefficient_min=Decimal(1),
        coefficient_max=Decimal(1),
        hsp=True,
        finance_region=True,
    ),
    Dispositif(
        code="CFQ",
        libelle="Chantier formation qualification",
        coefficient_min=Decimal(1),
        coefficient_max=Decimal(2),
        finance_region=True,
    ),
    Dispositif(
        code="AFC",
        libelle="Action de formation conventionnée par France Travail",
        coefficient_min=Decimal(1),
        coefficient_max=Decimal("2.5"),
    ),
)

AMORCE = "A1"
"""« Plateforme Amorce de parcours », the guide's own example."""

_ACTIONS: Final = (
    (AMORCE, "Plateforme Amorce de parcours", "PRF", HORIZON),
    ("A2", "Titre professionnel Agent de propreté et d’hygiène", "PRF", HORIZON),
    ("A3", "Titre professionnel Assistant de vie aux familles", "PRF", HORIZON),
    ("A4", "CAP Accompagnant éducatif petite enfance", "PRF", HORIZON),
    ("A5", "Chantier « Second œuvre du bâtiment »", "CFQ", HORIZON),
    ("A6", "Conseiller relation client à distance", "AFC", HORIZON),
    ("A7", "HSP Socle de compétences – Gironde", "HSP", HORIZON),
    ("A8", "HSP Français langue étrangère – Lot-et-Garonne", "HSP", HORIZON),
    ("B1", "Titre professionnel Cuisinier", "PRF", GAVES),
    ("B2", "BPREA Maraîchage biologique", "PRF", GAVES),
    ("B3", "Chantier « Entretien des espaces naturels »", "CFQ", GAVES),
    ("B4", "HSP Socle de compétences – Béarn et Pays basque", "HSP", GAVES),
    ("B5", "Soudeur assembleur industriel", "AFC", GAVES),
    ("C1", "Titre professionnel Agent de maintenance des bâtiments", "PRF", PASSERELLE),
    ("C2", "Titre professionnel Employé administratif et d’accueil", "PRF", PASSERELLE),
    ("C3", "HSP Socle de compétences – Limousin", "HSP", PASSERELLE),
    ("C4", "Découverte des métiers du bois", "PRF", PASSERELLE),
    ("D1", "Titre professionnel Serveur en restauration", "PRF", LITTORAL),
    ("D2", "Ouvrier conchylicole", "PRF", LITTORAL),
    ("D3", "HSP Compétences numériques – Charente-Maritime", "HSP", LITTORAL),
    ("D4", "Préparateur de commandes en entrepôt", "AFC", LITTORAL),
)

ACTIONS: Final = (
    *(
        Action(
            id=id,
            intitule=intitule,
            dispositif=dispositif,
            responsable=responsable,
            plus="Accompagnement individuel, plateau technique et stage en entreprise." if id[1] in "135" else "",
            lien_web=f"https://www.example.org/formations/{id.lower()}" if id[1] in "12" else "",
        )
        for id, intitule, dispositif, responsable in _ACTIONS
    ),
    Action(
        id="A9",
        intitule="Plateforme Projet pro",
        dispositif="PRF",
        responsable=HORIZON,
        archivee=True,
        plus="Remplacée par la Plateforme Amorce de parcours.",
    ),
    Action(id="B6", intitule="Titre professionnel Pâtissier", dispositif="PRF", responsable=GAVES, publiee=False),
)
