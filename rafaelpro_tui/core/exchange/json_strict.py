"""JSON from outside, read without indulgence: what the standard reader lets through is refused here.

Refused: a key twice in an object, NaN and infinities, integers beyond 64 bits, numbers that a float would round,
NUL and lone surrogates. A date or a decimal in a spelling of its own (`"1645315200"`, `"1_0"`) is wrapped in a list,
so that pydantic refuses it where it stands and can name its path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

_ENTIER_MAX: Final = 2**63 - 1
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL: Final = re.compile(r"-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?", re.ASCII)
"""As JSON writes a number: the same value is read the same with or without quotes (CONTRATS §2)."""
DATES: Final = frozenset(
    (
        "date",
        "entree",
        "sortie",
        "debut",
        "fin",
        "naissance",
        "deposee_le",
        "date_limite_inscription",
        "date_limite_entree_tardive",
    )
)
DECIMAUX: Final = frozenset(
    ("intensite", "intensite_hebdomadaire", "coefficient", "coefficient_min", "coefficient_max")
)
_TROP_PROFOND: Final = "Les crochets et accolades sont imbriqués trop profondément."
_CONTROLES: Final = re.compile("[\x00\ud800-\udfff]")
_LIBRES: Final = frozenset(("commentaire", "raison", "plus"))
"""Free texts: a NUL there is one more control character, which a rule refuses (AVI-8, FOR-2)."""


class Faute(Exception):
    """What is wrong in a JSON text: `chemin` is the key's path (may be empty), `raison` a French sentence."""

    def __init__(self, raison: str, chemin: str = "") -> None:
        super().__init__(raison)
        self.chemin = chemin
        self.raison = raison


class ErreurSyntaxe(Faute):
    """Not JSON at all; `ligne` and `colonne` within the text, from 1."""

    def __init__(self, raison: str, ligne: int, colonne: int) -> None:
        super().__init__(raison)
        self.ligne = ligne
        self.colonne = colonne


def lire(texte: str) -> Any:
    """The value that `texte` holds.

    Raises:
        Faute: with a French sentence.
    """
    try:
        valeur = _LECTEUR.decode(texte)
    except json.JSONDecodeError as erreur:
        raise ErreurSyntaxe(_pourquoi(erreur), erreur.lineno, erreur.colno) from None
    except RecursionError:
        raise Faute(_TROP_PROFOND) from None
    except Faute:
        raise _localisee(texte) from None
    _sans_controle(texte, valeur)
    return valeur


def _sans_controle(texte: str, valeur: Any) -> None:
    """Escapes are the one way in: raw control characters are refused by the reader, raw surrogates by UTF-8."""
    if "\\u" not in texte and texte.isascii():
        return
    try:
        for chemin, contenu in textes(valeur):
            if chemin.rpartition(".")[2] in _LIBRES:
                contenu = contenu.replace("\x00", "")
            if fautif := _CONTROLES.search(contenu):
                raise Faute(f"Le texte contient le caractère interdit U+{ord(fautif[0]):04X}.", chemin)
    except RecursionError:  # since Python 3.14 the reader goes deeper than this walk
        raise Faute(_TROP_PROFOND) from None


def ecrire(valeur: Any) -> str:
    """What `lire` gave, as JSON again.

    Raises:
        Faute: it was read at the very limit of nesting.
    """
    try:
        return json.dumps(valeur, ensure_ascii=False)
    except RecursionError:
        raise Faute(_TROP_PROFOND) from None


