"""`web`: the app in a browser of this machine (extra `[web]`)."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import find_spec
from typing import Final

from rafaelpro_tui.commandes import base as bases
from rafaelpro_tui.commandes.ecoute import ecouter
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, Usage, entier

PORT: Final = 8765
LOCALES: Final = ("127.0.0.1", "localhost")


def web(demande: Demande) -> int:
    """Serve on loopback, and nowhere else: there is no authentication."""
    hote = demande.propres["hote"]
    if hote is not None and hote not in LOCALES:
        raise Usage(
            f"« web » n’écoute pas sur « {hote} » : sans mot de passe, quiconque l’atteindrait aurait votre base.",
            "Retirez « --hote » : l’application ne se sert que sur ce poste, en 127.0.0.1.",
        )
    port = PORT if demande.propres["port"] is None else demande.propres["port"]
    if port > 65535:
        raise Usage(
            f"« {port} » n’est pas un numéro de port.", "Donnez un nombre de 1 à 65535, ou 0 pour un port libre."
        )
    if find_spec("textual_serve") is None:
        raise Usage(
            "« web » demande un complément qui n’est pas installé.", "Installez « rafaelpro-tui[web] » avec pip."
        )
    from rafaelpro_tui.web.serveur import HOTE, servir

    bases.a_lire(demande)  # the demo, made the first time before a tab needs it

    def pret(adresse: str) -> None:
        if demande.json:
            ecrire_json({"adresse": adresse})
        else:
            ecrire(f"RafaelPro est servi sur {adresse} (Ctrl+C arrête).")
            dire("Sans mot de passe : réservé à ce poste. Toute personne qui s’y connecte peut ouvrir cette adresse.")
        sys.stdout.flush()

    with ecouter(HOTE, port) as prise, suppress(KeyboardInterrupt):
        servir(_commande(demande), prise, pret)
    return 0


def _commande(demande: Demande) -> list[str]:
    """The command of one tab: the app on the base named, as the user named."""
    mots = [sys.executable, "-m", "rafaelpro_tui", "ouvrir"]
    for option, valeur in (
        ("--base", str(demande.base.absolute()) if demande.base else None),
        ("--profil", demande.profil),
        ("--utilisateur", demande.utilisateur),
        ("--structure", demande.structure),
        ("--aujourdhui", demande.aujourdhui.isoformat() if demande.aujourdhui else None),
        ("--grace", None if demande.grace is None else str(demande.grace)),
    ):
        if valeur is not None:
            mots += [option, valeur]
    return mots


COMMANDES = (
    Commande(
        nom="web",
        resume="ouvre l’application dans un navigateur de ce poste",
        executer=web,
        options=(
            Option("--port", f"le port, {PORT} par défaut ; 0 pour un port libre", "P", entier),
            Option("--hote", "127.0.0.1, et rien d’autre : il n’y a pas de mot de passe", "ADRESSE"),
        ),
        precisions="Chaque onglet ouvre sa propre application sur la même base. Rien ne vient d’Internet.",
        exemples=("rafaelpro-tui web", "rafaelpro-tui web --port 8080 --base centre.sqlite"),
    ),
)
