"""`demo`, `ouvrir`, and `rafaelpro-tui` alone: what opens the app."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from rafaelpro_tui import settings
from rafaelpro_tui.commandes import base as bases
from rafaelpro_tui.commandes.syntaxe import PROGRAMME, Commande, Demande, Option, Usage, entier


def ouvrir(demande: Demande) -> int:
    """Open the app on the base named, else on the last one, else on the demo."""
    if (url := demande.propres.get("serveur")) is not None:
        if bases.nommee(demande) is not None:
            raise Usage("« --serveur » désigne déjà une base.", "Retirez « --base » ou « --profil ».")
        return _lancer(_replique(url), demande)
    nommee = bases.nommee(demande)
    chemin = nommee or bases.derniere()
    if chemin is None or (nommee is None and chemin == bases.demo()):  # made again when it is gone
        return demo(demande)
    from rafaelpro_tui.core.store import fichier

    fichier.verifier(chemin)  # what is no base is told first, and with no terminal too
    return _lancer(chemin, demande)


def demo(demande: Demande) -> int:
    """Open the app on the user's demo, made first when it is not there or when `--reset` asks for it."""
    if bases.nommee(demande) is not None:
        raise Usage("« demo » a sa propre base.", "Retirez « --base » ou « --profil », ou employez « ouvrir ».")
    from rafaelpro_tui.core import demo as demonstration

    nombre: int | None = demande.propres.get("candidatures")
    jour = demande.horloge.maintenant().date()
    if nombre is None:
        chemin = bases.demo()
        if demande.propres.get("reset") or not chemin.exists():
            bases.dossier()
            demonstration.copie(chemin, jour)
    else:
        from rafaelpro_tui.core.demo.generateur import MAXIMUM, MINIMUM

        if not MINIMUM <= nombre <= MAXIMUM:
            raise Usage(
                f"« --candidatures {nombre} » est hors des limites.", f"Donnez un nombre de {MINIMUM} à {MAXIMUM}."
            )
        chemin = bases.dossier() / f"demo-{nombre}.sqlite"
        if demande.propres.get("reset") or not chemin.exists():
            from rafaelpro_tui.commandes.progression import barre

            with barre("Création de la démo", nombre) as progression:
                demonstration.fabriquer(chemin, jour, nombre, progress=progression)
    return _lancer(chemin, demande)


def _replique(url: str) -> Path:
    """The replica of that server on this computer."""
    from rafaelpro_tui.core.store import replique
    from rafaelpro_tui.core.store.base import Base
    from rafaelpro_tui.core.sync.client import verifier_adresse

    adresse = verifier_adresse(url)
    for chemin in sorted((settings.dossier_donnees() / "profils").glob("*.sqlite")):
        with Base.open(chemin) as base:
            if base.lire_meta(replique.URL) == adresse:
                return chemin
    raise Usage(
        f"Ce poste n’est pas connecté à « {adresse} ».",
        f"Connectez-le d’abord : « {PROGRAMME} connexion {adresse} ».",
    )


def _lancer(chemin: Path, demande: Demande) -> int:
    if demande.lecteur:
        return _lire(chemin, demande)
    _exiger_un_terminal()
    # Nothing made while starting is garbage; to look for it would be a tenth of the first paint. The app, once it is
    # shown, collects again (`repit.py`).
    gc.disable()
    from rafaelpro_tui.lancement import lancer

    return lancer(
        chemin,
        ouverte=lambda: bases.retenir(chemin),
        horloge=demande.horloge,
        utilisateur=demande.utilisateur,
        structure=demande.structure,
        grace=demande.grace,
    )


def _lire(chemin: Path, demande: Demande) -> int:
    """In lines and questions: no terminal is needed."""
    from rafaelpro_tui import settings
    from rafaelpro_tui.core.desk import Desk
    from rafaelpro_tui.lecteur.console import Console
    from rafaelpro_tui.lecteur.parcours import parcourir

    with Desk.open(
        chemin,
        horloge=demande.horloge,
        utilisateur=demande.utilisateur,
        structure=demande.structure,
        grace=settings.GRACE if demande.grace is None else demande.grace,
        passages=True,
    ) as desk:
        bases.retenir(chemin)
        return parcourir(desk, Console())


def _exiger_un_terminal() -> None:
    """The app reads keys from stdin and draws on stderr: without a terminal it would wait unseen."""
    if "TEXTUAL_DRIVER" in os.environ:  # served to a browser (`web`), which is the terminal
        return
    if not all(flux is not None and flux.isatty() for flux in (sys.__stdin__, sys.__stderr__)):
        raise Usage(
            "L’application s’ouvre dans un terminal, sans redirection de son entrée ni de ses erreurs.",
            f"Dans un script, employez les autres commandes : « {PROGRAMME} --help ».",
        )


COMMANDES = (
    Commande(
        nom="demo",
        resume="ouvre l’application sur la base de démonstration",
        executer=demo,
        options=(
            Option("--reset", "repartir d’une démo neuve, à la date d’aujourd’hui"),
            Option("--candidatures", "en créer une autre, jusqu’à 1 000 000 de candidatures", "N", entier),
        ),
        exemples=(
            "rafaelpro-tui demo",
            "rafaelpro-tui demo --reset",
            "rafaelpro-tui demo --candidatures 100000",
        ),
    ),
    Commande(
        nom="ouvrir",
        resume="ouvre l’application sur une base",
        executer=ouvrir,
        options=(Option("--serveur", "la réplique d’un serveur auquel ce poste est connecté", "URL"),),
        exemples=(
            "rafaelpro-tui ouvrir --base centre.sqlite",
            "rafaelpro-tui ouvrir --profil centre --structure OF1",
            "rafaelpro-tui ouvrir --serveur https://rafael.exemple.fr",
        ),
    ),
)
