"""TRX — where an arrival or an avis goes.

The server hands them over in a format of ours, never « the Agora API » (TRX-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rafaelpro_tui.core.model import Candidat, Candidature, Dispositif, Etat
from rafaelpro_tui.core.rules.echeances import plus_tard


class Destination(StrEnum):
    HUB_AGORA = "hub_agora"
    EOS = "eos"


@dataclass(frozen=True, slots=True)
class Transmission:
    """What is due to whom, from which day on."""

    destination: Destination
    candidature: str
    le: date


def a_l_arrivee(candidature: Candidature, dispositif: Dispositif) -> tuple[Transmission, ...]:
    """TRX-1: on arrival, unless its prescripteur is France Travail; TRX-2: nothing for other financings."""
    if not dispositif.finance_region or candidature.prescripteur_france_travail:
        return ()
    return (Transmission(Destination.HUB_AGORA, candidature.reference, candidature.deposee_le),)


def apres_avis(candidature: Candidature, dispositif: Dispositif, aujourdhui: date) -> tuple[Transmission, ...]:
    """TRX-1: every avis, whatever it is; a `retenue` goes to EOS the next day. « À compléter » waits (LOT-4)."""
    if not dispositif.finance_region or not candidature.avis or candidature.a_completer:
        return ()
    hub = Transmission(Destination.HUB_AGORA, candidature.reference, aujourdhui)
    if candidature.etat is not Etat.RETENUE:
        return (hub,)
    return (hub, Transmission(Destination.EOS, candidature.reference, plus_tard(aujourdhui, timedelta(days=1))))


def visible_a_france_travail(candidat: Candidat, dispositif: Dispositif) -> bool:
    """TRX-3: seen in France Travail's tools (Kairos) only if the candidat is marked inscrit·e."""
    return dispositif.finance_region and candidat.inscrit_france_travail
