"""The eight columns of a session's candidatures, and the details of one (guide: Candidatures sur cette session)."""

from collections.abc import Iterable
from typing import Final

from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.core.texte import date_fr, entier_fr, pluriel, telephone_fr
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.widgets.virtual_table import Cell, Column, Flex, Styled

ETAPES: Final = {
    Etape.A_CONVOQUER: "à convoquer",
    Etape.PRESENCE_A_RENSEIGNER: "présence",
    Etape.AVIS_A_RENDRE: "avis à rendre",
    Etape.CONFORMITE_A_RENDRE: "conformité",
}
"""What a candidature en attente waits for, where there is no result yet."""


def nomme(ligne: CandidatureLigne) -> str:
    """The candidat, behind what the structure keeps for itself: ⚑ a drapeau, ✎ notes."""
    marques = ("⚑" if ligne.drapeau else "") + ("✎" if ligne.notes else "")
    return f"{marques} {ligne.candidat}" if marques else ligne.candidat


def coordonnees(ligne: CandidatureLigne) -> str:
    parties = (nomme(ligne), telephone_fr(ligne.telephone), ligne.courriel, ligne.commune)
    return " · ".join(partie for partie in parties if partie)


def resultat(ligne: CandidatureLigne) -> Cell:
    if ligne.etat is Etat.EN_ATTENTE:
        return Styled(f"· {ETAPES[ligne.etape]}" if ligne.etape else "·", "muted")
    if ligne.a_completer:
        return Styled("▲ Retenue, à compléter", "warning")
    if ligne.etat is Etat.RETENUE:
        return Styled("✓ Retenue", "success")
    motif = f" ({ligne.motif.libelle})" if ligne.motif and ligne.etat is Etat.NON_RETENUE else ""
    return f"✕ {ligne.etat.libelle}{motif}"


COLONNES: Final[tuple[Column[CandidatureLigne], ...]] = (
    Column("reference", "Référence", 9, lambda ligne: ligne.reference),
    Column("candidat", "Coordonnées du candidat", Flex(24, weight=4), coordonnees),
    Column("prescripteur", "Organisme prescripteur", Flex(14, 36, weight=2), lambda ligne: ligne.prescripteur),
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
    Column("etat", "Résultat du recrutement", Flex(16, 44, weight=2), resultat),
    Column(
        "entree",
        "Date prévisionnelle d'entrée en formation",
        Flex(10, 41),
        lambda ligne: date_fr(ligne.entree) if ligne.entree else "—",
    ),
)


def apercu(ligne: CandidatureLigne) -> Iterable[tuple[str, str]]:
    """Titles and values of a row's details, beside the list."""
    yield "Candidat·e", ligne.candidat
    yield (
        "Coordonnées",
        " · ".join(partie for partie in (telephone_fr(ligne.telephone), ligne.courriel, ligne.commune) if partie),
    )
    yield "Candidature", f"{ligne.reference} · déposée le {date_fr(ligne.deposee_le)}"
    yield "Organisme prescripteur", ligne.prescripteur
    etape = f" — {ligne.etape.libelle.lower()}" if ligne.etape else ""
    yield "État", ligne.etat.libelle + etape
    yield "Nombre de convocations", entier_fr(ligne.nb_convocations)
    yield "Réponse aux convocations", ligne.reponse.libelle if ligne.reponse else ""
    suivi = (
        f"⚑ {ligne.drapeau.libelle}" if ligne.drapeau else "",
        f"confiée à {ligne.charge}" if ligne.charge else "",
        pluriel(ligne.notes, "note") if ligne.notes else "",
    )
    if any(suivi):
        yield "Suivi interne", " · ".join(partie for partie in suivi if partie)
    if ligne.motif:
        yield "Motif de refus principal", ligne.motif.libelle
    if ligne.entree:
        yield "Date prévisionnelle d’entrée en formation", date_fr(ligne.entree)
    if ligne.etat is Etat.EN_ATTENTE and ligne.jours >= 0:
        yield "Pour rendre un avis", f"il reste {pluriel(ligne.jours, 'jour')} (jusqu’au {date_fr(ligne.echeance)})"
