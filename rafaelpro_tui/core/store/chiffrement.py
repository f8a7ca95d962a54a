"""From a base in clear to an encrypted one, and back: the file is written anew, then takes the place of the other."""

from __future__ import annotations

from pathlib import Path

from rafaelpro_tui.core.store import driver, fichier, pannes
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.cle import Cle


def chiffrer(chemin: Path) -> None:
    """Encrypt a base under a new key of the keyring; one that is encrypted already is left as it is.

    Raises:
        TrousseauAbsent, BaseOccupee (another program has it open), DisquePlein, and what `Base.open` raises.
    """
    if cle_actuelle(chemin) is None:
        cle = Cle.nouvelle()
        try:
            _convertir(chemin, None, cle)
        except BaseException:
            cle.oublier()
            raise


def dechiffrer(chemin: Path) -> bool:
    """Write an encrypted base in clear, and forget its key; one in clear is left as it is. Raises as `chiffrer`.

    Whether no key is left: one which backups open with is kept.
    """
    if (cle := cle_actuelle(chemin)) is None:
        return True
    _convertir(chemin, cle, None)
    return cle.oublier()


def cle_actuelle(chemin: Path) -> Cle | None:
    """The key of an existing base, None when it is in clear. Raises what `Base.open` raises."""
    return fichier.verifier(chemin)


def _convertir(chemin: Path, avant: Cle | None, apres: Cle | None) -> None:
    Base.open(chemin).close()  # ours, and its schema up to date
    with fichier.en_chantier(chemin, remplacer=True) as provisoire, pannes.traduites(chemin):
        conn = driver.connect(chemin, cle=avant)
        try:
            # Alone in the base until it is replaced: what another program would write meanwhile would be lost.
            conn.execute("PRAGMA locking_mode = EXCLUSIVE")
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            conn.execute("BEGIN EXCLUSIVE")
            conn.execute("COMMIT")
            conn.execute(f"ATTACH DATABASE ? AS autre KEY {_litteral(apres)}", (str(provisoire),))
            conn.execute("SELECT sqlcipher_export('autre')").fetchone()
            for pragma in ("user_version", "application_id"):
                ((valeur,),) = conn.execute(f"PRAGMA main.{pragma}").fetchall()
                conn.execute(f"PRAGMA autre.{pragma} = {valeur}")
            conn.execute("DETACH DATABASE autre")
        finally:
            conn.close()


def _litteral(cle: Cle | None) -> str:
    return "''" if cle is None else f'"{cle.pragma}"'
