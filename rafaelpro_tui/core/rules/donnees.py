"""DON — personal data: how long it is kept, who may erase it. Ours: the guide is silent."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.phrases import accorde

CONSERVATION_MIN: Final = 2
"""Months; before them, sessions that have just ended still live: échéance (ECH-1), demandes (AVI-7)."""


def refus_effacement(mois: int, context: Context, *, replique: bool = False) -> Refus | None:
    """DON-2: a référent erases, only what has been kept for `CONSERVATION_MIN` months at least; not in a `replique`."""
    if replique:
        return Refus(
            "DON-2",
            "Cette base est la réplique d’un serveur : il lui redonnerait ce qu’elle aurait effacé.",
            "Adressez-vous à qui administre le serveur.",
        )
    if context.rattachement is None or not context.rattachement.referent:
        return Refus(
            "DON-2",
            "Seul·e un·e référent·e de la structure efface les données de personnes.",
            "Adressez-vous à votre référent·e : l’étoile, dans « Mes structures », dit qui l’est.",
        )
    return refus_duree(mois)


def refus_duree(mois: int) -> Refus | None:
    """DON-2: whoever erases, what has been kept for `CONSERVATION_MIN` months at least."""
    if mois < CONSERVATION_MIN:
        return Refus(
            "DON-2",
            f"Une durée de conservation de {accorde(mois, 'mois', 'mois')} est trop courte.",
            f"Donnez au moins {CONSERVATION_MIN} mois.",
        )
    return None


def limite_de_conservation(mois: int, jour: date) -> date:
    """So many months before `jour`: sessions that ended before that day have been kept long enough (DON-2)."""
    rang = jour.year * 12 + jour.month - 1 - mois
    annee, indice = max(divmod(rang, 12), (date.min.year, 0))
    return date(annee, indice + 1, min(jour.day, monthrange(annee, indice + 1)[1]))
