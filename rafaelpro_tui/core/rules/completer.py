"""LOT-4 — completing what a lot left open on séquencées and permanentes."""

from __future__ import annotations

from dataclasses import replace

from rafaelpro_tui.core.commands import CompleterRetenue
from rafaelpro_tui.core.model import AvisRendu, RecrutementACompleter
from rafaelpro_tui.core.rules import avis
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Avertissement, Changement, Decision, Refus
from rafaelpro_tui.core.rules.droits import Pieces
from rafaelpro_tui.core.rules.phrases import jour
from rafaelpro_tui.core.rules.sessions import echeance


def a_completer(pieces: Pieces, context: Context) -> Refus | None:
    """LOT-4: only what a lot left open can be completed, once."""
    if pieces.candidature.a_completer:
        return None
    return Refus(
        "LOT-4",
        f"La candidature {pieces.candidature.reference} n’est pas à compléter.",
        "Seule une candidature retenue par lot, sans dates, se complète, et une seule fois.",
    )


def completer(command: CompleterRetenue, pieces: Pieces, context: Context) -> Decision:
    """LOT-4: dates and intensité, one by one (AVI-2), even after the échéance (avertissement)."""
    if refus := next(avis.refus_oui(command), None):
        return refus
    candidature = pieces.candidature
    ouvert = candidature.avis_courant
    assert isinstance(ouvert, RecrutementACompleter)  # a_completer() has answered otherwise
    oui = avis.avis_oui(command, ouvert.commentaire, pieces)
    complet = AvisRendu(
        rang=len(candidature.avis) + 1,
        avis=oui,
        par=context.utilisateur,
        le=context.maintenant,
    )
    alertes = list(avis.avertissements_oui(oui, pieces))
    limite = echeance(pieces.sur.session)
    if context.aujourdhui > limite:
        alertes.append(Avertissement("LOT-4", f"L’échéance de la session, le {jour(limite)}, est passée."))
    apres = replace(candidature, avis=(*candidature.avis, complet))
    return Accord(changements=(Changement(candidature, apres),), avertissements=tuple(alertes))
