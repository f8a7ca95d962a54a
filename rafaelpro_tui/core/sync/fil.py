"""What goes over the wire, the same types for the client and the server (SYNC, « On the wire »).

Nouns travel as the images of `core.images`; a command's `args` are its fields of CONTRATS §2, its user is whoever the
token says. Moments are ISO 8601, in Europe/Paris, naive as everywhere in the core.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Final, Literal, Protocol
from uuid import UUID

from rafaelpro_tui.core.images import dumps
from rafaelpro_tui.core.model import FORBID_EXTRA, Droit, Etape, Etat

SCHEMA: Final = 1
"""Version of the wire; a client and a server of different ones say so, and change nothing."""
COMMANDES_MAX: Final = 100
"""Commands in one `Envoi`."""
GENRES: Final = (
    "structure",
    "utilisateur",
    "dispositif",
    "rattachement",
    "action",
    "session",
    "comptes",
    "candidat",
    "candidature",
    "suivi",
)
"""The kinds of objects that a server tells, in the order in which one may refer to another.

`candidat`, `candidature` and `suivi` are told only where DRT-9 lets them be read; `comptes`, the figures of a session,
wherever the session is.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandeEnvoyee:
    """One command. `vu`: the version that the base of the laptop had of the object when the user decided (SYN-1).

    None for a lot and for what is new: there the rules alone protect.
    """

    id: UUID
    type: str
    structure: str
    args: dict[str, Any]
    saisi_le: datetime
    vu: int | None = None
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Envoi:
    """`POST /v1/commandes`: at most `COMMANDES_MAX`, in the order in which they were decided on this laptop."""

    poste: str
    commandes: tuple[CommandeEnvoyee, ...]
    schema: int = SCHEMA
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Actuel:
    """What the object is now, on a refus about values that are no longer current: who made it so, and when (SYN-1)."""

    etat: str
    par: str
    le: datetime
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """The fate of one command: the keys of its answer (CONTRATS §2), stored for ever, with what the server adds.

    `rejoue`: the command had been seen before, this is its first answer.
    `lignes` of a lot: each in the keys of CONTRATS §2. What is None is left out of the JSON.
    """

    id: UUID
    type: str
    issue: Literal["fait", "refus"]
    rejoue: bool | None = None
    regle: str | None = None
    message: str | None = None
    remede: str | None = None
    avertissements: tuple[dict[str, str], ...] = ()
    etat: Etat | None = None
    etape: Etape | None = None
    lignes: tuple[dict[str, Any], ...] | None = None
    actuel: Actuel | None = None
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """Answer to an `Envoi`: one fate each, in order, told once committed. `horloge`: the server's time."""

    commandes: tuple[Sort, ...]
    horloge: datetime
    epoque: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjetRecu:
    """One object as it is now for a structure.

    `corps`: `{"image": …}` (images.to_json), and what the server alone knows: for a candidat
    `"en_cours": {"total", "hsp"}` over all organismes (CAN-4); for a candidature `"transmissions": [{"vers", "le"}]`;
    for a candidature and a suivi `"fait": {"commande", "par", "le"}`, the command that made it what it is, by whom (a
    name) and when.
    """

    genre: str
    cle: str
    version: int
    corps: dict[str, Any]
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire:
    """An object that the structure, or this user of it, no longer sees."""

    genre: str
    cle: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Empreinte:
    """Of one kind: how many objects, and the sum of their `resume`, modulo 2^64, in 16 hexadecimal digits."""

    n: int
    somme: str
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`GET /v1/changements`. `curseur` is opaque; `fin`: nothing more for now, `empreinte` tells what one must hold.

    `complet`: the cursor was of no use (rights or epoch changed): this page is the first of everything, what is held
    for the structure is to be replaced. An object may be told before one that it refers to: put in place at `fin`.
    """

    objets: tuple[ObjetRecu, ...]
    retires: tuple[Retire, ...]
    curseur: str
    fin: bool
    complet: bool
    epoque: str
    horloge: datetime
    empreinte: dict[str, Empreinte] | None = None
    schema: int = SCHEMA
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachement:
    """A structure of the user; `droit` and `referent` as in the model (DRT-7)."""

    structure: str
    nom: str
    droit: Droit
    referent: bool
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Moi:
    """`GET /v1/moi`: whose token it is."""

    utilisateur: str
    nom: str
    prenom: str
    courriel: str
    attachements: tuple[Attachement, ...]
    epoque: str
    schema: int = SCHEMA
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAppareil:
    """`POST /v1/appareil` (RFC 8628): the keys are the RFC's. Seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Jetons:
    """`POST /v1/jetons` (RFC 6749): opaque; a refresh token serves once, and reuse revokes its family."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"
    __pydantic_config__: ClassVar[dict[str, str]] = FORBID_EXTRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Probleme:
    """RFC 9457, `application/problem+json`: `detail` is a French sentence, `remede` what to do next."""

    type: str
    title: str
    status: int
    detail: str
    remede: str = ""
    fautes: tuple[dict[str, str], ...] = field(default=())


class Serveur(Protocol):
    """What the client asks of a server: over HTTP, or, in the simulation of the protocol, in the same process.

    Each raises the typed errors of `core.sync.erreurs` and nothing else; after any of them the same call may be made
    again.
    """

    def envoyer(self, envoi: Envoi) -> Reponse: ...
    def reponse(self, id: UUID) -> Sort | None:
        """The stored answer of a command; None when the server has never seen it."""
        ...

    def changements(self, structure: str, curseur: str | None, limite: int, attente: float = 0.0) -> Page:
        """`attente`: seconds to wait for a change when there is none (long poll)."""
        ...

    def moi(self) -> Moi: ...


def resume(genre: str, cle: str, version: int, corps: Mapping[str, Any]) -> int:
    """64 bits that stand for an object in an `Empreinte`."""
    texte = f"{genre}\0{cle}\0{version}\0{dumps(corps)}"
    return int.from_bytes(sha256(texte.encode()).digest()[:8])


def empreinte(resumes: Iterable[int]) -> Empreinte:
    """Of all the objects of one kind, in any order."""
    n = somme = 0
    for valeur in resumes:
        n += 1
        somme = (somme + valeur) % 2**64
    return Empreinte(n=n, somme=f"{somme:016x}")


def par_genre(objets: Sequence[ObjetRecu]) -> list[ObjetRecu]:
    """In an order in which what is referred to comes first."""
    return sorted(objets, key=lambda objet: GENRES.index(objet.genre))
