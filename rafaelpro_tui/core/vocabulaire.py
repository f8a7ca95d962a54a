"""What people call the commands: « Rendre un avis » for `rendre_avis`. On screen and on the command line alike."""

from typing import Final

GESTES: Final = {
    "convoquer": "Convoquer",
    "deplacer_convocation": "Changer la date d’une convocation",
    "noter_resultat": "Noter la présence ou l’absence",
    "rendre_avis": "Rendre un avis",
    "retenir_liste_attente": "Retenir depuis la liste d’attente",
    "completer_retenue": "Compléter une candidature retenue",
    "modifier_action": "Modifier une formation",
    "modifier_session": "Modifier une session",
    "modifier_contacts": "Modifier les contacts d’une session",
    "ecrire_note": "Écrire une note interne",
    "modifier_note": "Modifier une note interne",
    "effacer_note": "Effacer une note interne",
    "poser_drapeau": "Poser un drapeau",
    "affecter": "Confier une candidature à un·e collègue",
}
