"""The server in a process of its own, over loopback, as `rafaelpro-tui serveur` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


class ServeurLance:
    """Started when it is made; `tuer` as a power cut would, `arreter` as the system asks."""

    def __init__(self, dossier: Path, donnees: str | None = None) -> None:
        self.dossier = dossier
        self.port = port_libre()
        self.url = f"http://127.0.0.1:{self.port}"
        self.donnees = donnees
        self.journal = dossier / "serveur.log"
        self.demarrer()

    @property
    def environnement(self) -> dict[str, str]:
        dossiers = {f"XDG_{nom}_HOME": str(self.dossier / nom.lower()) for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
        return os.environ | dossiers | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

    def commander(self, *mots: str, entree: str = "") -> subprocess.CompletedProcess[str]:
        """A command line of the same user, on the same computer."""
        donnees = ["--donnees", self.donnees] if self.donnees and mots[0] == "serveur" else []
        return subprocess.run(
            [sys.executable, "-m", "rafaelpro_tui", *mots, *donnees],
            env=self.environnement,
            input=entree,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def demarrer(self) -> None:
        donnees = ["--donnees", self.donnees] if self.donnees else []
        with self.journal.open("ab") as journal:
            self.processus = subprocess.Popen(
                [sys.executable, "-m", "rafaelpro_tui", "serveur", "--port", str(self.port), *donnees],
                env=self.environnement,
                stdout=journal,
                stderr=journal,
            )
        limite = time.monotonic() + 30
        while True:
            try:
                if httpx.get(f"{self.url}/v1/sante/pret").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            assert self.processus.poll() is None, self.journal.read_text()
            assert time.monotonic() < limite, self.journal.read_text()
            time.sleep(0.05)

    def tuer(self) -> None:
        self.processus.kill()
        self.processus.wait()

    def arreter(self, par: signal.Signals = signal.SIGINT) -> int:
        if self.processus.poll() is None:
            self.processus.send_signal(par)
        return self.processus.wait(timeout=20)
