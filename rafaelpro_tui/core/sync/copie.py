"""A command in words, whole, for who types it again elsewhere: a refused one is never lost (SYNC)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.model import Contact, Vocable
from rafaelpro_tui.core.texte import NBSP, date_fr, nombre_fr

_LIBELLES: Final = {
    "candidature": "Candidature",
    "candidatures": "Candidatures",
    "session": "Session",
    "action": "Formation",
    "membre": "Membre",
    "rang": "Convocation",
    "date": "Date",
    "resultat": "Réponse",
    "recrutement": f"Recrutement accepté{NBSP}?",
    "conformite": "Conformité administrative",
    "entree": "Date d’entrée en formation",
    "sortie": "Date de sortie de formation",
    "intensite": "Intensité hebdomadaire (h)",
    "motif": "Motif",
    "raison": "Raison",
    "commentaire": "Commentaire",
    "plus": f"Le «{NBSP}plus{NBSP}» de la formation",
    "lien_web": "Lien web",
    "coefficient": "Coefficient",
    "date_limite_inscription": "Date limite d’inscription",
    "date_limite_entree_tardive": "Date limite d’entrée tardive",
    "contacts": "Contacts",
    "droit": "Droit",
    "referent": "Référent",
    "texte": "Note interne",
    "drapeau": "Drapeau",
    "a": "Confiée à",
}
"""What a user has typed, by the name of the command's key; the others are the program's."""


def en_clair(command: AnyCommand) -> str:
    """One line for each value, in the order of the form."""
    return "\n".join(_lignes(command))


def _lignes(objet: Any) -> Iterator[str]:
    for champ in fields(objet):
        valeur = getattr(objet, champ.name)
        if champ.name == "avis" and is_dataclass(valeur):
            yield from _lignes(valeur)
        elif champ.name in _LIBELLES and valeur not in (None, ""):
            libelle = _LIBELLES[champ.name]
            yield f"{libelle}{'' if libelle.endswith('?') else f'{NBSP}:'} {_texte(valeur)}"


def _texte(valeur: Any) -> str:
    match valeur:
        case Vocable():
            return valeur.libelle
        case bool():
            return "oui" if valeur else "non"
        case date():
            return date_fr(valeur)
        case Decimal():
            return nombre_fr(valeur)
        case Contact():
            return ", ".join(texte for texte in (valeur.nom, valeur.telephone, valeur.courriel) if texte)
        case tuple():
            return f"{NBSP}; ".join(map(_texte, valeur))
        case _:
            return str(valeur)
