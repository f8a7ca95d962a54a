"""What OF write: in an avis, comments (≤ 250) and reasons (≤ 500), by what was decided; for themselves, notes."""

from __future__ import annotations

from typing import Final

from rafaelpro_tui.core.model import Drapeau, Etape

COMMENTAIRES_OUI: Final = (
    "Bonne motivation, projet cohérent avec la formation.",
    "Positionnement satisfaisant ; le parcours sera affiné la première semaine.",
    "Candidature solide. Prévoir un appui en mathématiques en début de parcours.",
    "Entrée validée après l’entretien individuel. Le candidat est mobile sur le département.",
    "Parcours allégé possible : expérience de deux ans dans le secteur.",
    "Garde d’enfants organisée, démarrage confirmé par téléphone.",
)
COMMENTAIRES_NON: Final = (
    "Réorientation proposée vers une remise à niveau avant une prochaine session.",
    "Le projet reste à préciser : une immersion est conseillée.",
    "Niveau en français insuffisant à ce jour ; à revoir après une HSP Socle de compétences.",
    "La personne souhaite finalement une formation en alternance.",
    "Candidature à représenter sur la session de l’automne.",
)
RAISONS_AUTRES: Final = (
    "La personne a trouvé un emploi (CDD de six mois) et renonce à la formation.",
    "Déménagement hors de la région pendant le recrutement.",
    "Entrée dans une autre formation qualifiante le mois précédent.",
    "Problème de mobilité : aucun transport ne permet d’arriver à 8 h 30 sur le site.",
)
COMMENTAIRES_COMPLETE: Final = (
    "Profil retenu en liste d’attente : à rappeler en cas de désistement.",
    "Avis favorable, mais toutes les places sont prises.",
)
RAISONS_CONFORMITE: Final = (
    "Il manque l’avis de situation de moins de trois mois.",
    "La pièce d’identité fournie n’est plus valable.",
    "La personne n’est pas sortie du système scolaire depuis la durée demandée.",
    "Le titre de séjour ne permet pas l’entrée en formation.",
)
"""HSP-3: which document or condition is missing."""
SUIVIS: Final[dict[Etape, tuple[tuple[Drapeau, str], ...]]] = {
    Etape.A_CONVOQUER: (
        (Drapeau.AUCUN, ""),
        (Drapeau.A_RAPPELER, "Message laissé sur le répondeur : rappeler en fin de journée."),
        (Drapeau.A_RAPPELER, "Numéro erroné ; coordonnées demandées au prescripteur."),
        (Drapeau.URGENT, "Le prescripteur attend une date avant la fin de la semaine."),
        (Drapeau.AUCUN, "Préfère un RDV le matin."),
    ),
    Etape.PRESENCE_A_RENSEIGNER: (
        (Drapeau.AUCUN, ""),
        (Drapeau.AUCUN, ""),
        (Drapeau.AUCUN, "RDV confirmé par SMS."),
        (Drapeau.A_RAPPELER, "N’a pas confirmé le RDV."),
        (Drapeau.PIECE_MANQUANTE, "CV à apporter au RDV."),
    ),
    Etape.AVIS_A_RENDRE: (
        (Drapeau.URGENT, ""),
        (Drapeau.A_REVOIR, "Projet à préciser avec le prescripteur avant l’avis."),
        (Drapeau.A_REVOIR, "Test de positionnement à relire à deux."),
        (Drapeau.PIECE_MANQUANTE, "Copie du diplôme demandée, pas encore reçue."),
        (Drapeau.AUCUN, "Bon entretien ; avis à rendre après le point d’équipe."),
    ),
    Etape.CONFORMITE_A_RENDRE: (
        (Drapeau.AUCUN, ""),
        (Drapeau.PIECE_MANQUANTE, "Avis de situation demandé par courriel."),
        (Drapeau.A_RAPPELER, "Deux appels sans réponse."),
    ),
}
"""What colleagues tell each other, by étape: a drapeau, a note; neither, only somebody in charge."""
