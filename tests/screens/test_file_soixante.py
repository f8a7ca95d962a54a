"""The target of « Traiter à la file »: 60 candidatures of the demo, mixed verdicts, three key presses each at most."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.demo.base import fabriquer
from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.screens.file import FileScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import calme, montre, taper, texte

JOUR = date(2026, 1, 7)
COMBIEN = 60
FILTRE = "etape:presence_a_renseigner type:dates_fixes"
VERDICTS = ("po", "pn1", "a", "po", "pn2", "x")
"""Present and retained, present and not, absent with a reason, absent without one: which is a refusal too."""


@pytest.mark.slow
async def test_sixty_candidatures_in_three_presses_each(
    tmp_path: Path, fabrique: Callable[..., RafaelProApp], horloge: HorlogeDeTest
) -> None:
    base = tmp_path / "demo.sqlite"
    fabriquer(base, JOUR, candidatures=4_000)
    horloge.jour = JOUR + timedelta(days=15)  # when every RDV has been held
    app = fabrique(base, utilisateur=None)
    presses: list[int] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await calme(pilot)
        liste = app.desk.candidatures(etat=Etat.EN_ATTENTE, onglet=Onglet.EN_COURS_ET_A_VENIR, texte=FILTRE)
        ids = list(liste.order())[:COMBIEN]
        assert len(ids) == COMBIEN
        app.push_screen(FileScreen(ids))
        await calme(pilot)
        ecran = montre(app, FileScreen)
        references = [app.desk.reference_candidature(n) for n in ids]
        for reference, verdict in zip(references, cycle(VERDICTS), strict=False):
            assert ecran.candidature == reference, "it goes on by itself"
            await taper(pilot, *verdict)
            presses.append(len(verdict))
        assert max(presses) <= 3
        assert "60 / 60 · 20 retenues" in texte(app)
        etapes = {app.desk.candidature(reference).etape for reference in references}
        assert etapes == {Etape.PRESENCE_A_RENSEIGNER}, "nothing is decided before the basket is validated"
        assert app.desk.panier.nombre() == COMBIEN
