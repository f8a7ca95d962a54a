"""HSP — habilitation de service public: no selection, a « conformité administrative »."""

from __future__ import annotations

from collections.abc import Iterator

from rafaelpro_tui.core.commands import (
    SaisieAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
)
from rafaelpro_tui.core.model import ConformiteNon, Etat, MotifHsp
from rafaelpro_tui.core.rules.avis import RAISON, rendre, retenir
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Decision, Refus
from rafaelpro_tui.core.rules.droits import Pieces, SessionVisible
from rafaelpro_tui.core.rules.phrases import guillemets
from rafaelpro_tui.core.rules.textes import RAISON_MAX, avertissements_texte, propre, refus_texte


def sans_convocation(pieces: Pieces, context: Context) -> Refus | None:
    """HSP-1: no convocation on HSP."""
    if not pieces.sur.dispositif.hsp:
        return None
    return Refus(
        "HSP-1",
        "Sur l’habilitation de service public il n’y a pas de sélection, donc pas de convocation.",
        "Rendez directement la conformité administrative, oui ou non.",
    )


def forme_de_l_avis(saisie: SaisieAvis, pieces: Pieces) -> Refus | None:
    """HSP-1: a conformité on HSP only, a recrutement elsewhere only."""
    conformite = isinstance(saisie, SaisieConformiteOui | SaisieConformiteNon)
    if pieces.sur.dispositif.hsp is conformite:
        return None
    if conformite:
        return Refus(
            "HSP-1",
            f"La conformité administrative ne concerne que l’HSP, et le dispositif est {pieces.sur.dispositif.code}.",
            "Rendez un avis de recrutement, oui ou non.",
        )
    return Refus(
        "HSP-1",
        "Sur l’habilitation de service public il n’y a pas de recrutement à accepter ou à refuser.",
        "Rendez la conformité administrative, oui ou non.",
    )


def hors_lot(sur: SessionVisible, context: Context) -> Refus | None:
    """HSP-4: not available by lot."""
    if not sur.dispositif.hsp:
        return None
    return Refus(
        "HSP-4",
        f"La session {sur.session.reference} est une habilitation de service public : pas de gestion par lot.",
        "Traitez ces candidatures une par une.",
    )


def conformite(saisie: SaisieConformiteOui | SaisieConformiteNon, pieces: Pieces, context: Context) -> Decision:
    """HSP-2 and HSP-3, once the guards have passed."""
    if isinstance(saisie, SaisieConformiteOui):
        return retenir(saisie, saisie.commentaire, pieces, context)
    if refus := next(_refus_non(saisie), None):
        return refus
    assert isinstance(saisie.motif, MotifHsp)  # _refus_non has answered otherwise
    avis = ConformiteNon(motif=saisie.motif, raison=propre(saisie.raison))
    return rendre(avis, Etat.NON_RETENUE, pieces, context, tuple(avertissements_texte(RAISON, saisie.raison)))


def _refus_non(saisie: SaisieConformiteNon) -> Iterator[Refus]:
    """AVI-8 (HSP-5), then HSP-3."""
    yield from refus_texte(RAISON, saisie.raison, RAISON_MAX)
    if saisie.motif is None:
        yield Refus("HSP-3", "Le motif est vide.", "Choisissez un des deux motifs de non-conformité.")
    elif not isinstance(saisie.motif, MotifHsp):
        yield Refus(
            "HSP-3",
            f"Le motif {guillemets(saisie.motif.libelle)} n’est pas un motif de l’HSP.",
            "Choisissez « Non-conformité administrative » ou « Personne injoignable ».",
        )
    elif saisie.motif is MotifHsp.NON_CONFORMITE and not propre(saisie.raison):
        yield Refus(
            "HSP-3",
            "La raison est vide, pour le motif « Non-conformité administrative ».",
            "Dites quel document ou quelle condition manque.",
        )
