"""The people of the demo: drawn one by one, some of them candidats on several sessions (CAN-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from rafaelpro_tui.core.demo.noms import NOMS, PRENOMS_FEMININS, PRENOMS_MASCULINS
from rafaelpro_tui.core.demo.territoire import COMMUNES, DEPARTEMENTS
from rafaelpro_tui.core.model import Candidat
from rafaelpro_tui.core.texte import fold

_TAILLE: Final = 600
"""People who may come back on a later session."""

_PRENOMS: Final = PRENOMS_FEMININS + PRENOMS_MASCULINS


def _adresse(texte: str) -> str:
    return "".join(c for c in fold(texte).replace(" ", "-") if c.isalnum() or c == "-")


@dataclass(slots=True)
class Habitue:
    """A candidat and what its limits are counted from."""

    id: str
    departement: str
    inscrit: bool
    session: str
    en_attente: int = 0
    hsp: int = 0


class Vivier:
    """Draws the candidat of each candidature: somebody new, or somebody already met who may still apply."""

    def __init__(self, hasard: Random, jour: date) -> None:
        self._random = hasard.random
        self._annee = jour.year
        self._connus: list[Habitue] = []
        self._nombre = 0
        self._noms = [(nom, _adresse(nom)) for nom in NOMS]
        self._prenoms = [(prenom, _adresse(prenom)) for prenom in _PRENOMS]

    def connu(self, session: str, *, en_attente: bool, hsp: bool) -> Habitue | None:
        """Somebody already candidat elsewhere, within the limits of CAN-4, about one time out of four."""
        connus = self._connus
        if not connus or self._random() > 0.3:
            return None
        for essai in range(8):
            habitue = connus[int(self._random() * len(connus))]
            if habitue.session == session:
                continue
            if en_attente and (habitue.en_attente == 3 or (hsp and habitue.hsp)):
                continue
            if en_attente and essai < 5 and not habitue.en_attente:
                continue  # so that some reach their limit of three
            habitue.session = session
            return self._compte(habitue, en_attente, hsp)
        return None

    def nouveau(self, session: str, departement: str, *, en_attente: bool, hsp: bool) -> tuple[Habitue, Candidat]:
        """Somebody new, who lives in `departement` most often."""
        hasard = self._random
        self._nombre += 1
        if hasard() < 0.15:
            departement = DEPARTEMENTS[int(hasard() * len(DEPARTEMENTS))]
        communes = COMMUNES[departement]
        commune, code_postal = communes[int(hasard() * len(communes))]
        rang_prenom = int(hasard() * len(self._prenoms))
        prenom, adresse_prenom = self._prenoms[rang_prenom]
        nom, adresse_nom = self._noms[int(hasard() * len(self._noms))]
        usage = None
        if rang_prenom < len(PRENOMS_FEMININS) and hasard() < 0.16:
            usage, adresse_nom = self._noms[int(hasard() * len(self._noms))]
            if hasard() < 0.3:
                usage = f"{nom}-{usage}"
        candidat = Candidat(
            id=f"P{self._nombre}",
            nom_naissance=nom,
            nom_usage=usage,
            prenom=prenom,
            naissance=date(self._annee - 18 - int(hasard() * 42), 1 + int(hasard() * 12), 1 + int(hasard() * 28)),
            telephone=f"063998{int(hasard() * 10_000):04d}",  # numbers kept for fiction by the Arcep
            courriel=f"{adresse_prenom}.{adresse_nom}@example.org" if hasard() < 0.9 else "",
            commune=commune,
            code_postal=code_postal,
            inscrit_france_travail=hasard() < 0.85,
        )
        habitue = Habitue(candidat.id, departement, candidat.inscrit_france_travail, session)
        if len(self._connus) < _TAILLE:
            self._connus.append(habitue)
        else:
            self._connus[self._nombre % _TAILLE] = habitue
        return self._compte(habitue, en_attente, hsp), candidat

    @staticmethod
    def _compte(habitue: Habitue, en_attente: bool, hsp: bool) -> Habitue:
        habitue.en_attente += en_attente
        habitue.hsp += en_attente and hsp
        return habitue
