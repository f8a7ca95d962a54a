"""What a command takes, said once: it is read, explained (`aide`) and completed (`completion`) from here.

Smaller than argparse, and all of it in French.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rafaelpro_tui.commandes import COMMANDES
from rafaelpro_tui.core.erreurs import SaisieMalformee

if TYPE_CHECKING:
    from rafaelpro_tui.core.horloge import Horloge

PROGRAMME: Final = "rafaelpro-tui"


class Usage(SaisieMalformee):
    """The command line itself cannot be read (exit 2)."""

    titre = "Commande mal écrite"
    remede = f"« {PROGRAMME} --help » montre les commandes."


class Option(NamedTuple):
    """`--nom VALEUR`, or `--nom` alone when `valeur` is empty. `lire` raises ValueError with what was expected."""

    nom: str
    aide: str
    valeur: str = ""
    lire: Callable[[str], Any] = str
    choix: tuple[str, ...] = ()
    obligatoire: bool = False

    @property
    def cle(self) -> str:
        return self.nom.lstrip("-").replace("-", "_")


class Argument(NamedTuple):
    """A word given by its place. `choix` limits what it may be."""

    nom: str
    aide: str
    choix: tuple[str, ...] = ()


class Commande(NamedTuple):
    nom: str
    resume: str
    executer: Callable[[Demande], int]
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    exemples: tuple[str, ...] = ()
    precisions: str = ""


class Demande(NamedTuple):
    """A command line that has been read: the options that all commands share, then those of its own."""

    base: Path | None = None
    profil: str | None = None
    structure: str | None = None
    utilisateur: str | None = None
    aujourdhui: date | None = None
    grace: float | None = None
    json: bool = False
    lecteur: bool = False
    propres: Mapping[str, Any] = MappingProxyType({})
    """By argument name in lower case, or option name with `_`; None when not given, False for a bare option."""

    @property
    def horloge(self) -> Horloge:
        """The machine's clock, or the day of `--aujourdhui`."""
        from rafaelpro_tui.core.horloge import HorlogeFixe, HorlogeSysteme

        return HorlogeFixe(self.aujourdhui) if self.aujourdhui else HorlogeSysteme()


# Readers


def entier(texte: str) -> int:
    """A whole number, 0 or more; spaces between thousands are allowed."""
    chiffres = texte.replace(" ", "").replace("_", "").replace("\N{NO-BREAK SPACE}", "")
    if not (chiffres.isascii() and chiffres.isdigit()):
        raise ValueError("un nombre entier")
    return int(chiffres)


_ANNEES: Final = range(1900, 2200)
"""Years that a session may have: the délais of a day beyond them could not be counted."""


def jour(texte: str) -> date:
    """AAAA-MM-JJ."""
    try:
        if len(texte) != 10:
            raise ValueError
        valeur = date.fromisoformat(texte)
        if valeur.year not in _ANNEES:
            raise ValueError
        return valeur
    except ValueError:
        raise ValueError("une date qui existe, écrite AAAA-MM-JJ, par exemple 2026-09-01") from None


def secondes(texte: str) -> float:
    """A duration in seconds, 0 to a day."""
    try:
        duree = float(texte.replace(",", "."))
    except ValueError:
        duree = -1.0
    if not 0 <= duree <= 86_400:
        raise ValueError("un nombre de secondes entre 0 et 86400")
    return duree


def nom_de_profil(texte: str) -> str:
    """A name that makes a file name everywhere."""
    if not texte or len(texte) > 60 or not all(c.isalnum() or c in "-_" for c in texte):
        raise ValueError("un nom fait de lettres, de chiffres, de « - » et de « _ »")
    return texte


COMMUNES: Final = (
    Option("--base", "la base à ouvrir (sinon la dernière ouverte, ou la démo)", "FICHIER", Path),
    Option("--profil", "la base de ce nom, dans le dossier de données", "NOM", nom_de_profil),
    Option("--structure", "la structure pour laquelle on agit", "ID"),
    Option("--utilisateur", "qui agit", "ID"),
    Option("--aujourdhui", "le jour de toute l’exécution, au lieu de la date réelle", "AAAA-MM-JJ", jour),
    Option("--grace", "délai d’annulation en secondes réelles (20 dans l’application, 0 ici)", "SECONDES", secondes),
    Option("--json", "n’écrire que du JSON, un objet par ligne"),
    Option("--lecteur", "l’application en lignes et en questions, pour lecteur d’écran ou terminal simple"),
)
AIDE: Final = ("-h", "--help", "--aide")


