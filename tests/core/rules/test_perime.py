"""What a server alone refuses: each names its rule, what happened and when, and what to do instead."""

from __future__ import annotations

import pytest

from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.perime import annulation_finale, perdue, perime, reserve_aux_flux
from tests.core.atelier import QUAND


@pytest.mark.parametrize(
    ("refus", "regle", "message", "remede"),
    [
        pytest.param(
            perime("La session S", "Ana Martin", QUAND),
            "SYN-1",
            "La session S a changé entre-temps (par Ana Martin, le 15/07/2024 à 10:30).",
            "Relisez ce qu’il en est désormais, puis recommencez si votre décision tient toujours.",
            id="SYN-1 changé par quelqu’un d’autre",
        ),
        pytest.param(
            perdue(QUAND),
            "SYN-3",
            "Le serveur a été remis à une sauvegarde ancienne : il ne connaît plus cette saisie, "
            "qu’il avait enregistrée le 15/07/2024 à 10:30.",
            "Regardez ce qu’il en est, refaites votre saisie si elle manque, et prévenez qui administre le serveur.",
            id="SYN-3 perdue par un serveur restauré",
        ),
        pytest.param(
            reserve_aux_flux("deposer"),
            "DRT-7",
            "La commande « deposer » est réservée aux comptes de flux.",
            "Les candidatures et les annulations arrivent par les flux automatisés.",
            id="DRT-7 ce qui vient des flux",
        ),
        pytest.param(
            annulation_finale(),
            "ANN-1",
            "Une saisie enregistrée par le serveur ne s’annule plus.",
            "Un avis se modifie par une demande à offre@cap-metiers.pro, ou dans EOS (AVI-7).",
            id="ANN-1 enregistrée, donc définitive",
        ),
    ],
)
def test_la_regle_la_phrase_et_le_remede(refus: Refus, regle: str, message: str, remede: str) -> None:
    assert refus == Refus(regle, message, remede)