def textes(valeur: Any, chemin: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a value, keys included, with its path (`candidatures[3].avis.motif`)."""
    if isinstance(valeur, str):
        yield chemin, valeur
    elif isinstance(valeur, dict):
        for cle, contenu in valeur.items():
            yield chemin, cle
            yield from textes(contenu, f"{chemin}.{cle}" if chemin else cle)
    elif isinstance(valeur, list):
        for rang, contenu in enumerate(valeur):
            yield from textes(contenu, f"{chemin}[{rang}]")


def cite(valeur: object) -> str:
    """A value in « », as the file has it, shortened."""
    texte = valeur if isinstance(valeur, str) else _cite_json(valeur)
    return f"« {texte if len(texte) <= 60 else texte[:59] + '…'} »"


def _cite_json(valeur: object) -> str:
    try:
        return json.dumps(valeur, ensure_ascii=False, default=str)
    except RecursionError:
        return "…"


def _objet(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    objet = dict(paires)
    if len(objet) != len(paires):
        double = next(cle for rang, (cle, _) in enumerate(paires) if any(cle == autre for autre, _ in paires[:rang]))
        raise Faute("Cette clé figure deux fois dans le même objet.", double)
    for cle in DATES & objet.keys():
        if isinstance(valeur := objet[cle], str) and not _DATE.fullmatch(valeur):
            objet[cle] = [valeur]
    for cle in DECIMAUX & objet.keys():
        if isinstance(valeur := objet[cle], str) and not _DECIMAL.fullmatch(valeur):
            objet[cle] = [valeur]
    return objet


def _entier(texte: str) -> int:
    if len(texte) <= 20 and -_ENTIER_MAX <= (valeur := int(texte)) <= _ENTIER_MAX:
        return valeur
    raise Faute(f"Le nombre {cite(texte)} est trop grand.")


def _flottant(texte: str) -> float:
    valeur = float(texte)
    if valeur - valeur != 0:
        raise Faute(f"Le nombre {cite(texte)} est trop grand.")
    if len(texte) > 15 and Decimal(texte) != Decimal(repr(valeur)):
        raise Faute(f"Le nombre {cite(texte)} a trop de chiffres.")
    return valeur


def _constante(texte: str) -> float:
    raise Faute(f"{cite(texte)} n’est pas un nombre.")


_LECTEUR: Final = json.JSONDecoder(
    object_pairs_hook=_objet, parse_int=_entier, parse_float=_flottant, parse_constant=_constante
)


def _localisee(texte: str) -> Faute:
    """The first fault that the hooks find, with its path: they run inside out and do not know where they stand."""
    marqueur = json.JSONDecoder(
        object_pairs_hook=_objet_marque,
        parse_int=lambda texte: _marque(_entier, texte),
        parse_float=lambda texte: _marque(_flottant, texte),
        parse_constant=lambda texte: _marque(_constante, texte),
    )
    try:
        return _premiere(marqueur.decode(texte), "") or Faute("La valeur est illisible.")
    except json.JSONDecodeError as erreur:
        return ErreurSyntaxe(_pourquoi(erreur), erreur.lineno, erreur.colno)
    except RecursionError:
        return Faute(_TROP_PROFOND)


def _marque(lecteur: Callable[[str], Any], texte: str) -> Any:
    try:
        return lecteur(texte)
    except Faute as faute:
        return faute


def _objet_marque(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    try:
        return _objet(paires)
    except Faute as faute:
        return dict(paires) | {faute.chemin: faute}


def _premiere(valeur: Any, chemin: str) -> Faute | None:
    if isinstance(valeur, Faute):
        return Faute(valeur.raison, chemin)
    if isinstance(valeur, dict):
        contenus = ((f"{chemin}.{cle}" if chemin else cle, contenu) for cle, contenu in valeur.items())
    elif isinstance(valeur, list):
        contenus = ((f"{chemin}[{rang}]", contenu) for rang, contenu in enumerate(valeur))
    else:
        return None
    return next((faute for ou, contenu in contenus if (faute := _premiere(contenu, ou))), None)


def _pourquoi(erreur: json.JSONDecodeError) -> str:
    match erreur.msg.partition(":")[0].partition(" starting at")[0]:
        case "Extra data":
            quoi = "il reste du texte après la fin"
        case "Invalid control character at" | "Invalid control character":
            quoi = "un caractère de contrôle n’est pas échappé"
        case "Unterminated string":
            quoi = "un guillemet n’est pas refermé"
        case "Expecting ',' delimiter":
            quoi = "il manque une virgule, ou l’accolade ou le crochet fermant"
        case "Expecting property name enclosed in double quotes":
            quoi = "il manque un nom de clé entre guillemets droits"
        case "Illegal trailing comma before end of object" | "Illegal trailing comma before end of array":
            quoi = "il y a une virgule de trop"
        case "Invalid \\escape" | "Invalid \\uXXXX escape":
            quoi = "une barre oblique inverse est mal employée"
        case _:
            quoi = "la syntaxe n’est pas respectée"
    return f"Ce n’est pas du JSON : {quoi} (caractère {erreur.colno})."
