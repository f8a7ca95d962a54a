"""The decisions file of a session (`lot --fichier`): a spreadsheet goes out, comes back filled in, and is read.

An empty cell means « leave as it is »; `decisions` tells what is to be done from what differs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from rafaelpro_tui.core.erreurs import FichierInaccessible, SaisieMalformee
from rafaelpro_tui.core.exchange.csv_fr import Cellule, retablir
from rafaelpro_tui.core.exchange.csv_session import TITRES as TITRES_SESSION
from rafaelpro_tui.core.exchange.fautes import proche
from rafaelpro_tui.core.exchange.json_strict import cite
from rafaelpro_tui.core.exchange.provenance import Provenance
from rafaelpro_tui.core.exchange.tableur import ecrire_tableau
from rafaelpro_tui.core.exchange.xlsx import Illisible, est_xlsx, lire_xlsx
from rafaelpro_tui.core.model import (
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Etat,
    Motif,
    MotifHsp,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    Vocable,
)
from rafaelpro_tui.core.rules.textes import propre
from rafaelpro_tui.core.saisie import lire_intensite
from rafaelpro_tui.core.texte import fold

TITRES: Final = {
    "reference": "Référence",
    "convocation": "Convocation",
    "resultat": "Résultat",
    "recrutement": "Recrutement",
    "motif": "Motif",
    "raison": "Raison",
    "commentaire": "Commentaire",
    "entree": "Entrée",
    "sortie": "Sortie",
    "intensite": "Intensité",
}
"""The columns in their order: field of a `Decision`, title."""
TAILLE_MAX: Final = 50_000_000
SEPARATEURS: Final = (";", ",", "\t")
POUR_MEMOIRE: Final = "-"
_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 0{1,2}:00(?::00)?)?", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A row; None or "" is an empty cell. `ligne` is its line in the file, from 1 (0: not from a file)."""

    ligne: int = 0
    reference: str
    convocation: date | None = None
    resultat: Resultat | None = None
    recrutement: bool | None = None
    motif: Motif | MotifHsp | None = None
    raison: str = ""
    commentaire: str = ""
    entree: date | None = None
    sortie: date | None = None
    intensite: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FauteDeCellule:
    """`colonne` is a title, "" when the whole row is at fault; `reference` that of the row, where it has one."""

    ligne: int
    colonne: str
    raison: str
    reference: str = ""

    def __str__(self) -> str:
        ou = f"Ligne {self.ligne}, colonne {self.colonne}" if self.colonne else f"Ligne {self.ligne}"
        return f"{ou} : {self.raison}"


class DecisionsFautives(SaisieMalformee):
    """`fautes` holds every fault of the file; the message tells the first."""

    def __init__(self, fautes: Iterable[FauteDeCellule]) -> None:
        self.fautes = tuple(fautes)
        autres = len(self.fautes) - 1
        suite = "" if not autres else " (et une autre erreur)" if autres == 1 else f" (et {autres} autres erreurs)"
        super().__init__(f"{self.fautes[0]}{suite}", "Corrigez le fichier : rien n’a été exécuté.")


@dataclass(frozen=True, slots=True)
class Lecture:
    """The rows that can be read, and what is wrong with the others."""

    decisions: tuple[Decision, ...]
    fautes: tuple[FauteDeCellule, ...]


def lire_fichier(chemin: Path) -> Lecture:
    """Every row of the file that has a reference, of a CSV or of a workbook by its name.

    Of a CSV, separator (`;` `,` tab) and encoding are recognised. When two rows have the same reference the first one
    counts.

    Raises:
        DecisionsFautives: the titles cannot be read, so no row can; SaisieMalformee; FichierInaccessible.
    """
    fautes: list[FauteDeCellule] = []
    decisions: dict[str, Decision] = {}
    lignes = lire_xlsx(chemin) if est_xlsx(chemin) else _lignes(_texte(chemin))
    colonnes = _colonnes(*next(lignes, (1, [])))
    for numero, cellules in lignes:
        try:
            decision = _decision(numero, colonnes, [_valeur(cellule) for cellule in cellules])
            if (deja := decisions.setdefault(decision.reference, decision)) is not decision:
                raison = f"{cite(decision.reference)} figure déjà ligne {deja.ligne} ; gardez une seule ligne."
                raise _Faute("reference", raison)
        except _Faute as faute:
            reference = dict(zip(colonnes, map(_valeur, cellules), strict=False)).get("reference", "")
            fautes.append(FauteDeCellule(numero, TITRES.get(faute.champ, ""), faute.raison, reference))
    return Lecture(tuple(decisions.values()), tuple(fautes))


