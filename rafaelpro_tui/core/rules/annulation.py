"""ANN — undo within the grace. The rebase itself is the desk's; here is whether it may happen."""

from __future__ import annotations

from rafaelpro_tui.core.commands import Annuler
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Accord, Decision, Dossier, Refus
from rafaelpro_tui.core.rules.droits import rattache
from rafaelpro_tui.core.rules.phrases import guillemets


def annuler(command: Annuler, dossier: Dossier, context: Context) -> Decision:
    """ANN-1: by its author, within the grace, and not under a final command's feet."""
    if refus := rattache(context):
        return refus
    saisie = dossier.saisie
    if saisie is None or saisie.utilisateur != context.utilisateur:
        return Refus(
            "ANN-1",
            f"Aucune saisie {guillemets(str(command.commande))} à votre nom.",
            "Une saisie s’annule par la personne qui l’a faite.",
        )
    if saisie.type == "annuler":
        return Refus("ANN-1", "Une annulation ne s’annule pas.", "Refaites la saisie.")
    if saisie.reste <= 0:
        return Refus(
            "ANN-1",
            "Le délai d’annulation de cette saisie est écoulé : elle est définitive.",
            "Pour un avis, écrivez à offre@cap-metiers.pro (« non retenu ») ou notez-le dans EOS (« retenu »).",
        )
    if saisie.suite_definitive is not None:
        return Refus(
            "ANN-1",
            "Une saisie ultérieure, déjà définitive, s’appuie sur celle-ci.",
            "Seules les saisies sans suite définitive s’annulent.",
        )
    return Accord()