def commande_demandee(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """The name of the command, wherever the shared options are, and the rest of the line."""
    avec_valeur = {option.nom for option in COMMUNES if option.valeur}
    rang = 0
    while rang < len(argv):
        mot = argv[rang]
        if not mot.startswith("-") or mot == "-":
            suite = rang + 1
            if suite < len(argv) and f"{mot} {argv[suite]}" in COMMANDES:  # « serveur compte »
                mot, suite = f"{mot} {argv[suite]}", suite + 1
            return mot, [*argv[:rang], *argv[suite:]]
        rang += 2 if mot in avec_valeur else 1
    return None, list(argv)


def analyser(commande: Commande, argv: Sequence[str]) -> Demande:
    """Read the words of a command.

    Raises:
        Usage: naming the word at fault and what was expected.
    """
    connues = {option.nom: option for option in (*COMMUNES, *commande.options)}
    valeurs: dict[str, Any] = {o.cle: None if o.valeur else False for o in connues.values()}
    places: list[str] = []
    mots = list(argv)
    while mots:
        mot = mots.pop(0)
        if mot == "--":
            places += mots
            break
        if mot == "-" or not mot.startswith("-"):
            places.append(mot)
            continue
        nom, egal, colle = mot.partition("=")
        option = connues.get(nom)
        if option is None:
            raise Usage(f"L’option « {nom} » est inconnue de « {commande.nom} ».", _proche(nom, connues, commande))
        if not option.valeur:
            if egal:
                raise Usage(f"L’option « {nom} » ne prend pas de valeur.", f"Écrivez « {nom} » seule.")
            valeurs[option.cle] = True
            continue
        if not egal and (not mots or (mots[0].startswith("--") and mots[0].partition("=")[0] in connues)):
            raise Usage(f"L’option « {nom} » attend une valeur.", f"Écrivez « {nom} {option.valeur} ».")
        valeurs[option.cle] = _lue(option, colle if egal else mots.pop(0))
    for option in commande.options:
        if option.obligatoire and valeurs[option.cle] is None:
            raise Usage(
                f"« {commande.nom} » attend l’option « {option.nom} {option.valeur} » : {option.aide}.",
                f"Par exemple : {commande.exemples[0]}" if commande.exemples else "",
            )
    return _demande(valeurs | _places(commande, places))


def _lue(option: Option, texte: str) -> Any:
    if option.choix and texte not in option.choix:
        raise Usage(f"« {texte} » n’est pas une valeur de « {option.nom} ».", suggestion(texte, option.choix))
    try:
        return option.lire(texte)
    except ValueError as attendu:
        raise Usage(f"« {texte} » ne convient pas à « {option.nom} ».", f"Donnez {attendu}.") from None


def _places(commande: Commande, mots: list[str]) -> dict[str, Any]:
    for argument, mot in zip(commande.arguments, mots, strict=False):
        if argument.choix and mot not in argument.choix:
            raise Usage(f"« {mot} » n’est pas possible ici.", suggestion(mot, argument.choix))
    if len(mots) < len(commande.arguments):
        manque = commande.arguments[len(mots)]
        raise Usage(
            f"« {commande.nom} » attend {manque.nom} : {manque.aide}.",
            f"Par exemple : {commande.exemples[0]}" if commande.exemples else "",
        )
    if len(mots) > len(commande.arguments):
        trop = mots[len(commande.arguments)]
        raise Usage(
            f"« {commande.nom} » ne sait que faire de « {trop} ».",
            f"« {PROGRAMME} {commande.nom} --help » montre ce qu’elle attend.",
        )
    return {a.nom.lower(): mot for a, mot in zip(commande.arguments, mots, strict=True)}


def _demande(valeurs: dict[str, Any]) -> Demande:
    partagees = {option.cle: valeurs.pop(option.cle) for option in COMMUNES}
    if partagees["base"] is not None and partagees["profil"] is not None:
        raise Usage("« --base » et « --profil » désignent chacune une base.", "Gardez l’une des deux.")
    return Demande(**partagees, propres=valeurs)


def _proche(nom: str, connues: dict[str, Option], commande: Commande) -> str:
    trouvees = difflib.get_close_matches(nom, connues, n=1)
    if trouvees:
        return f"Vouliez-vous dire « {trouvees[0]} » ?"
    return f"« {PROGRAMME} {commande.nom} --help » montre ses options."


def suggestion(mot: str, connus: Sequence[str]) -> str:
    """What was probably meant, or everything that could be."""
    proches = difflib.get_close_matches(mot, connus, n=1)
    if proches:
        return f"Vouliez-vous dire « {proches[0]} » ?"
    return "Écrivez " + ", ".join(f"« {connu} »" for connu in connus) + "."
