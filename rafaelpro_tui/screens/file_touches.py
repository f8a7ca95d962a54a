"""The keys of the queue (ECRANS, Keys): the letters of a candidature, then what only a queue has."""

from typing import Final

from textual.binding import Binding, BindingType

from rafaelpro_tui.screens.candidature_touches import TOUCHES as TOUCHES_CANDIDATURE

_LETTRES: Final = frozenset({"convoquer", "repondre", "oui", "non", "motif", "repeter", "voisine"})

OUVRIR: Final = Binding(
    "T",
    "file",
    "Traiter à la file",
    tooltip="Traiter à la file, une par une, les candidatures cochées, sinon toutes celles du tableau",
    id="file",
)

TOUCHES: Final[list[BindingType]] = [
    *(
        touche
        for touche in TOUCHES_CANDIDATURE
        if isinstance(touche, Binding) and touche.action.partition("(")[0] in _LETTRES
    ),
    Binding("s", "passer", "Passer", tooltip="Passer celle-ci, et y revenir à la fin", id="file.passer"),
    Binding(
        "u",
        "reprendre",
        "Reprendre",
        tooltip="Revenir à la dernière décision\u00a0: elle sort du panier",
        id="file.reprendre",
    ),
    Binding(
        "enter",
        "detail",
        "Saisir en détail",
        tooltip="Ouvrir la candidature pour saisir d’autres dates, un commentaire ou une raison",
        id="file.detail",
    ),
    Binding(
        "f10,ctrl+s",
        "panier",
        "Panier",
        key_display="F10",
        tooltip="Voir le panier, pour valider ce qui a été décidé",
        id="file.panier",
    ),
]
