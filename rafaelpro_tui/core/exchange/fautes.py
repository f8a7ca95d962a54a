"""What pydantic finds wrong, said in French: the path of the key, the value, the remedy."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

from rafaelpro_tui.core.exchange.json_strict import cite

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class FauteDite(NamedTuple):
    chemin: str
    raison: str
    remede: str


def dire(erreur: ErrorDetails, parties: tuple[int | str, ...], cles: tuple[str, ...] = ()) -> FauteDite:
    """The French of one pydantic error at the path `parties`; `cles` are the keys known there."""
    chemin = ecrire_chemin(parties)
    valeur = _deballe(erreur["input"])
    match erreur["type"]:
        case "missing":
            return FauteDite(chemin, "Cette clé manque.", "Ajoutez-la.")
        case "unexpected_keyword_argument" | "extra_forbidden":
            return FauteDite(chemin, "Cette clé est inconnue.", _proches(str(parties[-1]), cles))
        case "enum" | "literal_error":
            return FauteDite(chemin, f"La valeur {cite(valeur)} est inconnue.", _attendues(erreur))
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            raison = f"La valeur {cite(valeur)} n’est pas une date qui existe."
            return FauteDite(chemin, raison, "Écrivez-la AAAA-MM-JJ, par exemple 2022-08-25.")
        case "uuid_type" | "uuid_parsing":
            return FauteDite(
                chemin,
                f"La valeur {cite(valeur)} n’est pas un UUID.",
                "Donnez un UUID tel que 0190a2c4-1111-7111-8111-111111111111.",
            )
        case "decimal_type" | "decimal_parsing" | "finite_number":
            remede = "Écrivez-le avec un point pour les décimales, par exemple 37.5."
            return FauteDite(chemin, f"La valeur {cite(valeur)} n’est pas un nombre.", remede)
    nature = _NATURES.get(erreur["type"], "une valeur qui convient ici")
    return FauteDite(chemin, f"La valeur {cite(valeur)} n’est pas {nature}.", f"Donnez {nature}.")


_NATURES = {
    "string_type": "un texte entre guillemets",
    "string_unicode": "un texte entre guillemets",
    "int_type": "un nombre entier",
    "int_from_float": "un nombre entier",
    "int_parsing_size": "un nombre entier",
    "bool_type": "« true » ou « false » sans guillemets",
    "tuple_type": "une liste entre crochets",
    "list_type": "une liste entre crochets",
    "dict_type": "un objet entre accolades",
    "dataclass_type": "un objet entre accolades",
    "model_type": "un objet entre accolades",
}


def ecrire_chemin(parties: tuple[int | str, ...]) -> str:
    """`("candidatures", 3, "avis")` gives `candidatures[3].avis`."""
    chemin = ""
    for partie in parties:
        if isinstance(partie, int):
            chemin += f"[{partie}]"
        else:
            chemin += f".{partie}" if chemin else partie
    return chemin


def proche(mot: str, connus: tuple[str, ...]) -> str | None:
    """The known word that `mot` was probably meant to be."""
    trouves = difflib.get_close_matches(mot, connus, n=1, cutoff=0.6) if len(mot) < 100 else []
    return trouves[0] if trouves else None


def enumerer(valeurs: tuple[str, ...]) -> str:
    """« a », « b » ou « c »."""
    dites = [f"« {valeur} »" for valeur in valeurs]
    return " ou ".join([", ".join(dites[:-1]), dites[-1]] if len(dites) > 1 else dites)


def _deballe(valeur: Any) -> Any:
    return valeur[0] if isinstance(valeur, list) and len(valeur) == 1 else valeur


def _proches(cle: str, cles: tuple[str, ...]) -> str:
    if voulue := proche(cle, cles):
        return f"Retirez-la, ou écrivez « {voulue} » si c’est ce que vous vouliez dire."
    return "Retirez-la." if not cles else f"Retirez-la ; les clés connues ici sont {enumerer(cles)}."


def _attendues(erreur: ErrorDetails) -> str:
    # "'oui' or 'non'": the one place where pydantic gives the identifiers.
    attendu = str(erreur.get("ctx", {}).get("expected", "")).replace("' or '", "', '").strip("'")
    identifiants = tuple(attendu.split("', '"))
    return f"Écrivez {enumerer(identifiants)}."
