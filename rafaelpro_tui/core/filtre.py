"""Filters as text: `etat:en_attente jours<7 prescripteur:"mission locale" -martin` (ECRANS §4). Pure.

Conditions are set apart by spaces and must all hold; `-` turns one round. A word without a key is looked for in the
whole row. The vocabulary is that of REGLES.md, accents, case and the end of a word left free. `str` of what was read
gives a text that reads the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from rafaelpro_tui.core.erreurs import SaisieMalformee
from rafaelpro_tui.core.model import (
    Drapeau,
    Etape,
    Etat,
    EtatSession,
    Motif,
    MotifHsp,
    Resultat,
    Role,
    TypeEntrees,
    Vocable,
)
from rafaelpro_tui.core.texte import entier_fr, fold, pluriel

REMEDE: Final = "Corrigez le filtre : la liste n’a pas changé."
SELECTION: Final = "selection"
"""The word that stands for the rows that are ticked."""


class FiltreMalforme(SaisieMalformee):
    """A filter that cannot be read."""

    titre = "Filtre illisible"
    remede = REMEDE


# ── what a filter is ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mots:
    """Words each of which begins a word of the row, in any order; several when quoted together."""

    texte: str
    non: bool = False

    def __str__(self) -> str:
        nu = self.texte and not re.search(r"\s", self.texte) and self.texte[0] != "-" and not _cle_de(self.texte)
        return _signe(self.non) + (self.texte if nu and fold(self.texte) != SELECTION else f'"{self.texte}"')


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that are ticked."""

    non: bool = False

    def __str__(self) -> str:
        return _signe(self.non) + SELECTION


@dataclass(frozen=True, slots=True)
class Parmi:
    """One of some words of the vocabulary: `etat:retenue,non_retenue`."""

    cle: str
    valeurs: tuple[Vocable, ...]
    non: bool = False

    def __str__(self) -> str:
        return f"{_signe(self.non)}{self.cle}:{','.join(self.valeurs)}"


@dataclass(frozen=True, slots=True)
class Contient:
    """A text each word of which begins a word of the field (of a reference: its beginning)."""

    cle: str
    texte: str
    non: bool = False

    def __str__(self) -> str:
        texte = f'"{self.texte}"' if re.search(r"\s", self.texte) else self.texte
        return f"{_signe(self.non)}{self.cle}:{texte}"


@dataclass(frozen=True, slots=True)
class Compare:
    """A number or a day, on one side of another: `jours<7`. `signe` is one of `<`, `<=`, `=`, `>=`, `>`."""

    cle: str
    signe: str
    valeur: int | date
    non: bool = False

    def __str__(self) -> str:
        return f"{_signe(self.non)}{self.cle}{self.signe}{self.valeur}"


Terme = Mots | Selection | Parmi | Contient | Compare


@dataclass(frozen=True, slots=True)
class Filtre:
    """Conditions that must all hold."""

    termes: tuple[Terme, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.termes))

    def __bool__(self) -> bool:
        return bool(self.termes)

    @property
    def mots(self) -> str:
        """The words to be found in the row, one after the other as they were typed: « 06 12 34 » is one number."""
        return " ".join(terme.texte for terme in self.termes if isinstance(terme, Mots) and not terme.non)

    def parmi(self, cle: str) -> tuple[Vocable, ...]:
        """The words asked of a key, none when it is not asked (or is turned round)."""
        for terme in self.termes:
            if isinstance(terme, Parmi) and terme.cle == cle and not terme.non:
                return terme.valeurs
        return ()


# ── the keys that a list knows ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cle:
    """`aide` says what it is; `vocabulaire` what it may be; `nombre` and `jour` that it is compared."""

    nom: str
    aide: str
    vocabulaire: tuple[Vocable, ...] = ()
    nombre: bool = False
    jour: bool = False

    @property
    def compare(self) -> bool:
        return self.nombre or self.jour

    @property
    def ecrite(self) -> str:
        """As one starts to type it: « etat: », « jours< »."""
        return self.nom + ("<" if self.nombre else ">" if self.jour else ":")


@dataclass(frozen=True, slots=True)
class Langage:
    """What filters of a list may say; `liste` names it in sentences: « candidatures »."""

    liste: str
    cles: Mapping[str, Cle]
    selection: bool = field(default=False)


def _par_nom(*cles: Cle) -> Mapping[str, Cle]:
    return {cle.nom: cle for cle in cles}


