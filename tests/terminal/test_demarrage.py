"""What opens the app: the program alone, `demo`, `ouvrir`; in a real terminal."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.horloge import HorlogeFixe
from tests.terminal.pseudo_terminal import PseudoTerminal
from tests.terminal.terminal import JOUR, PATIENCE, PROGRAMME, Terminal

pytestmark = [pytest.mark.tmux, pytest.mark.slow]

Faire = Callable[..., Terminal]
Courir = Callable[..., "subprocess.CompletedProcess[str]"]


def quitter(ecran: Terminal) -> None:
    ecran.taper("C-q")
    limite = time.monotonic() + PATIENCE
    while ecran.vivant():
        assert time.monotonic() < limite
        time.sleep(0.02)


def age(base: Path, jour: date) -> int | None:
    with Desk.open(base, horloge=HorlogeFixe(jour)) as desk:
        return desk.age_demo


@pytest.fixture
def donnees(environnement: dict[str, str]) -> Path:
    return Path(environnement["XDG_DATA_HOME"]) / "rafaelpro-tui"


def test_alone_it_opens_the_demo_and_then_the_last_base(
    terminal: Faire, base: Path, rafaelpro: Courir, donnees: Path
) -> None:
    premier = terminal()
    premier.ouvrir()
    premier.attendre("Horizon Formation", "00235491", "Plateforme", "démo")
    quitter(premier)
    assert [chemin.name for chemin in donnees.glob("*.sqlite")] == ["demo.sqlite"]

    deuxieme = terminal()
    deuxieme.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    deuxieme.attendre("Horizon Formation", "00235491", "base locale")
    quitter(deuxieme)

    troisieme = terminal()
    troisieme.ouvrir("--aujourdhui", JOUR)
    troisieme.attendre("Horizon Formation", "00235491", "base locale")
    quitter(troisieme)
    assert len(rafaelpro("sessions", "--json").stdout.splitlines()) == 6

    quatrieme = terminal()
    quatrieme.ouvrir("ouvrir", "--base", donnees / "demo.sqlite")
    quatrieme.attendre("Horizon Formation", "00235491", "démo")
    quitter(quatrieme)


def test_a_larger_demo_is_another_base(terminal: Faire, donnees: Path) -> None:
    ecran = terminal()
    ecran.ouvrir("demo", "--candidatures", "3000", "--aujourdhui", "2026-09-01")
    ecran.attendre("Horizon Formation", "00235491", "démo")
    quitter(ecran)
    assert age(donnees / "demo-3000.sqlite", date(2026, 9, 1)) == 0


def test_reset_starts_afresh(terminal: Faire, donnees: Path, rafaelpro: Courir) -> None:
    hier = date(2026, 9, 1)
    assert rafaelpro("sessions", "--aujourdhui", str(hier)).returncode == 0  # makes the demo
    base = donnees / "demo.sqlite"
    assert age(base, hier) == 0
    ecran = terminal()
    ecran.ouvrir("demo", "--reset", "--aujourdhui", str(hier + timedelta(days=30)))
    ecran.attendre("Horizon Formation", "00235491", "démo")
    quitter(ecran)
    assert age(base, hier) == -30


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("demo", "--candidatures", "99"), 2, "de 100 à 1"),
        (("demo", "--candidatures", "1000001"), 2, "« --candidatures 1000001 »"),
        (("demo", "--base", "x.sqlite"), 2, "« demo » a sa propre base"),
        (("ouvrir", "--base", "absente.sqlite"), 4, "absente.sqlite"),
        (("ouvrir", "--profil", "absent"), 4, "absent.sqlite"),
        (("demo",), 2, "s’ouvre dans un terminal"),
        ((), 2, "s’ouvre dans un terminal"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_sentence(
    rafaelpro: Courir, mots: tuple[str, ...], code: int, phrase: str
) -> None:
    fini = rafaelpro(*mots)
    assert (fini.returncode, fini.stdout.strip()) == (code, "")
    assert phrase in fini.stderr.replace("\u00a0", " ")
    assert "Traceback" not in fini.stderr


def test_an_unknown_user_is_told_once_the_terminal_is_given_back(environnement: dict[str, str]) -> None:
    ecran = PseudoTerminal([str(PROGRAMME), "demo", "--utilisateur", "personne"], environnement, 100, 24)
    try:
        ecran.attendre("« personne » n’existe pas")
    finally:
        ecran.fermer()


def test_ended_by_the_system_it_gives_the_terminal_back(environnement: dict[str, str], base: Path) -> None:
    ecran = PseudoTerminal(
        [str(PROGRAMME), "ouvrir", "--base", str(base), "--aujourdhui", JOUR], environnement, 100, 24
    )
    try:
        ecran.attendre("00235491")
        assert b"\x1b[?1049l" not in ecran.octets
        ecran.terminer()
        ecran.calme(silence=3.0)  # cut short by its end
        assert b"\x1b[?1049l" in ecran.octets, "back from the alternate screen"
        assert b"\x1b[?1000l" in ecran.octets, "the mouse is let go"
    finally:
        ecran.fermer()
