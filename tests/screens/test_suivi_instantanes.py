"""How comment templates, notes, drapeaux and « mes dossiers » look: 80 × 24 and 120 × 40."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import modeles, settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import Affecter, EcrireNote, PoserDrapeau
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Drapeau, Motif
from rafaelpro_tui.core.modeles import Modele
from rafaelpro_tui.screens.candidature import CandidatureScreen
from tests.screens.conftest import HorlogeDeTest
from tests.screens.ecran import calme, sans_clignoter, taper

MODELES = (
    Modele(nom="Projet", texte="{prenom}, {formation} n’est pas le bon chemin.", pour=Motif.PROJET.value),
    Modele(nom="Réunion", texte="Réunion du {debut} à {commune}.", session="00235491"),
    Modele(nom="Trop long", texte="x" * 300),
)
CAS: dict[str, tuple[str, ...]] = {
    "modeles": ("n", "7", "ctrl+g"),
    "candidature": (),
    "suivi": ("N",),
    "note": ("N", *"note", "down", "enter"),
    "liste": ("f4", "f", *"session:00235491", "enter"),
    "accueil": ("f3",),
}


def tenir(base: Path) -> None:
    """Léa has kept something on C1, and a drapeau on C3."""
    with Desk.open(base, horloge=HorlogeDeTest(), utilisateur="u1") as desk:
        for command in (
            desk.commande(EcrireNote, candidature="C1", texte="Rappeler lundi, après 17 h.\nA un devis de transport."),
            desk.commande(PoserDrapeau, candidature="C1", drapeau=Drapeau.A_RAPPELER),
            desk.commande(Affecter, candidature="C1", a="u1"),
            desk.commande(PoserDrapeau, candidature="C3", drapeau=Drapeau.URGENT),
        ):
            assert desk.executer_une(command).fait


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
    tenir(base)

    async def avant(pilot: Pilot[Any]) -> None:
        await calme(pilot)
        await pilot.app.push_screen(CandidatureScreen("C1"))
        await calme(pilot)
        await taper(pilot, *CAS[cas])
        sans_clignoter(pilot.app)
        await calme(pilot)

    app = fabrique(base, preferences=settings.Preferences(theme=theme))
    assert snap_compare(app, run_before=avant, terminal_size=taille)
