"""`--help`: everything, or one command, with examples."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Final

from rafaelpro_tui.commandes import COMMANDES
from rafaelpro_tui.commandes.syntaxe import COMMUNES, PROGRAMME, Commande, Option, Usage, suggestion

LARGEUR: Final = 80
"""Characters of a line."""


def trouver(nom: str) -> Commande:
    """The command of that name, from the one module that declares it.

    Raises:
        Usage: with the nearest name.
    """
    if nom not in COMMANDES:
        raise Usage(f"« {nom} » n’est pas une commande.", suggestion(nom, tuple(COMMANDES)))
    module = import_module(f"rafaelpro_tui.commandes.{COMMANDES[nom]}")
    commandes: tuple[Commande, ...] = module.COMMANDES
    return next(commande for commande in commandes if commande.nom == nom)


def generale() -> str:
    """What `rafaelpro-tui --help` prints."""
    lignes = [
        f"usage : {PROGRAMME} [commande] [options]",
        "",
        "Traiter les candidatures aux formations, au clavier ou par script.",
        f"« {PROGRAMME} » seul ouvre l’application sur la dernière base, ou sur la démo la première fois.",
        "",
        "commandes :",
        *_colonnes((nom, trouver(nom).resume) for nom in COMMANDES),
        "",
        "options, avant ou après la commande :",
        *_options(COMMUNES),
        "",
        "exemples :",
        f"  {PROGRAMME} demo",
        f"  {PROGRAMME} candidatures --session 00235491 --etat en_attente",
        f"  {PROGRAMME} executer commandes.jsonl --simuler --json",
        "",
        "code de sortie : 0 fait, 1 au moins un refus, 2 saisie à corriger, 3 introuvable,",
        "                 4 fichier, verrou ou réseau.",
        f"« {PROGRAMME} COMMANDE --help » détaille une commande.",
    ]
    return "\n".join(lignes) + "\n"


def de(commande: Commande) -> str:
    """What `rafaelpro-tui COMMANDE --help` prints."""
    mots = [commande.nom, *(argument.nom for argument in commande.arguments)]
    mots += [_ecrite(o) if o.obligatoire else f"[{_ecrite(o)}]" for o in commande.options]
    lignes = [
        *_replier(f"usage : {PROGRAMME} ", [*mots, "[options]"]),
        "",
        f"{commande.resume[0].upper()}{commande.resume[1:]}.",
    ]
    if commande.precisions:
        lignes += ["", commande.precisions]
    if commande.arguments or commande.options:
        lignes += ["", "ce qu’elle prend :"]
        lignes += _colonnes((argument.nom, argument.aide) for argument in commande.arguments)
        lignes += _options(commande.options)
    lignes += ["", "options de toutes les commandes :", *_options(COMMUNES)]
    if commande.exemples:
        lignes += ["", "exemples :", *(f"  {exemple}" for exemple in commande.exemples)]
    return "\n".join(lignes) + "\n"


def _options(options: Iterable[Option]) -> list[str]:
    return _colonnes(
        (_ecrite(option), option.aide + (f" : {', '.join(option.choix)}" if option.choix else "")) for option in options
    )


def _ecrite(option: Option) -> str:
    return f"{option.nom} {option.valeur}".strip()


def _colonnes(paires: Iterable[tuple[str, str]]) -> list[str]:
    return [ligne for gauche, droite in paires for ligne in _replier(f"  {gauche:<24} ", droite.split(" "))]


def _replier(debut: str, mots: Iterable[str]) -> list[str]:
    """The words after `debut`, those that do not fit on its line under the first one."""
    lignes, marge = [debut], " " * len(debut)
    for mot in mots:
        if len(lignes[-1]) + len(mot) > LARGEUR and lignes[-1].strip() != debut.strip():
            lignes.append(marge)
        lignes[-1] += f"{mot} "
    return [ligne.rstrip() for ligne in lignes]
