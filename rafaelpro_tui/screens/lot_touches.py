"""The keys of the lot (ECRANS, Keys): the letters of a candidature, then what only a lot has."""

from types import MappingProxyType
from typing import Final

from textual.binding import Binding, BindingType

from rafaelpro_tui.screens.candidature_touches import TOUCHES as TOUCHES_CANDIDATURE

OUVRENT: Final = MappingProxyType(
    {
        "convoquer": ("CONVOQUER",),
        "repondre": ("PRESENCE",),
        "oui": ("AVIS", "LISTE_ATTENTE"),
        "non": ("AVIS",),
        "motif": ("AVIS",),
    }
)
"""Action → names of the tabs whose treatment has it."""

LETTRES: Final[list[BindingType]] = [
    touche
    for touche in TOUCHES_CANDIDATURE
    if isinstance(touche, Binding) and touche.action.partition("(")[0] in {*OUVRENT, "repeter"}
]

OUVRIR: Final = Binding(
    "L",
    "lot",
    "Gestion par lot",
    tooltip="Traiter plusieurs candidatures de la session en une fois",
    id="lot",
)

COMPLETER: Final = Binding(
    "i",
    "completer",
    "À compléter",
    tooltip="Les candidatures retenues par lot dont les dates et l’intensité restent à saisir, une par une",
    id="lot.completer",
)

TOUCHES: Final[list[BindingType]] = [
    Binding(
        "f10,ctrl+s",
        "simuler",
        "Simuler",
        key_display="F10",
        tooltip="Voir ce que donnerait le traitement, ligne par ligne, avant de valider",
        id="lot.simuler",
    ),
    *LETTRES,
    COMPLETER,
]

VALIDER: Final = Binding(
    "f10,ctrl+s",
    "valider",
    "Valider",
    key_display="F10",
    tooltip="Valider les lignes cochées, après une dernière question",
    id="lot.valider",
)

ENREGISTRER: Final = Binding(
    "E",
    "enregistrer",
    "Enregistrer",
    tooltip="Enregistrer le rapport du lot (CSV)",
    id="lot.enregistrer",
)
