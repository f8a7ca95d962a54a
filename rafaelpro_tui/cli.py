"""The command line: finds the command, opens the one gate through which every error leaves, gives the exit code.

Exit: 0 done · 1 at least one refus · 2 usage or malformed input · 3 introuvable · 4 I/O, lock, network (CONTRATS §1).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rafaelpro_tui.core.erreurs import ENTREE_SORTIE, Erreur

INTERROMPU = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line. No traceback ever reaches the user: one French sentence, details in the log file."""
    mots = list(sys.argv[1:] if argv is None else argv)
    _occuper_les_flux_fermes()
    for flux in (sys.stdout, sys.stderr):
        if reconfigure := getattr(flux, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _lancer(mots)
        sys.stdout.flush()
    except BrokenPipeError:
        _taire_la_sortie()
        return ENTREE_SORTIE
    except KeyboardInterrupt:
        return INTERROMPU
    except Erreur as erreur:
        from rafaelpro_tui.core.texte_sur import safe

        print(safe(f"{erreur.message} {erreur.que_faire}"), file=sys.stderr)
        _vider_la_sortie()
        return erreur.code
    except Exception as erreur:
        from rafaelpro_tui.commandes.incident import phrase
        from rafaelpro_tui.core.texte_sur import safe

        print(safe(phrase(erreur)), file=sys.stderr)
        _vider_la_sortie()
        return ENTREE_SORTIE
    return code


def _lancer(mots: list[str]) -> int:
    if not mots:
        from rafaelpro_tui.commandes.application import ouvrir
        from rafaelpro_tui.commandes.syntaxe import Demande

        return ouvrir(Demande())
    if mots == ["--version"]:
        from rafaelpro_tui import __version__

        print(f"rafaelpro-tui {__version__}")
        return 0

    from rafaelpro_tui.commandes import aide
    from rafaelpro_tui.commandes.syntaxe import AIDE, analyser, commande_demandee

    nom, reste = commande_demandee(mots)
    aide_voulue = any(mot in AIDE for mot in reste)
    if nom is None and aide_voulue:
        sys.stdout.write(aide.generale())
        return 0
    commande = aide.trouver(nom or "ouvrir")
    if aide_voulue:
        sys.stdout.write(aide.de(commande))
        return 0
    return commande.executer(analyser(commande, reste))


def _occuper_les_flux_fermes() -> None:
    """A standard stream that the caller has closed reads as empty and swallows what is written.

    Left closed, its number would be given to the next file opened, and `print` would send errors to stdout.
    """
    for nom, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, nom) is None:
            setattr(sys, nom, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 — until the end


def _vider_la_sortie() -> None:
    """What cannot be written after an error is dropped: Python would try again at exit, and say so in English."""
    try:
        sys.stdout.flush()
    except OSError:
        _taire_la_sortie()


def _taire_la_sortie() -> None:
    """Python flushes stdout at exit, and would complain again about the pipe that nobody reads any more."""
    with open(os.devnull, "w", encoding="utf-8") as neant:
        os.dup2(neant.fileno(), sys.stdout.fileno())
