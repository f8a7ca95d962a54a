"""Accounts: who somebody is, by a password and, where there is one, a code of the moment (TOTP, RFC 6238)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import BoundedSemaphore
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection
from zxcvbn import zxcvbn

from rafaelpro_tui.core.erreurs import Introuvable, SaisieMalformee
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.server import freins, jetons
from rafaelpro_tui.server.freins import Frein
from rafaelpro_tui.server.store import comptes, personnes
from rafaelpro_tui.server.store.comptes import Compte
from rafaelpro_tui.server.store.moteur import Moteur

SURETE_MIN: Final = 3
"""Of 4, as zxcvbn counts: a hundred million guesses."""
LUS: Final = 72
"""Characters that it reads."""
LONGUEUR_MIN: Final = 12
LONGUEUR_MAX: Final = 200
"""Characters of a password."""
_PAS: Final = 30
"""Seconds of a code of the moment."""
_hachoir = PasswordHasher()
_PLACES = BoundedSemaphore(4)
"""Passwords verified at once: each takes 64 MiB for a while."""
_LEURRE: Final = _hachoir.hash(secrets.token_hex(16))
"""Verified in place of an account that does not exist: same time, same answer."""


@dataclass(frozen=True, slots=True)
class Bloque:
    """Too many failures: `secondes` to wait."""

    secondes: float


def identifier(
    moteur: Moteur, courriel: str, mot_de_passe: str, code: str, adresse: str, secondes: float
) -> str | Bloque | None:
    """The user, or None: wrong, whatever is wrong. `adresse` is the network's; `secondes` of the epoch.

    The same work is done, and the same answer given, whether the account exists or not.
    """
    compteurs = [freins.du_compte(courriel), freins.de_l_adresse(adresse)]
    reste = moteur.ecrire(lambda conn: freins.prendre(conn, compteurs, secondes))
    if reste > 0:
        return Bloque(reste)
    compte = moteur.lire(lambda conn: comptes.par_courriel(conn, courriel))
    juste = _verifier(compte.mot_de_passe if compte else _LEURRE, mot_de_passe)
    if compte is None or not juste or not compte.actif or not _second_facteur(moteur, compte, code, secondes):
        return None
    moteur.ecrire(lambda conn: _absoudre(conn, compteurs, secondes))
    return compte.utilisateur


def _absoudre(conn: Connection, compteurs: list[Frein], secondes: float) -> None:
    """The account's failures are forgotten; those of the network address are not: who guesses may have an account."""
    du_compte, de_l_adresse = compteurs
    freins.oublier(conn, du_compte)
    freins.rendre(conn, de_l_adresse, secondes)


def _verifier(empreinte: str, mot_de_passe: str) -> bool:
    try:
        with _PLACES:
            return _hachoir.verify(empreinte, mot_de_passe)
    except (VerificationError, InvalidHashError):
        return False


def _second_facteur(moteur: Moteur, compte: Compte, code: str, secondes: float) -> bool:
    """A code of this half minute or of its neighbours, once."""
    if compte.totp is None:
        return True
    totp = pyotp.TOTP(compte.totp, interval=_PAS)
    ici = int(secondes) // _PAS
    for pas in (ici, ici - 1, ici + 1):
        if secrets.compare_digest(totp.at(pas * _PAS), code.replace(" ", "").encode("ascii", "replace").decode()):
            return moteur.ecrire(partial(comptes.employer_totp, id=compte.utilisateur, pas=pas))
    return False


# Kept by whoever administers the server


def exiger(mot_de_passe: str) -> None:
    """Raises `SaisieMalformee`: too short, longer than anybody types, or soon guessed (leaked, a row of keys…)."""
    if not LONGUEUR_MIN <= len(mot_de_passe) <= LONGUEUR_MAX:
        longueur = pluriel(len(mot_de_passe), "caractère")
        raise SaisieMalformee(
            f"Le mot de passe a {longueur} : il en faut de {LONGUEUR_MIN} à {LONGUEUR_MAX}.",
            "Choisissez une phrase de quelques mots.",
        )
    if zxcvbn(mot_de_passe[:LUS])["score"] < SURETE_MIN:
        raise SaisieMalformee(
            "Le mot de passe se devine : c’est un mot courant, une répétition ou une suite de touches.",
            "Choisissez une phrase de quelques mots.",
        )


def hacher(mot_de_passe: str) -> str:
    """What is kept of a password. Raises as `exiger`."""
    exiger(mot_de_passe)
    return _hachoir.hash(mot_de_passe)


def donner_mot_de_passe(moteur: Moteur, utilisateur: str, hache: str) -> None:
    """Open an account to a user, or change its password: every laptop is signed out. Raises `Introuvable`."""

    def faire(conn: Connection) -> None:
        _changer(conn, utilisateur, lambda compte: replace(compte, mot_de_passe=hache), creer=True)
        jetons.fermer_tout(conn, utilisateur)

    moteur.ecrire(faire)


def activer(moteur: Moteur, utilisateur: str, *, actif: bool) -> None:
    """Open an account again, or close it: every laptop is signed out. Raises `Introuvable`."""

    def faire(conn: Connection) -> None:
        _changer(conn, utilisateur, lambda compte: replace(compte, actif=actif))
        if not actif:
            jetons.fermer_tout(conn, utilisateur)

    moteur.ecrire(faire)


def donner_totp(moteur: Moteur, utilisateur: str) -> str:
    """A new second factor; the `otpauth://` address that an application of the user's reads. Raises `Introuvable`."""
    secret = pyotp.random_base32()
    moteur.ecrire(lambda conn: _changer(conn, utilisateur, lambda compte: replace(compte, totp=secret, totp_pas=0)))
    personne = moteur.lire(lambda conn: personnes.utilisateur(conn, utilisateur))
    nom = personne.courriel if personne and personne.courriel else utilisateur
    return pyotp.TOTP(secret).provisioning_uri(name=nom, issuer_name="RafaelPro")


def retirer_totp(moteur: Moteur, utilisateur: str) -> None:
    """Raises `Introuvable`."""
    moteur.ecrire(lambda conn: _changer(conn, utilisateur, lambda compte: replace(compte, totp=None, totp_pas=0)))


def _changer(conn: Connection, utilisateur: str, comment: Callable[[Compte], Compte], *, creer: bool = False) -> None:
    compte = comptes.lire(conn, utilisateur)
    if compte is None:
        if not creer or personnes.utilisateur(conn, utilisateur) is None:
            raise Introuvable(
                f"« {utilisateur} » n’a pas de compte sur ce serveur.",
                "« serveur compte lister » montre ceux qui existent.",
            )
        compte = Compte(utilisateur=utilisateur, mot_de_passe="", totp=None, totp_pas=0, actif=True)
    comptes.ecrire(conn, comment(compte))
