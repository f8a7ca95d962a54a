"""The two lines of tabs over all candidatures: by date of the session, then by state; what each says when empty."""

from dataclasses import replace
from typing import Final

from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.screens.session import ONGLETS
from rafaelpro_tui.widgets.tab_line import Tab

PERIODES: Final = (
    Tab(Onglet.EN_COURS_ET_A_VENIR.name, Onglet.EN_COURS_ET_A_VENIR.libelle, "En cours et à venir", "En cours"),
    Tab(Onglet.TERMINEES.name, Onglet.TERMINEES.libelle, "Terminées", "Terminées"),
    Tab(Onglet.TOUTES.name, Onglet.TOUTES.libelle, "Toutes", "Toutes"),
)
"""The guide's two tabs; the dashboard counts over both, so what is behind its figures is in the third."""
ETATS: Final = tuple(replace(tab, tiny="Att.") if tab.id == Etat.EN_ATTENTE else tab for tab in ONGLETS)
"""As on a session; over all of them the counts are longer."""

VIDES: Final = {
    Etat.EN_ATTENTE: "Aucune candidature en attente de traitement sur ces sessions.",
    Etat.RETENUE: "Personne n’est encore retenu sur ces sessions.",
    Etat.NON_RETENUE: "Aucune candidature non retenue sur ces sessions.",
    Etat.AVIS_NON_TRANSMIS: "Aucune candidature n’est passée en « avis non transmis » sur ces sessions.",
    Etat.REFUS_SESSION_COMPLETE: "Aucune candidature en liste d’attente sur ces sessions.",
    Etat.REFUS_SESSION_ANNULEE: "Aucune candidature refusée pour annulation de ces sessions.",
}
