"""The screens that have no key of their own everywhere: the palette opens them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rafaelpro_tui.screens.base_screen import BaseScreen


@dataclass(frozen=True, slots=True)
class Entree:
    """`nom` and `aide` are shown and searched; `ouvrir` imports the screen and makes it."""

    nom: str
    aide: str
    ouvrir: Callable[[], BaseScreen]


def _radar() -> BaseScreen:
    from rafaelpro_tui.screens.radar import RadarScreen

    return RadarScreen()


def _nouvelles() -> BaseScreen:
    from rafaelpro_tui.screens.nouvelles import NouvellesScreen

    return NouvellesScreen()


def _saisies() -> BaseScreen:
    from rafaelpro_tui.screens.saisies import SaisiesScreen

    return SaisiesScreen()


def _pilotage() -> BaseScreen:
    from rafaelpro_tui.screens.pilotage import PilotageScreen

    return PilotageScreen()


def _mes_dossiers() -> BaseScreen:
    from rafaelpro_tui.screens.candidatures import CandidaturesScreen

    return CandidaturesScreen(MES_DOSSIERS)


MES_DOSSIERS: Final = "etat:en_attente a:moi"
"""What waits and that the user is in charge of (SUI-3)."""
ECRANS: Final = {
    "mes_dossiers": Entree("Mes dossiers", "les candidatures en attente qui vous sont confiées", _mes_dossiers),
    "pilotage": Entree(
        "Pilotage", "déposées, convoquées, présentes, retenues ; motifs, délais, remplissage", _pilotage
    ),
    "nouvelles": Entree(
        "Depuis la dernière synchro", "ce que d’autres ont fait sur vos candidatures, depuis votre passage", _nouvelles
    ),
    "saisies": Entree("Mes saisies", "où en sont vos saisies : à envoyer, refusées, enregistrées", _saisies),
    "radar": Entree("Échéances", "ce qui attend, par jours restants ; agenda .ics ; et si…", _radar),
}
"""By id."""