_SESSION: Final = (
    Cle("session", "référence de la session"),
    Cle("formation", "intitulé ou référence de la formation"),
    Cle("dispositif", "PRF, HSP…"),
    Cle("positionneur", "organisme Positionneur de la session"),
    Cle("role", "rôle de mon organisme sur la session", tuple(Role)),
    Cle("type", "type d’entrées de la session", tuple(TypeEntrees)),
    Cle("jours", "jours restants pour rendre les avis", nombre=True),
    Cle("debut", "début de la session", jour=True),
    Cle("fin", "fin de la session", jour=True),
)
CANDIDATURES: Final = Langage(
    "candidatures",
    _par_nom(
        Cle("etat", "état de la candidature", tuple(Etat)),
        Cle("etape", "étape d’une candidature en attente", tuple(Etape)),
        *_SESSION,
        Cle("prescripteur", "organisme prescripteur"),
        Cle("commune", "commune du candidat"),
        Cle("deposee", "date de candidature", jour=True),
        Cle("avis", "date du premier avis rendu", jour=True),
        Cle("convocations", "nombre de convocations", nombre=True),
        Cle("reponse", "réponse à l’une des convocations", tuple(Resultat)),
        Cle("motif", "motif du refus", (*Motif, *MotifHsp)),
        Cle("drapeau", "drapeau posé par ma structure", tuple(Drapeau)),
        Cle("note", "texte des notes internes"),
        Cle("notes", "nombre de notes internes", nombre=True),
        Cle("a", "personne en charge : moi, personne, ou son nom"),
    ),
    selection=True,
)
SESSIONS: Final = Langage(
    "sessions",
    _par_nom(Cle("etat", "état de la session", tuple(EtatSession)), *_SESSION, Cle("commune", "commune de la session")),
)
LANGAGES: Final = {langage.liste: langage for langage in (CANDIDATURES, SESSIONS)}
"""By the name of the list."""


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

SIGNES: Final = {":": ":", "<=": "<=", "≤": "<=", ">=": ">=", "≥": ">=", "=": "=", "<": "<", ">": ">"}
_MORCEAU: Final = re.compile(r'(?:[^\s"]|"[^"]*")+')
_CLE: Final = re.compile(r"([^\W\d_][^\W\d]*)(" + "|".join(sorted(SIGNES, key=len, reverse=True)) + r")(.*)", re.DOTALL)
_ENTIER: Final = re.compile(r"[+-]?[0-9]{1,9}")

LONGUEUR_MAX: Final = 2_000
"""Characters of a filter: a whole document pasted by mistake is not looked for."""

V = TypeVar("V", bound=Vocable)


def lire(texte: str, langage: Langage, aujourdhui: date) -> Filtre:
    """What `texte` asks of a list; `aujourdhui` gives their day to `+3` or `lundi`.

    Raises:
        FiltreMalforme: one French sentence that names the key or the value at fault and what could be written.
    """
    if len(texte) > LONGUEUR_MAX:
        raise FiltreMalforme(
            f"Le filtre a {pluriel(len(texte), 'caractère')} : il en faut {entier_fr(LONGUEUR_MAX)} au plus.",
            "Gardez-en les premiers mots.",
        )
    if texte.count('"') % 2:
        raise FiltreMalforme("Le filtre ouvre un guillemet sans le fermer.", "Fermez-le, ou retirez-le.")
    # What is no character at all (a lone surrogate, from a byte that is not UTF-8) is in no row, nor can SQL hold it.
    texte = texte.encode("utf-8", "replace").decode("utf-8")
    termes = tuple(_terme(trouve[0], langage, aujourdhui) for trouve in _MORCEAU.finditer(texte))
    seules: set[str] = set()
    for terme in termes:
        # A row is in one state: two would find nothing. It may hold several roles.
        if isinstance(terme, Parmi) and not terme.non and terme.cle != "role":
            if terme.cle in seules:
                raise FiltreMalforme(
                    f"Le filtre « {terme.cle}: » est donné deux fois.",
                    f"Séparez les valeurs par une virgule : « {terme.cle}:…,… ».",
                )
            seules.add(terme.cle)
    return Filtre(termes)


def en_mots(texte: str) -> str:
    """A filter that looks for `texte` as words, whatever they look like."""
    texte = texte.replace('"', " ").strip()
    return f'"{texte}"' if texte else ""


def fermer(texte: str) -> str:
    """`texte` with the quote that is still open closed: what is being typed means that."""
    return texte + '"' if texte.count('"') % 2 else texte


def _terme(morceau: str, langage: Langage, aujourdhui: date) -> Terme:
    non = morceau.startswith("-") and len(morceau) > 1
    nu = morceau[1:] if non else morceau
    if trouve := _cle_de(nu):
        return _condition(trouve, langage, aujourdhui, non=non)
    if langage.selection and fold(nu) == SELECTION:
        return Selection(non)
    return Mots(nu.replace('"', ""), non)


def _cle_de(morceau: str) -> re.Match[str] | None:
    return _CLE.fullmatch(morceau)


