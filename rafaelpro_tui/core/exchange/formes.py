"""Where an error of pydantic stands in what the author wrote: its path, without the branches of unions.

A union reports the errors of all its branches; only those of the branch that the author meant are worth telling.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from rafaelpro_tui.core import commands
from rafaelpro_tui.core.exchange.fautes import FauteDite, dire
from rafaelpro_tui.core.exchange.json_strict import cite

if TYPE_CHECKING:
    from pydantic import ValidationError

AVIS: Final[dict[tuple[str, str], type[Any]]] = {
    ("recrutement", "oui"): commands.SaisieRecrutementOui,
    ("recrutement", "non"): commands.SaisieRecrutementNon,
    ("conformite", "oui"): commands.SaisieConformiteOui,
    ("conformite", "non"): commands.SaisieConformiteNon,
}
_TEXTES_FACULTATIFS: Final = (
    "commentaire",
    "raison",
    "telephone",
    "courriel",
    "commune",
    "code_postal",
    "plus",
    "lien_web",
)
_NOMS: Final = {cls.__name__: cls for cls in AVIS.values()}


def en_liste(valeur: object) -> list[Any]:
    """What a list holds; nothing for what is no list, which pydantic will say."""
    return valeur if isinstance(valeur, list) else []


def sans_textes_nuls(objet: object) -> None:
    """Take away the optional texts that are `null`: « not given », as it is for dates and numbers."""
    if isinstance(objet, dict):
        for cle in _TEXTES_FACULTATIFS:
            if cle in objet and objet[cle] is None:
                del objet[cle]


def faute_avis(avis: object) -> FauteDite | None:
    """Why an avis is of none of the four shapes, told apart by one key and its value; the path is within the avis."""
    if not isinstance(avis, dict):
        return None  # pydantic says it well
    tags = ("recrutement", "conformite")
    presents = [tag for tag in tags if tag in avis]
    if not presents:
        return FauteDite(tags[0], "Cette clé manque.", "Ajoutez-la, avec « oui » ou « non ».")
    if len(presents) == 2:
        raison = "Un avis ne porte pas à la fois « recrutement » et « conformite »."
        return FauteDite("conformite", raison, "Gardez « conformite » pour l’HSP, « recrutement » sinon.")
    valeur = avis[presents[0]]
    if not isinstance(valeur, str) or (presents[0], valeur) not in AVIS:
        return FauteDite(presents[0], f"La valeur {cite(valeur)} est inconnue.", "Écrivez « oui » ou « non ».")
    return None


def premiere_faute(erreur: ValidationError, cls: type[Any], brut: Any) -> FauteDite:
    """The first error of `brut`, read as a `cls`, that concerns the shape its author meant."""
    # A key unknown before one that is missing: most often it is the same, misspelt.
    details = sorted(erreur.errors(include_url=False), key=lambda detail: detail["type"] == "missing")
    for detail in details:
        if (parties := _parties(detail["loc"], brut)) is not None:
            return dire(detail, parties, _cles(cls, parties, brut))
    return dire(details[0], ())


def _parties(loc: tuple[int | str, ...], brut: Any) -> tuple[int | str, ...] | None:
    """The path that `loc` follows in `brut`; None when it is in a branch which was not meant."""
    parties: list[int | str] = []
    for partie in loc:
        if isinstance(partie, int) or (isinstance(brut, dict) and partie in brut):
            brut = brut[partie]
        elif isinstance(partie, str) and partie in _NOMS:
            if not isinstance(brut, dict) or _forme(brut) is not _NOMS[partie]:
                return None if isinstance(brut, dict) else tuple(parties)
            continue
        elif partie == "str" or partie == "Candidat":
            if (partie == "Candidat") is not isinstance(brut, dict):
                return None
            continue
        elif isinstance(partie, str) and "[" in partie:  # str-enum[Motif]
            continue
        parties.append(partie)
    return tuple(parties)


def _forme(avis: dict[str, Any]) -> type[Any] | None:
    return next((cls for (tag, valeur), cls in AVIS.items() if avis.get(tag) == valeur), None)


def _cles(cls: type[Any], parties: tuple[int | str, ...], brut: Any) -> tuple[str, ...]:
    """The keys known at the place where an unknown one was found, the last of `parties`."""
    lieu: type[Any] | None = cls
    for partie in parties[:-1]:
        brut = brut[partie]
        if isinstance(partie, str) and lieu is not None:
            lieu = _forme(brut) if isinstance(brut, dict) and _forme(brut) else _classe(get_type_hints(lieu)[partie])
    return tuple(champ.name for champ in fields(lieu)) if lieu else ()


def _classe(indice: Any) -> type[Any] | None:
    """The dataclass in a type hint: `tuple[Contact, ...]`, `str | Candidat`, …"""
    if isinstance(indice, type) and is_dataclass(indice):
        return indice
    if get_origin(indice) in (Union, UnionType, tuple, list):
        return next((trouvee for arg in get_args(indice) if (trouvee := _classe(arg))), None)
    return None
