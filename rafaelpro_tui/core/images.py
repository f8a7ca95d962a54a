"""JSON images of nouns and verbs, without pydantic: for undo (`touche`), the outbox and the hashes.

Canonical: sorted keys, no spaces, no trailing zeros in decimals, fields at their default left out; so that
the same content always gives the same bytes (SYN-2), also after a later version has added a field.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from rafaelpro_tui.core import commands, model
from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Comptes,
    Dispositif,
    Objet,
    Rattachement,
    Session,
    Structure,
    Suivi,
    Utilisateur,
)

_T = TypeVar("_T")
_Encode = Callable[[Any], Any]
_Decode = Callable[[Any], Any]

GENRES: dict[str, type[Any]] = {
    "candidature": Candidature,
    "candidat": Candidat,
    "session": Session,
    "action": Action,
    "rattachement": Rattachement,
    "suivi": Suivi,
}
"""The kinds of objects that a command can change, as `touche.genre` names them."""

Noun = Objet | Structure | Utilisateur | Dispositif | Comptes
"""Whatever has an image: what a command can change, and what only a flow, an administrator or a load does."""
GENRES_TOUS: dict[str, type[Any]] = GENRES | {
    "structure": Structure,
    "utilisateur": Utilisateur,
    "dispositif": Dispositif,
    "comptes": Comptes,
}
"""The kinds that a server tells (`sync.fil.GENRES`)."""

_GENRE_OF = {cls: genre for genre, cls in GENRES_TOUS.items()}
_COMMANDS: dict[str, type[Any]] = {
    str(next(champ.default for champ in fields(cls) if champ.name == "type")): cls
    for cls in get_args(commands.AnyCommand)
}
_LARGEST_EXPONENT = 30
"""Beyond it a decimal is written as it came: `1E+999999` must not become a million digits."""


def genre(objet: Noun) -> str:
    return _GENRE_OF[type(objet)]


def cle(objet: Noun) -> str:
    """The public key of an object, unique within its genre."""
    match objet:
        case Candidature() | Session():
            return objet.reference
        case Comptes():
            return objet.session
        case Candidat() | Action() | Structure() | Utilisateur():
            return objet.id
        case Dispositif():
            return objet.code
        case Rattachement():
            return dumps([objet.utilisateur, objet.structure])
        case Suivi():
            return cle_suivi(objet.candidature, objet.structure)


def cle_suivi(candidature: str, structure: str) -> str:
    """The key of a `Suivi`."""
    return dumps([candidature, structure])


def dumps(valeur: Any) -> str:
    return _JSON.encode(valeur)


_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def to_json(objet: Noun | model.AvisRendu) -> str:
    """The image of a noun; `from_json` of the same genre gives an equal object back."""
    return dumps(image(objet))


def image(objet: Noun | model.AvisRendu) -> dict[str, Any]:
    """What `to_json` writes, before it is."""
    return _encode_dataclass(type(objet))(objet)


def from_json(genre: str, image: str) -> Objet:
    objet: Objet = _decode_dataclass(GENRES[genre])(json.loads(image))
    return objet


def lire(classe: type[_T], image: str) -> _T:
    """The object of an image of this class."""
    objet: _T = _decode_dataclass(classe)(json.loads(image))
    return objet


def ecrire_commande(command: commands.Command) -> str:
    """The command as canonical JSON, in the keys of CONTRATS §2."""
    return dumps(_encode_dataclass(type(command))(command))


def sceller(command: commands.Command) -> tuple[str, bytes]:
    """`ecrire_commande`, and SHA-256 of the same without its id: same id, other content is refused (SYN-2)."""
    contenu = _encode_dataclass(type(command))(command)
    corps = dumps(contenu)
    del contenu["id"]
    return corps, sha256(dumps(contenu).encode()).digest()


def lire_commande(corps: str) -> commands.AnyCommand:
    """A command of our own outbox, from `ecrire_commande`; what comes from outside is checked elsewhere."""
    brut = json.loads(corps)
    command: commands.AnyCommand = _decode_dataclass(_COMMANDS[brut["type"]])(brut)
    return command


_ALWAYS = object()


def _once(build: Callable[[Any], _T]) -> Callable[[Any], _T]:
    return cache(build)


# The codec of a dataclass is derived once from its type hints.


def _ecrire_decimal(valeur: Decimal) -> str:
    if not valeur.is_finite() or abs(valeur.adjusted()) > _LARGEST_EXPONENT:
        return str(valeur)
    return format(valeur.normalize(), "f")


@_once
def _encode_dataclass(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
    hints = get_type_hints(cls)
    # A Literal is a tag: always written, whatever its default.
    plan = [
        (nom, _ALWAYS if get_origin(hints[nom]) is Literal else champ.default, _encoder(hints[nom]))
        for champ in fields(cls)
        for nom in (champ.name,)
    ]

    def encode(objet: Any) -> dict[str, Any]:
        sortie = {}
        for nom, defaut, encoder in plan:
            valeur = getattr(objet, nom)
            if valeur == defaut:
                continue
            sortie[nom] = valeur if encoder is None else encoder(valeur)
        return sortie

    return encode


@_once
def _decode_dataclass(cls: type[Any]) -> _Decode:
    hints = get_type_hints(cls)
    plan = {champ.name: _decoder(hints[champ.name]) for champ in fields(cls)}

    def decode(brut: dict[str, Any]) -> Any:
        return cls(**{nom: plan[nom](valeur) for nom, valeur in brut.items() if nom in plan})

    return decode


@_once
def _encoder(hint: Any) -> _Encode | None:
    """None when the value is its own JSON."""
    if hint in (date, datetime):
        return lambda valeur: valeur.isoformat()
    if hint is Decimal:
        return _ecrire_decimal
    if hint is UUID:
        return str
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda valeur: valeur.value
    if is_dataclass(hint):
        return _encode_dataclass(hint)
    if get_origin(hint) is tuple:
        element = _encoder(get_args(hint)[0])
        return list if element is None else lambda valeur: [element(v) for v in valeur]
    if get_origin(hint) in (Union, UnionType):
        return _union_encoder(get_args(hint))
    return None


def _union_encoder(hints: tuple[Any, ...]) -> _Encode | None:
    avis = all(h in _GENRE_AVIS for h in hints)
    autres = [h for h in hints if h is not NoneType]
    if len(autres) == 1:
        encoder = _encoder(autres[0])
        return encoder and (lambda valeur: None if valeur is None else encoder(valeur))
    if avis:
        return lambda valeur: {"genre": _GENRE_AVIS[type(valeur)]} | _encode_dataclass(type(valeur))(valeur)
    par_type = {h: _encoder(h) for h in autres}

    def encode(valeur: Any) -> Any:
        encoder = par_type.get(type(valeur))
        return valeur if encoder is None else encoder(valeur)

    return encode


@_once
def _decoder(hint: Any) -> _Decode:
    if hint in (date, datetime):
        return hint.fromisoformat  # type: ignore[no-any-return]
    if is_dataclass(hint):
        return _decode_dataclass(hint)
    if get_origin(hint) is tuple:
        element = _decoder(get_args(hint)[0])
        return lambda brut: tuple(element(v) for v in brut)
    if get_origin(hint) in (Union, UnionType):
        return _union_decoder(get_args(hint))
    if isinstance(hint, type) and hint not in (str, int, bool):
        return hint  # Decimal, UUID, enums: built from their text
    if isinstance(hint, type):
        return _exact(hint)
    return lambda brut: brut


def _exact(cls: type[Any]) -> _Decode:
    """Its own JSON, and nothing else: what another program has written may be of any type."""

    def decode(brut: Any) -> Any:
        if type(brut) is not cls:
            raise TypeError(f"{brut!r}")
        return brut

    return decode


def _union_decoder(hints: tuple[Any, ...]) -> _Decode:
    """Unions of model and commands: optional, avis, what was typed for one, motifs, « id or the person »."""
    autres = [h for h in hints if h is not NoneType]
    if len(autres) == 1:
        decoder = _decoder(autres[0])
        return lambda brut: None if brut is None else decoder(brut)
    if all(h in _GENRE_AVIS for h in autres):
        return _decode_avis
    if all(h in _SAISIES.values() for h in autres):
        return _decode_saisie
    if set(autres) == {model.Motif, model.MotifHsp}:
        return _MOTIFS.__getitem__
    if set(autres) == {str, Candidat}:
        return lambda brut: brut if isinstance(brut, str) else _decode_dataclass(Candidat)(brut)
    raise TypeError(f"no codec for {hints}")


_GENRE_AVIS: dict[type[Any], str] = {
    model.RecrutementOui: "recrutement_oui",
    model.RecrutementACompleter: "recrutement_a_completer",
    model.RecrutementNon: "recrutement_non",
    model.ConformiteOui: "conformite_oui",
    model.ConformiteNon: "conformite_non",
}
_AVIS = {genre: cls for cls, genre in _GENRE_AVIS.items()}
_SAISIES: dict[tuple[str | None, str | None], type[Any]] = {
    ("oui", None): commands.SaisieRecrutementOui,
    ("non", None): commands.SaisieRecrutementNon,
    (None, "oui"): commands.SaisieConformiteOui,
    (None, "non"): commands.SaisieConformiteNon,
}
_MOTIFS: dict[str | None, model.Motif | model.MotifHsp | None] = {
    None: None,
    **{m.value: m for m in model.Motif},
    **{m.value: m for m in model.MotifHsp},
}


def _decode_avis(brut: dict[str, Any]) -> Any:
    return _decode_dataclass(_AVIS[brut["genre"]])(brut)


def _decode_saisie(brut: dict[str, Any]) -> Any:
    return _decode_dataclass(_SAISIES[brut.get("recrutement"), brut.get("conformite")])(brut)