def lire_decisions(chemin: Path) -> list[Decision]:
    """Every row of the file that has a reference, or none at all.

    Raises:
        DecisionsFautives: naming lines and columns; SaisieMalformee; FichierInaccessible.
    """
    lecture = lire_fichier(chemin)
    if lecture.fautes:
        raise DecisionsFautives(lecture.fautes)
    return list(lecture.decisions)


def ecrire_decisions(candidatures: Iterable[Candidature], sortie: Path, provenance: Provenance) -> int:
    """The file to fill in: a row per candidature, as it stands. Brought back untouched, it changes nothing.

    Raises:
        FichierInaccessible, DisquePlein.
    """
    lignes = (_cellules(decision_de(c)) for c in candidatures)
    return ecrire_tableau(sortie, tuple(TITRES.values()), lignes, provenance, choix=_CHOIX)


def decision_de(candidature: Candidature) -> Decision:
    """The row of a candidature as it stands. Where a new convocation is due, the cells for it are empty."""
    derniere, avis = candidature.derniere, candidature.avis_courant
    if candidature.etat is Etat.EN_ATTENTE and derniere and derniere.resultat is Resultat.ABSENCE_JUSTIFIEE:
        derniere = None
    oui = avis if isinstance(avis, RecrutementOui | ConformiteOui) else None
    non = avis if isinstance(avis, RecrutementNon | ConformiteNon) else None
    return Decision(
        reference=candidature.reference,
        convocation=derniere.date if derniere else None,
        resultat=derniere.resultat if derniere else None,
        recrutement=None if avis is None else non is None,
        motif=non.motif if non else None,
        raison=non.raison if non else "",
        commentaire="" if avis is None or isinstance(avis, ConformiteNon) else avis.commentaire,
        entree=oui.entree if oui else None,
        sortie=oui.sortie if oui else None,
        intensite=oui.intensite if oui else None,
    )


def _cellules(decision: Decision) -> list[Cellule]:
    return [_cellule(getattr(decision, champ)) for champ in TITRES]


def _cellule(valeur: Any) -> Cellule:
    match valeur:
        case bool():
            return "Oui" if valeur else "Non"
        case Vocable():
            return valeur.libelle
        case None | date() | Decimal():
            return valeur
        case _:
            return str(valeur)


_CHOIX: Final = {
    TITRES["resultat"]: [resultat.libelle for resultat in Resultat],
    TITRES["recrutement"]: ["Oui", "Non"],
    TITRES["motif"]: [motif.libelle for motif in Motif if motif is not Motif.AVIS_NON_TRANSMIS],  # AVI-5
}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


class _Faute(Exception):
    def __init__(self, champ: str, raison: str) -> None:
        super().__init__(raison)
        self.champ = champ
        self.raison = raison


