"""Secrets on this computer, in the keyring of the operating system (`keyring`): keys of bases, tokens of servers."""

from __future__ import annotations

from typing import Final

from rafaelpro_tui.core.erreurs import Erreur

_SERVICE: Final = "rafaelpro-tui"


class TrousseauAbsent(Erreur):
    """The system has no keyring, or it stays locked."""

    titre = "Pas de trousseau"
    remede = "Ouvrez le trousseau de clés de votre session, ou demandez à votre service informatique d’en installer un."


def lire(nom: str) -> str | None:
    """The secret kept under `nom`. Raises `TrousseauAbsent`."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, nom)
    except KeyringError as erreur:
        raise _absent() from erreur


def ecrire(nom: str, secret: str) -> None:
    """Keep `secret` under `nom`. Raises `TrousseauAbsent`."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, nom, secret)
    except KeyringError as erreur:
        raise _absent() from erreur


def oublier(nom: str) -> None:
    """Forget what is kept under `nom`, if anything is. Raises `TrousseauAbsent`."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(_SERVICE, nom)
    except PasswordDeleteError:
        return
    except KeyringError as erreur:
        raise _absent() from erreur


def present() -> bool:
    """Whether there is a keyring that takes secrets."""
    import keyring
    from keyring.backends import fail, null

    return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)


def _absent() -> TrousseauAbsent:
    return TrousseauAbsent("Le trousseau de clés de cet ordinateur ne répond pas.")
