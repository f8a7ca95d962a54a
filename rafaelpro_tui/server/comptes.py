"""Accounts: who somebody is, by a password and, where there is one, a code of the moment (TOTP, RFC 6238)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from rafaelpro_tui.core.erreurs import Introuvable, SaisieMalformee
from rafaelpro_tui.server.store import comptes, personnes
from rafaelpro_tui.server.store.comptes import Compte
from rafaelpro_tui.server.store.moteur import Moteur

LONGUEUR_MIN: Final = 12
"""Characters of a password."""
LIBRES: Final = 5
"""Failures before one waits."""
ATTENTE: Final = 30.0
ATTENTE_MAX: Final = 3_600.0
"""Seconds: doubled at each failure, up to an hour."""
_PAS: Final = 30
"""Seconds of a code of the moment."""
_hachoir = PasswordHasher()
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
    cles = [_cle("compte", courriel.lower()), _cle("adresse", adresse)]
    jusqu_a = moteur.lire(lambda conn: comptes.bloque_jusqu_a(conn, cles))
    if jusqu_a > secondes:
        return Bloque(jusqu_a - secondes)
    compte = moteur.lire(lambda conn: comptes.par_courriel(conn, courriel))
    juste = _verifier(compte.mot_de_passe if compte else _LEURRE, mot_de_passe)
    if compte is None or not juste or not compte.actif or not _second_facteur(moteur, compte, code, secondes):
        moteur.ecrire(lambda conn: _compter(conn, cles, secondes))
        return None
    moteur.ecrire(lambda conn: comptes.oublier_echecs(conn, cles[:1]))
    return compte.utilisateur


def _verifier(empreinte: str, mot_de_passe: str) -> bool:
    try:
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


def _compter(conn: Connection, cles: list[str], secondes: float) -> None:
    for cle in sorted(cles):
        echecs = comptes.compter_echec(conn, cle)
        if echecs > LIBRES:
            attente = min(ATTENTE * 2.0 ** min(echecs - LIBRES - 1, 20), ATTENTE_MAX)
            comptes.bloquer(conn, cle, secondes + attente)


def _cle(genre: str, valeur: str) -> str:
    return sha256(f"{genre}\0{valeur}".encode()).hexdigest()


# Kept by whoever administers the server


def donner_mot_de_passe(moteur: Moteur, utilisateur: str, mot_de_passe: str) -> None:
    """Open an account to a user, or change its password.

    Raises:
        Introuvable: no such user; SaisieMalformee: too short.
    """
    if len(mot_de_passe) < LONGUEUR_MIN:
        raise SaisieMalformee(
            f"Le mot de passe a {len(mot_de_passe)} caractères, pour {LONGUEUR_MIN} au moins.",
            "Choisissez une phrase de quelques mots.",
        )
    empreinte = _hachoir.hash(mot_de_passe)
    _changer(moteur, utilisateur, lambda compte: replace(compte, mot_de_passe=empreinte), creer=True)


def activer(moteur: Moteur, utilisateur: str, *, actif: bool) -> None:
    """Raises `Introuvable`."""
    _changer(moteur, utilisateur, lambda compte: replace(compte, actif=actif))


def donner_totp(moteur: Moteur, utilisateur: str) -> str:
    """A new second factor; the `otpauth://` address that an application of the user's reads. Raises `Introuvable`."""
    secret = pyotp.random_base32()
    _changer(moteur, utilisateur, lambda compte: replace(compte, totp=secret, totp_pas=0))
    personne = moteur.lire(lambda conn: personnes.utilisateur(conn, utilisateur))
    nom = personne.courriel if personne and personne.courriel else utilisateur
    return pyotp.TOTP(secret).provisioning_uri(name=nom, issuer_name="RafaelPro")


def retirer_totp(moteur: Moteur, utilisateur: str) -> None:
    """Raises `Introuvable`."""
    _changer(moteur, utilisateur, lambda compte: replace(compte, totp=None, totp_pas=0))


def _changer(moteur: Moteur, utilisateur: str, comment: Callable[[Compte], Compte], *, creer: bool = False) -> None:
    def faire(conn: Connection) -> None:
        compte = comptes.lire(conn, utilisateur)
        if compte is None:
            if not creer or personnes.utilisateur(conn, utilisateur) is None:
                raise Introuvable(
                    f"« {utilisateur} » n’a pas de compte sur ce serveur.",
                    "« serveur compte lister » montre ceux qui existent.",
                )
            compte = Compte(utilisateur=utilisateur, mot_de_passe="", totp=None, totp_pas=0, actif=True)
        comptes.ecrire(conn, comment(compte))

    moteur.ecrire(faire)
