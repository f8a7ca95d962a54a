"""The app over a real base on disk, with a clock that the test moves and folders of its own."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from rafaelpro_tui import repit, settings
from rafaelpro_tui.app import RafaelProApp
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.exchange.dataset import charger_dataset
from tests.screens.ecran import HOSTILES, Ouvrir, calme

EXEMPLE = Path(__file__).parents[1] / "donnees" / "exemple.json"


@dataclass
class HorlogeDeTest:
    """Stands still until the test moves it."""

    jour: date = date(2022, 4, 30)
    epoque: float = 1_000_000.0

    def maintenant(self) -> datetime:
        return datetime.combine(self.jour, time(10, 30))

    def secondes(self) -> float:
        return self.epoque


@pytest.fixture(autouse=True)
def dossiers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is read from, nor written to, the folders of whoever runs the tests."""
    for genre in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{genre}_HOME", str(tmp_path / genre.lower()))
    return tmp_path


@pytest.fixture(autouse=True)
def sans_repit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read ahead: a test opens few screens, and there are many tests."""
    monkeypatch.setattr(repit, "REPIT", float("inf"))


@pytest.fixture
def horloge() -> HorlogeDeTest:
    return HorlogeDeTest()


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    chemin = tmp_path_factory.mktemp("modele") / "base.sqlite"
    charger_dataset(EXEMPLE, chemin)
    return chemin.read_bytes()


@pytest.fixture(scope="session")
def modele_hostile(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same base with, in each name, something that a terminal or a markup parser would obey."""
    dossier = tmp_path_factory.mktemp("hostile")
    donnees = json.loads(EXEMPLE.read_text(encoding="utf-8"))
    suite = iter(range(10_000))

    def abimer(objet: dict[str, Any], *cles: str) -> None:
        for cle in cles:
            objet[cle] = f"{HOSTILES[next(suite) % len(HOSTILES)]} {objet[cle]}"

    for structure in donnees["structures"]:
        abimer(structure, "nom")
    for utilisateur in donnees["utilisateurs"]:
        abimer(utilisateur, "nom", "prenom")
    for action in donnees["actions"]:
        abimer(action, "intitule")
    for session in donnees["sessions"]:
        abimer(session, "commune")
    for candidat in donnees["candidats"]:
        abimer(candidat, "nom_naissance", "prenom", "commune")
    for candidature in donnees["candidatures"]:
        abimer(candidature, "prescripteur")
    fichier = dossier / "hostile.json"
    fichier.write_text(json.dumps(donnees), encoding="utf-8")
    charger_dataset(fichier, dossier / "base.sqlite")
    return (dossier / "base.sqlite").read_bytes()


@pytest.fixture
def base(modele: bytes, tmp_path: Path) -> Path:
    chemin = tmp_path / "base.sqlite"
    chemin.write_bytes(modele)
    return chemin


@pytest.fixture
def base_hostile(modele_hostile: bytes, tmp_path: Path) -> Path:
    chemin = tmp_path / "hostile.sqlite"
    chemin.write_bytes(modele_hostile)
    return chemin


@pytest.fixture
def fabrique(horloge: HorlogeDeTest) -> Callable[..., RafaelProApp]:
    """An app on a base, as a user; nothing moves by itself in it."""

    def faire(
        base: Path,
        *,
        utilisateur: str = "u1",
        grace: float = 20,
        preferences: settings.Preferences | None = None,
    ) -> RafaelProApp:
        def ouvrir() -> Desk:
            return Desk.open(base, horloge=horloge, utilisateur=utilisateur, grace=grace)

        app = RafaelProApp(ouvrir, horloge=horloge, etat_base="démo", preferences=preferences)
        app.animation_level = "none"
        return app

    return faire


@pytest.fixture
def ouvrir(base: Path, fabrique: Callable[..., RafaelProApp]) -> Ouvrir:
    """`async with ouvrir(size=…) as (app, pilot)`: the app, open and settled."""

    @asynccontextmanager
    async def sur(
        *, size: tuple[int, int] = (120, 40), chemin: Path | None = None, **champs: Any
    ) -> AsyncIterator[tuple[RafaelProApp, Pilot[None]]]:
        app = fabrique(chemin or base, **champs)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await calme(pilot)
            yield app, pilot

    def ouvert(**champs: Any) -> AbstractAsyncContextManager[tuple[RafaelProApp, Pilot[None]]]:
        return sur(**champs)

    return ouvert
