"""A demo opened again after its time: « Remettre la démo à aujourd'hui ? », in a real terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.tmux

QUESTION = "Remettre la démo à aujourd’hui ?"
NEUF = "138 jours"
"""Left on the session 00235491 of a demo of the day."""


@pytest.fixture
def ouverte_un_mois_avant(terminal: Callable[..., Terminal]) -> Terminal:
    """The demo of 1st March, opened on 1st April."""
    ecran = terminal()
    ecran.ouvrir("demo", "--aujourdhui", "2026-03-01")
    ecran.attendre("00235491", absent=QUESTION)
    ecran.taper("C-q")
    ecran.attendre_la_fin()
    ecran = terminal()
    ecran.ouvrir("demo", "--aujourdhui", "2026-04-01")
    ecran.attendre(QUESTION, "31 jours")
    return ecran


def test_kept_as_it_is_by_default(ouverte_un_mois_avant: Terminal) -> None:
    ouverte_un_mois_avant.taper("Enter")
    ouverte_un_mois_avant.attendre("00235491", absent=QUESTION)
    ouverte_un_mois_avant.taper("f")
    ouverte_un_mois_avant.ecrire("00235491")
    ouverte_un_mois_avant.taper("Enter")
    ouverte_un_mois_avant.attendre("1 session")
    ouverte_un_mois_avant.taper("Enter")
    ouverte_un_mois_avant.attendre("107 jours")


def test_started_afresh_when_asked(ouverte_un_mois_avant: Terminal) -> None:
    ouverte_un_mois_avant.taper("Tab", "Enter")
    ouverte_un_mois_avant.attendre("00235491", absent=QUESTION)
    ouverte_un_mois_avant.taper("f")
    ouverte_un_mois_avant.ecrire("00235491")
    ouverte_un_mois_avant.taper("Enter")
    ouverte_un_mois_avant.attendre("1 session")
    ouverte_un_mois_avant.taper("Enter")
    ouverte_un_mois_avant.attendre(NEUF)