def _condition(trouve: re.Match[str], langage: Langage, aujourdhui: date, *, non: bool) -> Terme:
    cle = _connue(trouve[1], trouve[2], langage)
    signe, valeur = SIGNES[trouve[2]], trouve[3].replace('"', "").strip()
    if not cle.compare:
        if signe not in (":", "="):
            raise FiltreMalforme(
                f"Le filtre « {cle.nom}{signe} » ne se compare pas : {cle.aide}.", f"Écrivez « {cle.nom}: »."
            )
        if not valeur:
            raise FiltreMalforme(f"Le filtre « {cle.nom}: » attend une valeur : {cle.aide}.", _exemple(cle))
        if cle.vocabulaire:
            valeurs = (_du_vocabulaire(mot, cle) for mot in valeur.split(",") if mot.strip())
            if not (uniques := tuple(dict.fromkeys(valeurs))):
                raise FiltreMalforme(f"Le filtre « {cle.nom}: » attend une valeur : {cle.aide}.", _exemple(cle))
            return Parmi(cle.nom, uniques, non)
        return Contient(cle.nom, valeur, non)
    signe = "=" if signe == ":" else signe
    if cle.nombre:
        if not _ENTIER.fullmatch(valeur):
            raise FiltreMalforme(
                f"Le filtre « {cle.nom}{signe} » attend un nombre entier, pas « {_cite(valeur)} ».", _exemple(cle)
            )
        return Compare(cle.nom, signe, int(valeur), non)
    from rafaelpro_tui.core.saisie import lire_date  # not for the first screen

    try:
        return Compare(cle.nom, signe, lire_date(valeur, aujourdhui), non)
    except ValueError as raison:
        raise FiltreMalforme(f"Le filtre « {cle.nom}{signe} » attend une date : {raison}", _exemple(cle)) from None


def _connue(ecrite: str, signe: str, langage: Langage) -> Cle:
    nom = fold(ecrite)
    if nom in langage.cles:
        return langage.cles[nom]
    autre = SESSIONS if langage is CANDIDATURES else CANDIDATURES
    if nom in autre.cles:
        raise FiltreMalforme(
            f"Le filtre « {nom}{signe} » ne s’applique pas aux {langage.liste}.", f"Employez {_cles(langage)}."
        )
    proches = difflib.get_close_matches(nom, langage.cles, n=1)
    que_faire = (
        f"Vouliez-vous dire « {langage.cles[proches[0]].ecrite} » ?"
        if proches
        else f"Employez {_cles(langage)}, ou mettez ce texte entre guillemets."
    )
    raise FiltreMalforme(f"Le filtre « {_cite(ecrite)}{signe} » n’existe pas.", que_faire)


def _du_vocabulaire(ecrit: str, cle: Cle) -> Vocable:
    """The word of the vocabulary that is meant, by its identifier or its label, whole or by its beginning."""
    plat = _plat(ecrit)
    for mot in cle.vocabulaire:
        if plat in (_plat(mot), _plat(mot.libelle)):
            return mot
    debuts = [m for m in cle.vocabulaire if plat and any(_plat(nom).startswith(plat) for nom in (m, m.libelle))]
    if len(debuts) == 1:
        return debuts[0]
    if debuts:
        raise FiltreMalforme(
            f"« {_cite(ecrit)} » peut désigner plusieurs valeurs de « {cle.nom}: ».", f"Écrivez {_ou(debuts)}."
        )
    proches = difflib.get_close_matches(plat, [_plat(mot) for mot in cle.vocabulaire], n=1)
    suggestion = f"Vouliez-vous dire « {proches[0].replace(' ', '_')} » ? " if proches else ""
    raise FiltreMalforme(
        f"« {_cite(ecrit)} » n’est pas une valeur de « {cle.nom}: ».",
        f"{suggestion}Les valeurs possibles : {', '.join(cle.vocabulaire)}.",
    )


def _plat(texte: str) -> str:
    return " ".join(fold(texte).replace("_", " ").replace(":", " ").split())


def _exemple(cle: Cle) -> str:
    if cle.vocabulaire:
        return f"Les valeurs possibles : {', '.join(cle.vocabulaire)}."
    if cle.nombre:
        return f"Écrivez par exemple « {cle.nom}<7 »."
    if cle.jour:
        return f"Écrivez par exemple « {cle.nom}>15/07/2026 » ou « {cle.nom}<+3 »."
    return f'Écrivez par exemple « {cle.nom}:mot » ou « {cle.nom}:"plusieurs mots" ».'


def _cles(langage: Langage) -> str:
    return _ou([cle.ecrite for cle in langage.cles.values()])


def _ou(mots: Sequence[str]) -> str:
    cites = [f"« {mot} »" for mot in mots]
    return " ou ".join([", ".join(cites[:-1]), cites[-1]] if len(cites) > 1 else cites)


def _cite(texte: str) -> str:
    return texte if len(texte) <= 30 else f"{texte[:29]}…"


def _signe(non: bool) -> str:
    return "-" if non else ""
