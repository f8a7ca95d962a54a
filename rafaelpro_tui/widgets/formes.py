"""The shapes of the avis form, as data: which fields, in which order, with the guide's words (« Rendre un avis »).

No Textual here: the draft of a screen reads it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Final

from rafaelpro_tui.core.model import Motif, MotifHsp
from rafaelpro_tui.core.rules.avis import COMMENTAIRE, RAISON
from rafaelpro_tui.core.rules.textes import COMMENTAIRE_MAX, RAISON_MAX
from rafaelpro_tui.core.texte import NBSP


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice. `touche` is the key that takes it; `interdit` says why it cannot be taken."""

    id: str
    libelle: str
    touche: str = ""
    interdit: str = ""


@dataclass(frozen=True, slots=True)
class ChampTexte:
    """A field of the form. `court` names it in a summary; `maximum` in characters, 0 when not free text (AVI-8)."""

    libelle: str
    court: str
    aide: str = ""
    maximum: int = 0
    unite: str = ""


CHAMPS: Final[Mapping[str, ChampTexte]] = MappingProxyType(
    {
        "entree": ChampTexte(
            "Date d’entrée en formation", "Entrée", "Date prévisionnelle d’entrée en formation du stagiaire"
        ),
        "sortie": ChampTexte(
            "Date de sortie de formation", "Sortie", "Date prévisionnelle de sortie de formation du stagiaire"
        ),
        "intensite": ChampTexte(
            "Intensité hebdomadaire",
            "Intensité",
            "Nombre d’heures de formation rapportées à une semaine complète (5 jours ouvrés). Exemple : si 1 formation "
            "de 3 jours dure 18h, l’intensité hebdomadaire sera de 30h (18h divisées par 3 jours et multipliées par "
            "5 jours ouvrés)",
            unite="h",
        ),
        "commentaire": ChampTexte(
            COMMENTAIRE,
            "Commentaire",
            "Pour permettre au prescripteur d’orienter les suites de parcours suite au résultat négatif du "
            "recrutement, ou pour préciser, dans le cas d’un recrutement positif, le parcours prévu qui sera affiné "
            "après positionnement.",
            COMMENTAIRE_MAX,
        ),
        "motif": ChampTexte("Motif de refus principal de la candidature", "Motif"),
        "raison": ChampTexte(RAISON, RAISON, maximum=RAISON_MAX),
    }
)
"""By the name of the command's key."""

_DATES: Final = ("entree", "sortie", "intensite")
_SYSTEME: Final = "attribué par le système seul (AVI-5)"


class Forme(Enum):
    """What can be decided on a candidature now; each has its own fields and its own command."""

    RECRUTEMENT = "recrutement"
    CONFORMITE = "conformite"
    COMPLETER = "completer"
    LISTE_ATTENTE = "liste_attente"

    @property
    def question(self) -> str:
        """Empty when the answer is known: « oui »."""
        return {
            Forme.RECRUTEMENT: f"Recrutement accepté{NBSP}?",
            Forme.CONFORMITE: "Conformité administrative",
        }.get(self, "")

    def champ(self, nom: str) -> ChampTexte:
        """What is written around a field; on HSP the guide just says « Motif »."""
        if self is Forme.CONFORMITE and nom == "motif":
            return replace(CHAMPS[nom], libelle=CHAMPS[nom].court)
        return CHAMPS[nom]

    @property
    def consigne(self) -> str:
        """What is to be done, where the answer is known."""
        return {
            Forme.COMPLETER: f"Retenue par lot{NBSP}: dates et intensité restent à compléter, une seule fois (LOT-4).",
            Forme.LISTE_ATTENTE: "En liste d’attente, elle peut être retenue jusqu’à la date limite d’entrée tardive "
            "(AVI-10).",
        }.get(self, "")

    @property
    def bouton(self) -> str:
        return {
            Forme.COMPLETER: "Compléter la candidature retenue",
            Forme.LISTE_ATTENTE: "Retenir la candidature",
        }.get(self, "Valider l’avis sur la candidature")

    @property
    def champs_oui(self) -> tuple[str, ...]:
        return _DATES if self is Forme.COMPLETER else (*_DATES, "commentaire")

    @property
    def champs_non(self) -> tuple[str, ...]:
        return {
            Forme.RECRUTEMENT: ("motif", "raison", "commentaire"),
            Forme.CONFORMITE: ("motif", "raison"),
        }.get(self, ())

    @property
    def motifs(self) -> tuple[Option, ...]:
        """In the guide's order, numbered (AVI-5, HSP-3)."""
        motifs: type[Motif] | type[MotifHsp] = MotifHsp if self is Forme.CONFORMITE else Motif
        return tuple(
            Option(str(motif), motif.libelle, str(rang), _SYSTEME if motif is Motif.AVIS_NON_TRANSMIS else "")
            for rang, motif in enumerate(motifs, start=1)
        )
