"""Comment templates: a text with fields, `{prenom}`, filled with what the candidature says. Pure.

The comment of an avis is the text once filled: it is that one which is counted (AVI-8), shown and kept.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.model import Action, Motif, MotifHsp, Session
from rafaelpro_tui.core.texte import NBSP, date_fr
from rafaelpro_tui.core.vues_fiches import CandidatureVue

OUI: Final = "oui"
"""What a template may be for, besides a motif."""
PERSONNELS: Final = {
    "prenom": "prénom de la personne",
    "nom": "nom d’usage, sinon de naissance",
    "candidature": "référence de la candidature",
}
"""The fields that differ from one candidature to the next: a lot, which has one comment for all, has none of them."""
CHAMPS: Final[Mapping[str, str]] = {
    **PERSONNELS,
    "session": "référence de la session",
    "formation": "intitulé de la formation",
    "commune": "commune de la session",
    "debut": "début de la session",
    "fin": "fin de la session",
    "entree_tardive": "date limite d’entrée tardive",
}
"""What each field is replaced by."""

_CHAMP: Final = re.compile(r"\{(\w+)\}")


class ModeleFautif(SaisieMalformee):
    """A template that cannot be used as it is."""

    titre = "Modèle inutilisable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Modele:
    """`pour`: « oui » or a motif, "" for any answer; `session`: a reference, "" for any."""

    nom: str
    texte: str
    pour: str = ""
    session: str = ""

    def convient(self, pour: str, session: str) -> bool:
        """Whether it is for this answer and this session."""
        return self.pour in ("", pour) and self.session in ("", session)

    @property
    def rang(self) -> int:
        """The more it is made for what is being decided, the sooner it is offered."""
        return -((self.session != "") * 2 + (self.pour != ""))


def libelle_pour(pour: str) -> str:
    """What a template is for, in French."""
    motifs: dict[str, str] = {motif.value: motif.libelle for motif in (*Motif, *MotifHsp)}
    return "Oui" if pour == OUI else motifs.get(pour, pour)


def valeurs(vue: CandidatureVue) -> dict[str, str]:
    """What each field stands for, on a candidature."""
    candidat = vue.candidat
    return {
        "prenom": candidat.prenom,
        "nom": candidat.nom_usage or candidat.nom_naissance,
        "candidature": vue.candidature.reference,
    } | valeurs_de_session(vue.session, vue.action)


def valeurs_de_session(session: Session, action: Action) -> dict[str, str]:
    """The same for a lot: what is about one person only has no value."""
    return {
        "session": session.reference,
        "formation": action.intitule,
        "commune": session.commune,
        "debut": date_fr(session.debut),
        "fin": date_fr(session.fin),
        "entree_tardive": date_fr(session.date_limite_entree_tardive),
    }


def verifier(texte: str) -> None:
    """Raises `ModeleFautif`: a field that does not exist, with the nearest that does."""
    for nom in _CHAMP.findall(texte):
        if nom not in CHAMPS:
            proches = difflib.get_close_matches(nom, CHAMPS, n=1)
            remede = f"Vouliez-vous dire «{NBSP}{{{proches[0]}}}{NBSP}»{NBSP}?" if proches else _lesquels(CHAMPS)
            raise ModeleFautif(f"Le champ «{NBSP}{{{nom}}}{NBSP}» n’existe pas.", remede)


def remplir(texte: str, valeurs: Mapping[str, str]) -> str:
    """The text with its fields filled.

    Raises:
        ModeleFautif: a field does not exist, or is about one person where there are several.
    """
    verifier(texte)
    for nom in _CHAMP.findall(texte):
        if nom not in valeurs:
            raise ModeleFautif(
                f"Le champ «{NBSP}{{{nom}}}{NBSP}» change d’une personne à l’autre, et un lot a le même commentaire"
                " pour toutes.",
                _lesquels(valeurs),
            )
    return reprendre(texte, valeurs)


def reprendre(texte: str, valeurs: Mapping[str, str]) -> str:
    """The same of what somebody has typed: what is no field stays as it is."""
    return _CHAMP.sub(lambda trouve: valeurs.get(trouve[1], trouve[0]), texte)


def en_modele(texte: str, valeurs: Mapping[str, str]) -> str:
    """The text with what is about the person put back into fields: nobody's name is kept in a template."""
    for nom in PERSONNELS:
        if valeur := valeurs.get(nom, ""):
            texte = re.sub(rf"(?<!\w){re.escape(valeur)}(?!\w)", f"{{{nom}}}", texte)
    return texte


def _lesquels(noms: Mapping[str, str]) -> str:
    return f"Employez {', '.join(f'{{{nom}}}' for nom in noms)}."
