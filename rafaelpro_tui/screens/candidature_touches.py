"""The keys of a candidature (ECRANS, Keys): the same letters mean the same thing in the lot and in the queue."""

from types import MappingProxyType
from typing import Final

from textual.binding import Binding, BindingType

from rafaelpro_tui.core.model import Resultat

TYPES: Final = MappingProxyType(
    {
        "convoquer": ("convoquer",),
        "deplacer": ("deplacer_convocation",),
        "repondre": ("noter_resultat",),
        "oui": ("rendre_avis", "completer_retenue", "retenir_liste_attente"),
        "non": ("rendre_avis",),
        "valider": ("rendre_avis", "completer_retenue", "retenir_liste_attente"),
    }
)
"""Action → types of command, one of which must be possible for the key to be alive."""

# The digits as an AZERTY keyboard gives them without Maj.
_CHIFFRES: Final = (
    "ampersand",
    "é",
    "quotation_mark",
    "apostrophe",
    "left_parenthesis",
    "minus",
    "è",
    "underscore",
)


def _lettre(touche: str, action: str, libelle: str, aide: str, id_: str, *, visible: bool = True) -> Binding:
    return Binding(touche, action, libelle, show=visible, tooltip=aide, id=id_)


TOUCHES: Final[list[BindingType]] = [
    _lettre("c", "convoquer", "Convoquer", "Saisir la date de la prochaine convocation", "convoquer"),
    _lettre("p", f"repondre('{Resultat.PRESENCE}')", "Présence", "Noter la présence", "presence"),
    _lettre(
        "a",
        f"repondre('{Resultat.ABSENCE_JUSTIFIEE}')",
        "Absence justifiée",
        "Noter une absence justifiée\u00a0; la troisième refuse la candidature",
        "absence_justifiee",
    ),
    _lettre(
        "x",
        f"repondre('{Resultat.ABSENCE_NON_JUSTIFIEE}')",
        "Absence non justifiée",
        "Noter une absence non justifiée, qui refuse la candidature",
        "absence_non_justifiee",
    ),
    _lettre("o", "oui", "Oui", "Répondre oui\u00a0: retenir la candidature", "oui"),
    _lettre("n", "non", "Non", "Répondre non, puis choisir le motif par son numéro", "non"),
    *(
        _lettre(
            f"{rang},{azerty}",
            f"motif({rang})",
            f"Motif {rang}",
            f"Choisir le motif {rang}",
            f"motif.{rang}",
            visible=False,
        )
        for rang, azerty in enumerate(_CHIFFRES, start=1)
    ),
    Binding(
        "f10,ctrl+s",
        "valider",
        "Valider",
        key_display="F10",
        tooltip="Valider l’avis, après un résumé à confirmer",
        id="valider",
    ),
    _lettre(
        "d",
        "deplacer",
        "Changer la date",
        "Changer la date de la convocation, tant que sa réponse n’est pas notée",
        "deplacer",
    ),
    Binding(
        "r,full_stop",
        "repeter",
        "Comme la dernière",
        key_display="r",
        tooltip="Reprendre la dernière saisie\u00a0: date de convocation, ou réponse, dates, motif et commentaire",
        id="repeter",
    ),
    Binding(
        "greater_than_sign,right_square_bracket,ctrl+right",
        "voisine(1)",
        "Suivante",
        key_display=">",
        tooltip="La candidature suivante de la liste",
        id="suivante",
    ),
    Binding(
        "less_than_sign,left_square_bracket,ctrl+left",
        "voisine(-1)",
        "Précédente",
        key_display="<",
        show=False,
        tooltip="La candidature précédente de la liste",
        id="precedente",
    ),
]