def _texte(chemin: Path) -> str:
    try:
        if chemin.stat().st_size > TAILLE_MAX:
            raise SaisieMalformee(f"« {chemin.name} » est trop gros pour un fichier de décisions.", "Vérifiez-le.")
        brut = chemin.read_bytes()
    except FileNotFoundError:
        raise FichierInaccessible(f"Le fichier « {chemin} » n’existe pas.", "Vérifiez son chemin.") from None
    except OSError as erreur:
        raise FichierInaccessible(f"Le fichier « {chemin} » ne peut pas être lu.") from erreur
    encodages = ("utf-16",) if brut[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encodage in encodages:
        try:
            texte = brut.decode(encodage)
        except UnicodeError:
            continue
        if "\0" not in texte:
            return texte if "\n" in texte else texte.replace("\r", "\n")
    raise SaisieMalformee(
        f"« {chemin.name} » n’est pas un fichier CSV.", "Enregistrez le tableau au format « CSV UTF-8 »."
    )


def _lignes(texte: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with the line each starts at."""
    premiere, _, suite = texte.partition("\n")
    decalage = 0
    if trouve := re.fullmatch(r"sep=(.)", premiere.strip(' \r"')):  # a line of Excel's
        separateur, texte, decalage = trouve[1], suite, 1
    else:
        separateur = _separateur(premiere)
    # Strict: a quote that is not closed would swallow the rows that follow.
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = 1 + decalage
    try:
        for cellules in lecteur:
            numero, debut = debut, lecteur.line_num + 1 + decalage
            if any(cellule.strip() for cellule in cellules):
                yield numero, [cellule.strip() for cellule in cellules]
    except csv.Error:
        raison = "un guillemet n’est pas refermé, ou une cellule est démesurée."
        raise DecisionsFautives([FauteDeCellule(debut, "", raison)]) from None


def _valeur(cellule: str) -> str:
    return cellule if isinstance(cellule, Illisible) else retablir(cellule)


def _separateur(titres: str) -> str:
    connus = {_cle(titre) for titre in TITRES.values()}
    return max(SEPARATEURS, key=lambda s: sum(_cle(titre) in connus for titre in titres.split(s)))


def _cle(texte: str) -> str:
    """A title, a label or an identifier, whatever its accents, case and punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", fold(texte)).strip()


_CHAMPS: Final = {_cle(titre): champ for champ, titre in TITRES.items()}
_POUR_MEMOIRE: Final = {_cle(titre) for titre in TITRES_SESSION} - _CHAMPS.keys()
"""Columns of a session's export: whoever adds the decisions to it need not take them away."""


def _colonnes(ligne: int, titres: list[str]) -> list[str]:
    """The field of each column; "" for one without a title, `POUR_MEMOIRE` for one that is not read."""
    colonnes: list[str] = []
    if "reference" not in map(_cle, titres):
        raison = "la colonne « Référence » manque ; la première ligne doit porter les titres des colonnes."
        raise DecisionsFautives([FauteDeCellule(ligne, "", raison)])
    for titre in titres:
        champ = _CHAMPS.get(_cle(titre), "")
        if _cle(titre) in _POUR_MEMOIRE:
            champ = POUR_MEMOIRE
        elif titre and not champ:
            raison = f"la colonne {cite(titre)} est inconnue ; {_remede_de_titre(titre)}"
            raise DecisionsFautives([FauteDeCellule(ligne, "", raison)])
        elif champ and champ in colonnes:
            raison = "ce titre figure deux fois ; gardez une seule colonne."
            raise DecisionsFautives([FauteDeCellule(ligne, TITRES[champ], raison)])
        colonnes.append(champ)
    return colonnes


def _remede_de_titre(titre: str) -> str:
    if voulu := proche(_cle(titre), tuple(_CHAMPS)):
        return f"écrivez « {TITRES[_CHAMPS[voulu]]} »."
    return f"les colonnes sont {', '.join(TITRES.values())}."


def _decision(numero: int, colonnes: list[str], cellules: list[str]) -> Decision:
    valeurs: dict[str, Any] = {}
    for rang, cellule in enumerate(cellules):
        champ = colonnes[rang] if rang < len(colonnes) else ""
        if not cellule or champ == POUR_MEMOIRE:
            continue
        if not champ:
            raise _Faute("", f"la cellule {cite(cellule)} n’est sous aucun titre ; videz-la.")
        if isinstance(cellule, Illisible):
            raise _Faute(champ, f"elle contient {cellule} ; remplacez-la par sa valeur.")
        try:
            valeurs[champ] = _LECTEURS[champ](cellule)
        except ValueError as erreur:
            raise _Faute(champ, str(erreur)) from None
    if "reference" not in valeurs:
        raise _Faute("reference", "elle manque ; donnez la référence de la candidature.")
    return Decision(ligne=numero, **valeurs)


def _date(texte: str) -> date:
    try:
        if trouve := _ISO.fullmatch(texte):
            return date(int(trouve[1]), int(trouve[2]), int(trouve[3]))
        if trouve := _DATE.fullmatch(texte):
            annee = int(trouve[3]) + (2000 if len(trouve[3]) == 2 else 0)
            return date(annee, int(trouve[2]), int(trouve[1]))
    except ValueError:
        raise ValueError(f"{cite(texte)} n’existe pas au calendrier ; écrivez JJ/MM/AAAA.") from None
    raise ValueError(f"{cite(texte)} n’est pas une date ; écrivez JJ/MM/AAAA.")


def _oui_non(texte: str) -> bool:
    match _cle(texte):
        case "oui":
            return True
        case "non":
            return False
        case _:
            raise ValueError(f"{cite(texte)} est inconnu ; écrivez Oui ou Non.")


def _vocable(*enums: type[Vocable]) -> Callable[[str], Vocable]:
    connus = {_cle(nom): membre for enum in reversed(enums) for membre in enum for nom in (membre.libelle, str(membre))}

    def lire(texte: str) -> Vocable:
        if (membre := connus.get(_cle(texte))) is not None:
            return membre
        attendus = ", ".join(f"« {membre.libelle} »" for membre in enums[0])
        raise ValueError(f"{cite(texte)} est inconnu ; choisissez parmi {attendus}.")

    return lire


_LECTEURS: Final[dict[str, Callable[[str], Any]]] = {
    "reference": str,
    "convocation": _date,
    "resultat": _vocable(Resultat),
    "recrutement": _oui_non,
    "motif": _vocable(Motif, MotifHsp),
    "raison": propre,
    "commentaire": propre,
    "entree": _date,
    "sortie": _date,
    "intensite": lire_intensite,
}
assert tuple(_LECTEURS) == tuple(TITRES) == tuple(champ.name for champ in fields(Decision))[1:]
