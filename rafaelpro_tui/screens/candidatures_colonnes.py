"""The eight columns of the candidatures of all sessions (ECRANS §4), and the details of one."""

from collections.abc import Iterable
from typing import Final

from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.texte import date_fr, entier_fr
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.screens.session_colonnes import ETAPES, nomme
from rafaelpro_tui.screens.session_colonnes import apercu as apercu_de_session
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

PRESSE: Final = 15
"""Days from which an échéance is signed (ECH-3)."""


def etape(ligne: CandidatureLigne) -> Cell:
    """What is to be done; of what is decided, the motif."""
    if ligne.a_completer:
        return Styled("▲ À compléter", "warning")
    if ligne.etape is not None:
        return ETAPES[ligne.etape].capitalize()
    return Styled(ligne.motif.libelle, "muted") if ligne.motif else "—"


def jours(ligne: CandidatureLigne) -> Cell:
    """Before the échéance, for what is still to be handled (ECH-5)."""
    if ligne.etat is not Etat.EN_ATTENTE:
        return "—"
    texte = entier_fr(ligne.jours)
    return Styled(f"▲ {texte}", "warning") if ligne.jours <= PRESSE else texte


COLONNES: Final[tuple[Column[CandidatureLigne], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("candidat", "Candidat", Flex(16, 36, weight=3), nomme),
    Column("session", "Session", 9, lambda ligne: ligne.session),
    Column("intitule", "Formation", Flex(14, 48, weight=3), lambda ligne: ligne.intitule),
    Column("prescripteur", "Prescripteur", Flex(12, 36, weight=2), lambda ligne: ligne.prescripteur),
    Column("deposee_le", "Déposée le", 10, lambda ligne: date_fr(ligne.deposee_le)),
    Column("etape", "Étape", Flex(13, 32), etape),
    Column("jours", "Jours restants", Flex(9, 14, weight=3), jours, align="right"),
)


def apercu(ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
    """Titles and values of a row's details: its session first, for here they differ."""
    yield "Session", f"{ligne.session} · {ligne.intitule}"
    yield from apercu_de_session(ligne)
