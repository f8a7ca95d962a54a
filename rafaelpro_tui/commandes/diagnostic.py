"""`diagnostic`: a sheet to paste in a support mail. No personal data: no name, no reference, no free text."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from rafaelpro_tui import __version__, settings
from rafaelpro_tui.commandes import base as bases
from rafaelpro_tui.commandes.sorties import ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Commande, Demande
from rafaelpro_tui.core.erreurs import BaseAbimee, Erreur
from rafaelpro_tui.core.texte import entier_fr

_PAQUETS: Final = ("textual", "rich", "sqlcipher3", "pydantic", "httpx", "lxml", "fastapi", "sqlalchemy")
_VARIABLES: Final = ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "TMUX", "SSH_TTY", "LANG", "LC_ALL", "TZ")
_PRESENCE: Final = frozenset({"TMUX", "SSH_TTY"})
"""Only whether they are set: what they hold names sockets and terminals."""
_SAINE: Final = "ok"


def diagnostic(demande: Demande) -> int:
    """The sheet; the exit code is that of what is wrong with the base, if something is."""
    sante, code = _base(demande)
    fiche = {
        "programme": _programme(),
        "systeme": _systeme(),
        "terminal": _terminal(),
        "chemins": _chemins(),
        "preferences": _preferences(),
        "base": sante,
    }
    if demande.json:
        ecrire_json(fiche)
        return code
    ecrire("Fiche d’assistance de RafaelPro, sans donnée personnelle : vous pouvez la coller dans un courriel.")
    for titre, contenu in fiche.items():
        ecrire()
        ecrire(_TITRES[titre])
        for cle, valeur in contenu.items():
            ecrire(f"  {_NOMS.get(cle, cle):<18} {_dite(valeur)}")
    return code


_TITRES: Final = {
    "programme": "Programme",
    "systeme": "Système",
    "terminal": "Terminal",
    "chemins": "Chemins",
    "preferences": "Préférences",
    "base": "Base",
}
_NOMS: Final = {
    "rafaelpro_tui": "rafaelpro-tui",
    "systeme": "système",
    "entree": "entrée",
    "preferences": "préférences",
    "donnees": "données",
    "journal_technique": "journal technique",
    "journal_octets": "… octets",
    "etat": "état",
    "theme": "thème",
    "grace": "délai (s)",
    "touches": "touches changées",
    "schema": "schéma",
    "lecture_seule": "lecture seule",
    "chiffree": "chiffrée",
    "integrite": "intégrité",
    "ecarts": "incohérences",
    "que_faire": "que faire",
    "synchronisee_le": "synchronisée le",
}
"""For people, the keys whose name is not a word."""


def _programme() -> dict[str, Any]:
    return {"rafaelpro_tui": __version__, "python": platform.python_version()} | {
        paquet: _version(paquet) for paquet in _PAQUETS
    }


def _version(paquet: str) -> str | None:
    try:
        return version(paquet)
    except PackageNotFoundError:  # of an extra that is not installed
        return None


def _systeme() -> dict[str, Any]:
    return {
        "systeme": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "encodage": locale.getpreferredencoding(False),
    }


def _terminal() -> dict[str, Any]:
    taille = shutil.get_terminal_size((0, 0))
    variables = {nom: valeur for nom in _VARIABLES if (valeur := os.environ.get(nom)) is not None}
    return {
        "taille": f"{taille.columns}×{taille.lines}" if taille.columns else None,
        "entree": _flux(sys.__stdin__),
        "sortie": _flux(sys.__stdout__),
    } | {nom: ("oui" if nom in _PRESENCE else valeur) for nom, valeur in variables.items()}


def _flux(flux: Any) -> str:
    return "terminal" if flux is not None and flux.isatty() else "redirigé"


def _chemins() -> dict[str, Any]:
    journal = settings.chemin_journal()
    return {
        "preferences": _sans_nom(settings.chemin_preferences()),
        "donnees": _sans_nom(settings.dossier_donnees()),
        "journal_technique": _sans_nom(journal),
        "journal_octets": journal.stat().st_size if journal.is_file() else 0,
    }


def _preferences() -> dict[str, Any]:
    try:
        lues = settings.lire_preferences()
    except settings.PreferencesIllisibles as erreur:
        return {"etat": erreur.titre}
    return {"etat": _SAINE, "theme": lues.theme, "grace": round(lues.grace), "touches": len(lues.touches)}


def _base(demande: Demande) -> tuple[dict[str, Any], int]:
    """The health of the base that the other commands would use, which is never made for that; and the exit code."""
    chemin = bases.nommee(demande) or bases.derniere() or bases.demo()
    fiche: dict[str, Any] = {"fichier": _sans_nom(chemin)}
    if bases.nommee(demande) is None and not chemin.exists():
        return fiche | {"etat": "aucune base encore"}, 0
    from rafaelpro_tui.core.store.base import Base
    from rafaelpro_tui.core.store.sante import examiner

    try:
        with Base.open(chemin) as base:
            sante = examiner(base)
    except Erreur as erreur:  # its sentence names the file, with the user's folder
        return fiche | {"etat": erreur.titre, "que_faire": erreur.que_faire}, erreur.code
    fiche |= {
        "etat": _SAINE if sante.saine else "abîmée",
        "genre": sante.genre,
        "schema": sante.schema,
        "sqlite": sante.moteur,
        "octets": sante.octets,
        "lecture_seule": sante.lecture_seule,
        "chiffree": sante.chiffree,
        "integrite": sante.integrite,
        "journal": "intact" if sante.journal is None else sante.journal,
        "ecarts": dict(sante.ecarts),
        "synchronisee_le": sante.synchronisee_le,
        "saisies": dict(sante.saisies),
        "lignes": dict(sante.lignes),
    }
    if not sante.saine:
        fiche["que_faire"] = BaseAbimee.remede
    return fiche, 0 if sante.saine else Erreur.code


def _sans_nom(chemin: Path) -> str:
    """A path without the user's folder, whose name is often theirs."""
    absolu = chemin.expanduser().absolute()
    try:
        return f"~/{absolu.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(absolu)


def _dite(valeur: Any) -> str:
    match valeur:
        case None:
            return "–"
        case bool():
            return "oui" if valeur else "non"
        case int():
            return entier_fr(valeur)
        case dict():
            return ", ".join(f"{cle} {_dite(n)}" for cle, n in valeur.items()) or "aucune"
        case _:
            return str(valeur)


COMMANDES = (
    Commande(
        nom="diagnostic",
        resume="écrit une fiche d’assistance sans donnée personnelle",
        executer=diagnostic,
        precisions="Versions, chemins, terminal et santé de la base : de quoi être aidé·e sans rien révéler\n"
        "de personne. La base est lue en entier et son journal vérifié ; rien n’y est changé.",
        exemples=("rafaelpro-tui diagnostic", "rafaelpro-tui diagnostic --base centre.sqlite --json"),
    ),
)
