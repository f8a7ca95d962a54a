"""The tokens of a replica, on this computer: in the system's keyring, else in a file that its owner alone reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rafaelpro_tui.core import trousseau
from rafaelpro_tui.core.sync.fil import Jetons
from rafaelpro_tui.core.verrou_de_fichier import verrou


class JetonsGardes:
    """Of the replica `chemin`, by the name of the laptop that the server knows (`poste`)."""

    def __init__(self, chemin: Path, poste: str) -> None:
        self._nom = f"jetons:{poste}"
        self._fichier = chemin.with_name(f"{chemin.name}.jetons")

    @contextmanager
    def seul(self) -> Iterator[None]:
        """One program at a time renews them: the app and `synchroniser` may both find them too old."""
        with verrou(self._fichier.with_name(f"{self._fichier.name}.verrou")):
            yield

    @property
    def fichier(self) -> Path:
        """Where they are when the system has no keyring."""
        return self._fichier

    def jetons(self) -> Jetons | None:
        texte = self._lire()
        return None if texte is None else Jetons(**json.loads(texte))

    def garder(self, jetons: Jetons) -> None:
        """In place of those before; whole or not at all."""
        texte = json.dumps(asdict(jetons))
        if trousseau.present():
            trousseau.ecrire(self._nom, texte)
            return
        provisoire = self._fichier.with_name(f".{self._fichier.name}.tmp")
        descripteur = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
            flux.write(texte)
            flux.flush()
            os.fsync(flux.fileno())
        provisoire.replace(self._fichier)

    def oublier(self) -> None:
        if trousseau.present():
            trousseau.oublier(self._nom)
        self._fichier.unlink(missing_ok=True)

    def _lire(self) -> str | None:
        if trousseau.present() and (texte := trousseau.lire(self._nom)) is not None:
            return texte
        return self._fichier.read_text(encoding="utf-8") if self._fichier.exists() else None
