"""`verrou`: the code that unlocks the app once it has been left alone, and after how long it locks."""

from __future__ import annotations

import getpass
import sys

from rafaelpro_tui import settings
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, Usage, entier
from rafaelpro_tui.core import code_verrou
from rafaelpro_tui.core.texte import pluriel


def verrou(demande: Demande) -> int:
    """Choose the code, typed twice or read on stdin; with `--oter`, forget it."""
    if demande.propres["oter"]:
        code_verrou.oter()
        settings.enregistrer("verrou", 0)
        return _dire(demande, 0)
    minutes = demande.propres["minutes"] or settings.lire_preferences().verrou or settings.VERROU
    if not 1 <= minutes <= settings.VERROU_MAX:
        raise Usage(f"{pluriel(minutes, 'minute')} : c’est trop.", f"Donnez de 1 à {settings.VERROU_MAX} minutes.")
    code_verrou.choisir(_lire())
    settings.enregistrer("verrou", minutes)
    return _dire(demande, minutes)


def _dire(demande: Demande, minutes: int) -> int:
    if demande.json:
        ecrire_json({"issue": "fait", "minutes": minutes})
    elif minutes:
        ecrire(f"L’application se verrouillera après {pluriel(minutes, 'minute')} sans rien y faire.")
    else:
        ecrire("L’application ne se verrouillera plus.")
    return 0


def _lire() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    dire("Le code cache l’écran ; il ne protège pas le fichier de la base de qui est dans votre session.")
    premier = getpass.getpass("Code : ")
    if premier != getpass.getpass("Le même : "):
        raise Usage("Les deux codes ne sont pas les mêmes.", "Recommencez.")
    return premier


COMMANDES = (
    Commande(
        nom="verrou",
        resume="choisit le code qui déverrouille l’application laissée seule",
        executer=verrou,
        options=(
            Option("--minutes", f"après combien de temps sans rien y faire ({settings.VERROU})", "N", entier),
            Option("--oter", "ne plus verrouiller, et oublier le code"),
        ),
        precisions="Le code est demandé, ou lu sur l’entrée standard ; il est gardé, haché, dans le trousseau de\n"
        "votre session.",
        exemples=("rafaelpro-tui verrou --minutes 5", "rafaelpro-tui verrou --oter"),
    ),
)
