"""A list with nothing in it says what to do: a key, or a command."""

import re
from typing import Any

from rafaelpro_tui.screens.candidatures import CandidaturesScreen
from rafaelpro_tui.screens.formations import FormationsScreen
from rafaelpro_tui.screens.formulaire_action import FormulaireActionScreen
from rafaelpro_tui.screens.journal import JournalScreen
from rafaelpro_tui.screens.liste_screen import ListeScreen
from rafaelpro_tui.screens.lot import LotScreen
from rafaelpro_tui.screens.lot_completer import CompleterScreen
from rafaelpro_tui.screens.mes_structures import MesStructuresScreen
from rafaelpro_tui.screens.recherche import RechercheScreen
from rafaelpro_tui.screens.session import SessionScreen
from rafaelpro_tui.screens.sessions import SessionsScreen
from tests.screens.ecran import Ouvrir, calme

QUE_FAIRE = re.compile(r"\b(Tab|F\d|Échap|Ctrl\+|touche|rafaelpro-tui|arrivent?|viendront)\b|⏎")


async def test_each_tab_says_what_to_do(ouvrir: Ouvrir) -> None:
    async with ouvrir(size=(80, 24)) as (app, pilot):
        ecrans: list[ListeScreen[Any]] = [
            CandidaturesScreen(),
            FormationsScreen(),
            FormulaireActionScreen("A1"),
            JournalScreen(),
            SessionScreen("00235491"),
            LotScreen("00235491"),
            CompleterScreen("00235492"),
            MesStructuresScreen(),
            RechercheScreen(),
            SessionsScreen(),
        ]
        for ecran in ecrans:
            await app.push_screen(ecran)
            await calme(pilot)
            for onglet in ecran.onglets():
                dit = ecran.vide(onglet.id).plain
                assert QUE_FAIRE.search(dit), f"{ecran!r}, {onglet.label}: {dit}"
                assert max(map(len, dit.splitlines())) <= 78, dit
