"""SYN-1 — a change based on values that are no longer current; see also `formations`, for the values of a session."""

from __future__ import annotations

from datetime import datetime

from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.phrases import NBSP, jour


def perime(quoi: str, par: str, le: datetime) -> Refus:
    """SYN-1: somebody else has changed it since the user saw it; who and when."""
    return Refus(
        "SYN-1",
        f"{quoi} a changé entre-temps (par {par}, le {jour(le)} à {le:%H:%M}).",
        "Relisez ce qu’il en est désormais, puis recommencez si votre décision tient toujours.",
    )


def perdue(le: datetime) -> Refus:
    """SYN-3: a server was restored to a day before it recorded this, too long ago for it to be sent again."""
    return Refus(
        "SYN-3",
        f"Le serveur a été remis à une sauvegarde ancienne{NBSP}: il ne connaît plus cette saisie, qu’il avait "
        f"enregistrée le {jour(le)} à {le:%H:%M}.",
        "Regardez ce qu’il en est, refaites votre saisie si elle manque, et prévenez qui administre le serveur.",
    )


def reserve_aux_flux(type_: str) -> Refus:
    """Arrivals and annulations are the flow's own (CONTRATS §2): a person does not give them."""
    return Refus(
        "DRT-7",
        f"La commande « {type_} » est réservée aux comptes de flux.",
        "Les candidatures et les annulations arrivent par les flux automatisés.",
    )


def annulation_finale() -> Refus:
    """ANN-1: what a server has recorded is final."""
    return Refus(
        "ANN-1",
        "Une saisie enregistrée par le serveur ne s’annule plus.",
        "Un avis se modifie par une demande à offre@cap-metiers.pro, ou dans EOS (AVI-7).",
    )
