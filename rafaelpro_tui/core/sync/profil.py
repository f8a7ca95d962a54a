"""The replica of one user of one server: made at the first sign-in, encrypted where the system keeps keys (SYNC)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.horloge import Horloge
from rafaelpro_tui.core.store import replique
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.cle import Cle
from rafaelpro_tui.core.sync.client import ClientHttp
from rafaelpro_tui.core.sync.fil import Moi
from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes
from rafaelpro_tui.core.sync.synchronisation import Synchronisation


class PasUneReplique(Erreur):
    """A base of this computer alone has no server."""

    titre = "Base locale"
    remede = "Connectez-vous d’abord à un serveur : « rafaelpro-tui connexion URL »."


@dataclass(frozen=True, slots=True)
class Profil:
    """Where a replica is, and whose."""

    chemin: Path
    url: str
    utilisateur: str
    poste: str


def nom(url: str, utilisateur: str) -> str:
    """A file name for the replica of a user of a server."""
    parties = urlsplit(url)
    return re.sub(r"[^\w-]+", "-", f"{parties.hostname}-{parties.port or ''}-{utilisateur}").strip("-")


def creer(chemin: Path, url: str, moi: Moi, poste: str, *, chiffrer: bool) -> Profil:
    """A new, empty replica; `chiffrer` under a new key of the keyring.

    Raises:
        TrousseauAbsent, BaseExistante, FichierInaccessible, DisquePlein.
    """
    cle = Cle.nouvelle() if chiffrer else None
    with Base.chantier(chemin, cle=cle) as base:
        base.ecrire_meta("genre", "replique")
        base.ecrire_meta(replique.URL, url)
        base.ecrire_meta(replique.UTILISATEUR, moi.utilisateur)
        base.ecrire_meta(replique.POSTE, poste)
    return Profil(chemin, url, moi.utilisateur, poste)


def lire(base: Base) -> Profil:
    """Raises `PasUneReplique`."""
    url, poste = base.lire_meta(replique.URL), base.lire_meta(replique.POSTE)
    if not base.replique or url is None or poste is None:
        raise PasUneReplique(f"La base « {base.chemin} » n’a pas de serveur.")
    return Profil(base.chemin, url, base.lire_meta(replique.UTILISATEUR) or "", poste)


@contextmanager
def client(profil: Profil) -> Iterator[ClientHttp]:
    """The way to the server, with the tokens of the profile."""
    ouvert = ClientHttp(profil.url, JetonsGardes(profil.chemin, profil.poste))
    try:
        yield ouvert
    finally:
        ouvert.fermer()


@contextmanager
def synchronisation(base: Base, horloge: Horloge) -> Iterator[Synchronisation]:
    """Of an open replica. Raises `PasUneReplique`."""
    with client(lire(base)) as serveur:
        yield Synchronisation(base, horloge, serveur)
