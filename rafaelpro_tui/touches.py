"""The keys that work everywhere, and how a French keyboard names keys (STYLE.md, rule 4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, format_key

TOUCHES: Final[list[BindingType]] = [
    Binding(
        "u", "annuler", "Annuler", tooltip="Annuler votre dernière saisie, tant qu’elle est annulable", id="annuler"
    ),
    Binding("f2", "structure", "Structure", tooltip="Changer de structure", id="structure"),
    Binding("f3", "accueil", "Accueil", show=False, tooltip="Le tableau de bord et ce qui est à traiter", id="accueil"),
    Binding(
        "f4",
        "candidatures",
        "Candidatures",
        show=False,
        tooltip="Les candidatures de toutes les sessions, par état",
        id="candidatures",
    ),
    Binding("f5", "sessions", "Sessions", tooltip="Revenir aux sessions", id="sessions"),
    Binding(
        "f6",
        "formations",
        "Formations",
        show=False,
        tooltip="Les formations conventionnées, leur formulaire et celui de leurs sessions",
        id="formations",
    ),
    Binding(
        "ctrl+f",
        "recherche",
        "Moteur de recherche",
        show=False,
        tooltip="Chercher parmi les formations et les sessions",
        id="recherche",
    ),
    Binding(
        "f7",
        "membres",
        "Mes structures",
        show=False,
        tooltip="Les membres de votre structure et leurs droits",
        id="structures",
    ),
    Binding(
        "P",
        "panier",
        "Panier",
        show=False,
        tooltip="Le panier\u00a0: ce qui est décidé et reste à valider",
        id="panier",
    ),
    Binding("f8", "journal", "Journal", show=False, tooltip="Ce qui a été décidé, par qui et quand", id="journal"),
    Binding(
        "ctrl+p",
        "palette",
        "Chercher",
        tooltip="Chercher un écran, une action, une session ou une candidature",
        id="palette",
    ),
    Binding("ctrl+q", "quit", "Quitter", show=False, priority=True, tooltip="Quitter RafaelPro", id="quitter"),
    Binding(
        "ctrl+c",
        "help_quit",
        "Comment quitter",
        show=False,
        system=True,
        tooltip="Dire comment quitter",
        id="comment_quitter",
    ),
    Binding("f1", "aide", "Aide", tooltip="Toutes les touches, écran par écran", id="aide"),
]

NOMS: Final = {
    "escape": "Échap",
    "space": "Espace",
    "enter": "⏎",
    "tab": "Tab",
    "pagedown": "Page↓",
    "pageup": "Page↑",
    "home": "Début",
    "end": "Fin",
    "delete": "Suppr",
}
_TOUCHES_NOMMEES: Final = frozenset({*(touche.value for touche in Keys), *KEY_NAME_REPLACEMENTS.values()})
MODIFICATEURS: Final = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt", "super": "Super"}


def nom_de_touche(touche: Binding) -> str:
    """« Ctrl+P », « Maj+↓ », « F1 », « Échap », « f »."""
    if touche.key_display:
        return touche.key_display
    modificateurs, cle = touche.parse_key()
    nom = NOMS.get(cle) or format_key(cle)
    if (modificateurs and len(nom) == 1) or (nom[:1] == "f" and nom[1:].isdigit()):
        nom = nom.upper()
    return "+".join([*(MODIFICATEURS.get(modificateur, modificateur) for modificateur in modificateurs), nom])


def fautes(choisies: Mapping[str, str], chapitres: Iterable[Sequence[Binding]]) -> list[str]:
    """What is wrong in the keys that the user chose (ids to keys): one French sentence each.

    `chapitres` are the bindings that live together; the first ones live everywhere.
    """
    partout, *autres = chapitres
    connues = {touche.id for chapitre in (partout, *autres) for touche in chapitre}
    dites = [
        f"Vos préférences changent la touche de « {nom} », qui n’existe pas : l’aide (F1) donne les noms."
        for nom in choisies
        if nom not in connues
    ]
    dites += [
        f"Vos préférences donnent à « {nom} » la touche « {cle} », qui n’existe pas : "
        "écrivez par exemple « f », « f5 » ou « ctrl+p »."
        for nom, cles in choisies.items()
        for cle in map(str.strip, cles.split(","))
        if nom in connues and not _est_une_touche(cle)
    ]
    for chapitre in autres:
        par_cle: dict[str, dict[str, Binding]] = {}
        for touche in (*partout, *chapitre):
            for cle in choisies.get(touche.id or "", touche.key).split(","):
                par_cle.setdefault(format_key(cle.strip()), {})[touche.id or ""] = touche
        for cle, prises in par_cle.items():
            if len(prises) > 1 and any(nom in choisies for nom in prises):
                noms = " et ".join(f"« {touche.description} »" for touche in prises.values())
                dites.append(f"Vos préférences donnent la touche {cle} à plusieurs actions : {noms}.")
    return list(dict.fromkeys(dites))


def _est_une_touche(cle: str) -> bool:
    """Whether a terminal can send it: « f », « f5 », « slash », « ctrl+p »…"""
    *modificateurs, base = [cle] if len(cle) == 1 else cle.split("+")
    connue = len(base) == 1 or base in _TOUCHES_NOMMEES or _caractere(base)
    return connue and MODIFICATEURS.keys() >= set(modificateurs)


def _caractere(nom: str) -> bool:
    """Whether Unicode has a character of this name, the way Textual writes it: `question_mark`."""
    try:
        unicodedata.lookup(nom.replace("_", " "))
    except KeyError:
        return False
    return True
