"""What the tabs of a lot show: the guide's labels, the columns of the candidatures, what an empty tab says."""

from typing import Final

from rafaelpro_tui.core.texte import date_fr
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.lot_traitement import EtapeLot
from rafaelpro_tui.screens.session_colonnes import coordonnees
from rafaelpro_tui.widgets.tab_line import Tab
from rafaelpro_tui.widgets.virtual_table import Column, Flex

ONGLETS: Final = tuple(Tab(etape.name, etape.libelle, etape.court, etape.bref) for etape in EtapeLot)

COLONNES: Final[tuple[Column[CandidatureLigne], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("candidat", "Coordonnées du candidat", Flex(24, weight=4), coordonnees),
    Column(
        "convocation",
        "Date RDV prévu",
        Flex(10, 14),
        lambda ligne: date_fr(ligne.convocation) if ligne.convocation else "—",
    ),
    Column("prescripteur", "Organisme prescripteur", Flex(16, 36, weight=2), lambda ligne: ligne.prescripteur),
    Column("deposee_le", "Date de candidature", Flex(10, 19), lambda ligne: date_fr(ligne.deposee_le)),
    Column(
        "nb_convocations",
        "Nombre de convocations",
        Flex(6, 22),
        lambda ligne: str(ligne.nb_convocations) if ligne.nb_convocations else "—",
    ),
    Column(
        "reponse",
        "Réponse aux convocations",
        Flex(12, 24),
        lambda ligne: ligne.reponse.libelle if ligne.reponse else "—",
    ),
    Column("commune", "Commune", Flex(8, 24), lambda ligne: ligne.commune),
)

COMPARABLES: Final = tuple(colonne for colonne in COLONNES if colonne.id not in ("reference", "candidat"))
"""Those by which rows may be alike."""

VIDES: Final = {
    EtapeLot.CONVOQUER: "Aucun candidat à convoquer sur cette session.\nTab passe à l’onglet suivant.",
    EtapeLot.PRESENCE: "Aucune présence ni absence à renseigner.\n"
    "Les candidats que vous convoquez arrivent ici.\nTab passe à l’onglet suivant.",
    EtapeLot.AVIS: "Aucun avis de recrutement en attente.\n"
    "Les candidats dont la présence est notée arrivent ici.\nTab passe à l’onglet suivant.",
    EtapeLot.LISTE_ATTENTE: "Aucune candidature non retenue pour session complète.\n"
    "Celles dont le motif est « Session complète » arrivent ici.",
}
