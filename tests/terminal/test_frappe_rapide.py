"""The main job typed without ever looking, but for the question before what is final: each step is one burst."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.terminal import JOUR, Terminal

pytestmark = pytest.mark.tmux

Programme = Callable[..., subprocess.CompletedProcess[str]]
Fabrique = Callable[..., Terminal]


@pytest.fixture
def fiche(base: Path, rafaelpro: Programme) -> Callable[[str], Any]:
    """A candidature as the base holds it."""
    return lambda reference: json.loads(
        rafaelpro("candidature", reference, "--base", base, "--aujourdhui", JOUR, "--json").stdout
    )


def sur(ecran: Terminal, base: Path, reference: str) -> None:
    """Up to a candidature, by its name."""
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("00235491")
    ecran.rafale("<C-p>", reference, "<Enter>")
    ecran.attendre(reference, "Recrutement accepté")


@pytest.mark.parametrize(("largeur", "hauteur"), [(80, 24), (120, 40)])
def test_from_convening_to_the_avis_in_bursts(
    base: Path, fiche: Callable[[str], Any], terminal: Fabrique, largeur: int, hauteur: int
) -> None:
    ecran = terminal(largeur, hauteur)
    sur(ecran, base, "DE LA FUENTE")
    ecran.rafale("c", "25/04", "<Enter>")
    ecran.rafale("p")
    ecran.rafale("o", "02/05/2022", "<Tab>")
    ecran.rafale("26/08/2022", "<Tab>")
    ecran.rafale("18h/3j", "<F10>")
    ecran.attendre("Valider l’avis sur la candidature ?", "30 h", "Revenir")
    ecran.rafale("<Tab>", "<Enter>")
    ecran.attendre("C2 · retenue", "◷")
    lue = fiche("C2")
    assert lue["convocations"] == [{"rang": 1, "date": "2022-04-25", "resultat": "presence"}]
    assert (lue["avis"]["entree"], lue["avis"]["sortie"]) == ("2022-05-02", "2022-08-26")
    assert float(lue["avis"]["intensite"]) == 30


def test_the_question_is_not_answered_before_it_is_seen(
    base: Path, fiche: Callable[[str], Any], terminal: Fabrique
) -> None:
    ecran = terminal()
    sur(ecran, base, "NEILL")
    ecran.rafale("n", "1", "<F10>", "<Tab>", "<Enter>")
    ecran.attendre("Valider l’avis sur la candidature ?", "Touches ignorées")
    assert fiche("C1")["avis"] is None
    ecran.rafale("<Tab>", "<Enter>")
    ecran.attendre("C1 · non retenue")
    assert fiche("C1")["avis"]["motif"].startswith("prerequis")
