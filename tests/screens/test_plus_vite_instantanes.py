"""How the screens that go faster than the mouse look: 80 × 24 and 120 × 40, dark and light."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.commands import RendreAvis, SaisieRecrutementNon
from rafaelpro_tui.core.model import Motif
from rafaelpro_tui.core.vues_plan import Creneau
from rafaelpro_tui.screens.attente import AttenteScreen
from rafaelpro_tui.screens.fichier_decisions import DecisionsScreen
from rafaelpro_tui.screens.file import FileScreen
from rafaelpro_tui.screens.personne import PersonneScreen
from rafaelpro_tui.screens.pilotage import PilotageScreen
from rafaelpro_tui.screens.plan import PlanScreen
from rafaelpro_tui.screens.radar import RadarScreen
from tests.screens.ecran import TAILLES, THEMES, calme, sans_clignoter, taper
from tests.screens.test_panier import GUIDE, remplir

Pilote = Pilot[Any]
Mener = Callable[[RafaelProApp, Pilote], Awaitable[None]]


async def _file(app: RafaelProApp, pilot: Pilote) -> None:
    """After a « oui », on one whose presence is to be noted; the basket is not empty."""
    source = app.desk.candidatures(session=GUIDE)
    ids = {ligne.reference: n for n, ligne in source.first(20)}
    app.push_screen(FileScreen([ids["C1"], ids["C3"]]))
    await calme(pilot)
    await taper(pilot, "o", "p", "n")


async def _panier(app: RafaelProApp, pilot: Pilote) -> None:
    remplir(app.desk)
    app.a_change()
    await calme(pilot)
    await taper(pilot, "P")


async def _plan(app: RafaelProApp, pilot: Pilote) -> None:
    plan = app.desk.plan
    for jour, places in ((2, 1), (3, 4)):
        plan.garder(GUIDE, Creneau(date=date(2022, 5, jour), heure="09:00", lieu="Salle 2", places=places))
    plan.repartir(GUIDE, ["C4", "C2"])
    app.push_screen(PlanScreen(GUIDE))


async def _attente(app: RafaelProApp, pilot: Pilote) -> None:
    non = SaisieRecrutementNon(motif=Motif.SESSION_COMPLETE)
    assert app.desk.executer_une(app.desk.commande(RendreAvis, candidature="C1", avis=non)).fait
    app.push_screen(AttenteScreen(GUIDE))
    await calme(pilot)
    await taper(pilot, "K", "j", "H")


async def _radar(app: RafaelProApp, pilot: Pilote) -> None:
    app.push_screen(RadarScreen())


async def _pilotage(app: RafaelProApp, pilot: Pilote) -> None:
    app.push_screen(PilotageScreen())


async def _pilote(app: RafaelProApp, pilot: Pilote) -> None:
    app.push_screen(PilotageScreen())
    await calme(pilot)
    await taper(pilot, "tab", "enter")


async def _fichier(app: RafaelProApp, pilot: Pilote) -> None:
    app.push_screen(DecisionsScreen(GUIDE))


async def _personne(app: RafaelProApp, pilot: Pilote) -> None:
    app.push_screen(PersonneScreen("C1"))


ECRANS: dict[str, Mener] = {
    "file": _file,
    "panier": _panier,
    "radar": _radar,
    "plan": _plan,
    "attente": _attente,
    "pilotage": _pilotage,
    "pilote": _pilote,
    "fichier": _fichier,
    "personne": _personne,
}


@THEMES
@TAILLES
@pytest.mark.parametrize("ecran", ECRANS)
def test_ecran(
    snap_compare: Callable[..., bool],
    fabrique: Callable[..., RafaelProApp],
    base: Path,
    ecran: str,
    taille: tuple[int, int],
    theme: str,
) -> None:
    app = fabrique(base, preferences=settings.Preferences(theme=theme))

    async def avant(pilot: Pilote) -> None:
        await calme(pilot)
        await ECRANS[ecran](app, pilot)
        await calme(pilot)
        sans_clignoter(app)
        await calme(pilot)

    assert snap_compare(app, run_before=avant, terminal_size=taille)
