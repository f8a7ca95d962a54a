"""A PostgreSQL server of the tests' own, from the machine's binaries, on a socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMPTE = "postgres"
"""Root must not run it: then it is this account's."""


def binaire(nom: str) -> str | None:
    """Where a program of PostgreSQL is, on the PATH or where Debian puts it."""
    if trouve := shutil.which(nom):
        return trouve
    return next(
        (str(chemin) for chemin in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{nom}"), reverse=True)), None
    )


@contextmanager
def serveur(dossier: Path, *, durable: bool = False) -> Iterator[str]:
    """Started, and stopped at the end; gives the address of its first database. `durable`: a commit is on the disk."""
    initdb, pg_ctl = binaire("initdb"), binaire("pg_ctl")
    assert initdb is not None
    assert pg_ctl is not None
    donnees = dossier / "donnees"
    donnees.mkdir()
    sous: dict[str, object] = {}
    if os.geteuid() == 0:
        compte = pwd.getpwnam(COMPTE)
        for chemin in (dossier, donnees):
            os.chown(chemin, compte.pw_uid, compte.pw_gid)
        for parent in dossier.parents:  # pytest's folders are for their owner alone
            if parent.owner() == "root" and str(parent).startswith("/tmp/"):
                parent.chmod(parent.stat().st_mode | 0o011)
        sous = {"user": compte.pw_uid, "group": compte.pw_gid, "extra_groups": []}

    def lancer(*mots: str) -> None:
        subprocess.run(mots, check=True, stdout=subprocess.DEVNULL, cwd=dossier, **sous)  # type: ignore[call-overload]

    lancer(initdb, "--pgdata", str(donnees), "--username", COMPTE, "--auth", "trust", "--encoding", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{dossier}' -c max_connections=200"
    options += "" if durable else " -c fsync=off"
    lancer(pg_ctl, "--pgdata", str(donnees), "--wait", "--log", str(dossier / "journal"), "-o", options, "start")
    try:
        yield f"postgresql://{COMPTE}@/postgres?host={dossier}"
    finally:
        lancer(pg_ctl, "--pgdata", str(donnees), "--mode", "immediate", "--wait", "stop")
