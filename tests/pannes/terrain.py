"""A gesture prepared once, done once undisturbed, then tried again and again while something goes wrong."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pannes import enfant
from tests.pannes.gestes import Geste, resultats

REUSSI = (0, 1)
"""Exit codes of a gesture that came to its end: some of its commands are refused, on purpose."""


@dataclass(frozen=True, slots=True)
class Compte:
    """One line of the table: what was done, how many times, what was seen."""

    quoi: str
    fois: int
    vu: str = ""


@dataclass
class Terrain:
    """`duree`: seconds of the gesture undisturbed."""

    geste: Geste
    modele: Path
    travail: Path
    avant: Any = None
    fini: Any = None
    duree: float = 0.0

    @classmethod
    def de(cls, geste: Geste, dossier: Path) -> Terrain:
        terrain = cls(geste, dossier / geste.nom / "modele", dossier / geste.nom / "essai")
        terrain.modele.mkdir(parents=True)
        geste.preparer(terrain.modele)
        terrain.avant = geste.lire(terrain.neuf())
        for _ in range(2):  # the first one warms
            ici, debut = terrain.neuf(), time.perf_counter()
            fin = enfant.attendre(enfant.partir(ici, geste.faire), ici)
            terrain.duree = time.perf_counter() - debut
            assert fin.code in REUSSI, fin.erreurs
        terrain.fini = geste.lire(ici)
        assert terrain.fini != terrain.avant
        return terrain

    def neuf(self) -> Path:
        """The working folder, as before the gesture."""
        shutil.rmtree(self.travail, ignore_errors=True)
        shutil.copytree(self.modele, self.travail)
        return self.travail

    def essayer(self, arme: Callable[[], object]) -> enfant.Fin:
        """The gesture, in a child in which `arme` has run."""
        return enfant.attendre(enfant.partir(self.travail, self.geste.faire, arme), self.travail)

    def verifier(self, fin: enfant.Fin, *, reprendre: bool = True) -> None:
        """What is there is allowed; done again, undisturbed, it ends as if nothing had happened."""
        lues = list(resultats(fin.sortie)) if fin.code in REUSSI or fin.code is None or fin.sortie else []
        self.geste.tenir(self.avant, self.geste.lire(self.travail), self.fini, lues)
        if reprendre:
            encore = enfant.attendre(enfant.partir(self.travail, self.geste.faire), self.travail)
            assert encore.code in REUSSI or self.geste.lire(self.travail) == self.fini, encore.erreurs
            assert self.geste.lire(self.travail) == self.fini


def dite(fin: enfant.Fin) -> str:
    """The sentence of an error that the program foresaw: one, in French, without traceback (CONTRATS §1)."""
    assert "Traceback" not in fin.erreurs, fin.erreurs
    assert "inattendue" not in fin.erreurs, fin.erreurs
    phrase = fin.erreurs.strip().splitlines()[-1] if fin.erreurs.strip() else ""
    assert phrase.endswith("."), fin
    return phrase
