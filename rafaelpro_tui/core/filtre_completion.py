"""What can follow what is being typed in a filter: keys, then their values. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rafaelpro_tui.core.filtre import LONGUEUR_MAX, SELECTION, SIGNES, Cle, Langage
from rafaelpro_tui.core.texte import fold, porte_les_mots
from rafaelpro_tui.core.texte_sur import safe

MAXIMUM: Final = 8
"""Propositions at once."""

# A piece of a text; the quote of the last one may be open. From the left: to look for the last one alone would try
# each place, and take seconds on what was pasted.
_MORCEAU: Final = re.compile(r'(?:[^\s"]|"[^"]*(?:"|\Z))+')
_SIGNE: Final = re.compile("|".join(sorted(SIGNES, key=len, reverse=True)))
_JOURS: Final = (("-7", "il y a 7 jours"), ("aujourd'hui", ""), ("+7", "dans 7 jours"), ("+30", "dans 30 jours"))
_NOMBRES: Final = {
    "jours": (("7", "dans la semaine"), ("15", "d’ici 15 jours"), ("0", "échéance passée")),
    "convocations": (("0", "jamais"), ("1", ""), ("2", ""), ("3", "")),
    "notes": (("0", ""), ("1", ""), ("2", "")),
}


@dataclass(frozen=True, slots=True)
class Proposition:
    """`texte` is the whole field once it is taken, `mot` what it adds, `aide` what that is."""

    texte: str
    mot: str
    aide: str


@dataclass(frozen=True, slots=True)
class EnCours:
    """The condition being typed at the end of a field: `avant` comes before it, `valeur` is its beginning.

    `cle` is None while it is the key that is being typed, in `valeur`.
    """

    avant: str
    cle: Cle | None
    valeur: str

    @property
    def a_lire(self) -> Cle | None:
        """The key whose values are those of the base."""
        return None if self.cle is None or self.cle.vocabulaire or self.cle.compare else self.cle


def en_cours(texte: str, langage: Langage) -> EnCours:
    """What is being typed at the end of `texte`."""
    if len(texte) > LONGUEUR_MAX:
        return EnCours(texte, None, "")
    *_, dernier = "", *(trouve[0] for trouve in _MORCEAU.finditer(texte) if trouve.end() == len(texte))
    morceau = str(dernier)
    debut = len(texte) - len(morceau)
    if morceau.startswith("-"):
        debut, morceau = debut + 1, morceau[1:]
    signe = _SIGNE.search(morceau)
    cle = langage.cles.get(fold(morceau[: signe.start()])) if signe else None
    if signe is None or cle is None:
        return EnCours(texte[:debut], None, morceau)
    place = debut + signe.end()
    valeur = texte[place:]
    if cle.vocabulaire and "," in valeur:
        place += valeur.rindex(",") + 1
    return EnCours(texte[:place], cle, texte[place:].replace('"', ""))


def proposer(saisie: EnCours, langage: Langage, valeurs: Iterable[str] = ()) -> Sequence[Proposition]:
    """What it can become; `valeurs` are those of the base for `saisie.a_lire`."""
    if saisie.cle is None:
        return _cles(saisie, langage)
    suites: Iterable[tuple[str, str]]
    if saisie.cle.vocabulaire:
        suites = [
            (mot.value, mot.libelle)
            for mot in saisie.cle.vocabulaire
            if porte_les_mots(f"{mot.replace('_', ' ')} {mot.libelle}", saisie.valeur.replace("_", " "))
        ]
    elif saisie.cle.compare:
        connus = _NOMBRES[saisie.cle.nom] if saisie.cle.nombre else _JOURS
        suites = [(mot, aide) for mot, aide in connus if mot.startswith(saisie.valeur)]
    else:
        suites = [(_tapable(valeur), "") for valeur in valeurs]
    if len(suites) == 1 and suites[0][0] == saisie.valeur:
        return ()
    return [Proposition(f"{saisie.avant}{_entre_guillemets(mot)} ", mot, aide) for mot, aide in suites[:MAXIMUM]]


def _cles(saisie: EnCours, langage: Langage) -> Sequence[Proposition]:
    debut = fold(saisie.valeur)
    if not debut or '"' in saisie.valeur:
        return ()
    proposees = [
        Proposition(saisie.avant + cle.ecrite, cle.ecrite, cle.aide)
        for cle in langage.cles.values()
        if cle.nom.startswith(debut)
    ]
    if langage.selection and SELECTION.startswith(debut) and debut != SELECTION:
        proposees.append(Proposition(f"{saisie.avant}{SELECTION} ", SELECTION, "les lignes cochées"))
    return proposees


def _tapable(valeur: str) -> str:
    """A value of the base as one could type it: what a terminal would obey is folded away, and found all the same."""
    return (valeur if safe(valeur) == valeur else fold(valeur)).replace('"', " ")


def _entre_guillemets(valeur: str) -> str:
    return f'"{valeur}"' if re.search(r"\s", valeur) else valeur
