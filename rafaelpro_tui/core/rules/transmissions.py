"""TRX — where an arrival or an avis goes.

The server hands them over in a format of ours, never « the Agora API » (TRX-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rafaelpro_tui.core.model import Candidat, Candidature, Dispositif, Etat
from rafaelpro_tui.core.rules.sessions import plus_tard


class Destination(StrEnum):
    HUB_AGORA = "hub_agora"
    EOS = "eos"


@dataclass(frozen=True, slots=True)
class Transmission:
    """What is due to whom, from which day on: the avis of that rank, or, at rank 0, the arrival."""

    destination: Destination
    candidature: str
    le: date
    rang: int = 0


def dues(
    avant: Candidature | None, apres: Candidature, dispositif: Dispositif, aujourdhui: date
) -> tuple[Transmission, ...]:
    """What a change makes due: an arrival, a new avis; a convocation or a cancelled session (ECH-6), nothing."""
    if avant is None:
        return a_l_arrivee(apres, dispositif)
    return () if apres.avis == avant.avis else apres_avis(apres, dispositif, aujourdhui)


def a_l_arrivee(candidature: Candidature, dispositif: Dispositif) -> tuple[Transmission, ...]:
    """TRX-1: on arrival, unless its prescripteur is France Travail; TRX-2: nothing for other financings."""
    if not dispositif.finance_region or candidature.prescripteur_france_travail:
        return ()
    return (Transmission(Destination.HUB_AGORA, candidature.reference, candidature.deposee_le),)


def apres_avis(candidature: Candidature, dispositif: Dispositif, aujourdhui: date) -> tuple[Transmission, ...]:
    """TRX-1: every avis, whatever it is; a `retenue` goes to EOS the next day. « À compléter » waits (LOT-4)."""
    if not dispositif.finance_region or not candidature.avis or candidature.a_completer:
        return ()
    rang = candidature.avis[-1].rang
    hub = Transmission(Destination.HUB_AGORA, candidature.reference, aujourdhui, rang)
    if candidature.etat is not Etat.RETENUE:
        return (hub,)
    demain = plus_tard(aujourdhui, timedelta(days=1))
    return (hub, Transmission(Destination.EOS, candidature.reference, demain, rang))


def transmise(vers: str) -> str:
    """« Transmise à EOS »; a destination of a later server is told by its identifier."""
    match vers:
        case Destination.HUB_AGORA:
            return "Transmise au HUB Agora"
        case Destination.EOS:
            return "Transmise à EOS"
    return f"Transmise à {vers}"


def circuit(dispositif: Dispositif) -> str:
    """TRX-1, TRX-2: where the avis of a candidature go, said before any is given."""
    if dispositif.finance_region:
        return (
            "Financée par la Région : l’avis, quel qu’il soit, va au HUB Agora puis à France Travail ; une retenue, le "
            "lendemain dans EOS (TRX-1)."
        )
    return "Autre financement : rien ne remonte au HUB Agora (TRX-2)."


def visible_a_france_travail(candidat: Candidat, dispositif: Dispositif) -> bool:
    """TRX-3: seen in France Travail's tools (Kairos) only if the candidat is marked inscrit·e."""
    return dispositif.finance_region and candidat.inscrit_france_travail
