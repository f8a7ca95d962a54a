"""How comment templates look: 80 × 24 and 120 × 40."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from rafaelpro_tui import modeles, settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.model import Motif
from rafaelpro_tui.core.modeles import Modele
from rafaelpro_tui.screens.candidature import CandidatureScreen
from tests.screens.ecran import calme, taper

MODELES = (
    Modele(nom="Projet", texte="{prenom}, {formation} n’est pas le bon chemin.", pour=Motif.PROJET.value),
    Modele(nom="Réunion", texte="Réunion du {debut} à {commune}.", session="00235491"),
    Modele(nom="Trop long", texte="x" * 300),
)
CAS: dict[str, tuple[str, ...]] = {"modeles": ("n", "7", "ctrl+g")}


@pytest.mark.parametrize(
    ("taille", "theme"),
    [((80, 24), "rafael-sombre"), ((120, 40), "rafael-clair")],
    ids=["80x24-sombre", "120x40-clair"],
)
@pytest.mark.parametrize("cas", CAS)
def test_suivi(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    cas: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    for modele in MODELES:
        modeles.garder(modele)

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        await pilot.app.push_screen(CandidatureScreen("C1"))
        await calme(pilot)
        await taper(pilot, *CAS[cas])
        for champ in [*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)]:
            champ.cursor_blink = False
        await calme(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
