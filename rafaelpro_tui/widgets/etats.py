"""What the guide says of each state, beside its tab (chapter 2: « Traitement d'une candidature »)."""

from typing import Final

from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.texte import NBSP

DEFINITIONS: Final = {
    Etat.EN_ATTENTE: "Il faut rendre un avis.",
    Etat.RETENUE: f"Financée par la Région{NBSP}: remonte le lendemain dans EOS.",
    Etat.NON_RETENUE: "Pas retenue pour entrer en formation.",
    Etat.AVIS_NON_TRANSMIS: f"Pas traitée à temps, équivalant à un «{NBSP}non retenu{NBSP}».",
    Etat.REFUS_SESSION_COMPLETE: "Liste d’attente, jusqu’à la date limite d’entrée tardive.",
    Etat.REFUS_SESSION_ANNULEE: "Session notifiée annulée par le financeur.",
}
"""Of one candidature, short enough for a terminal of 80 columns."""
