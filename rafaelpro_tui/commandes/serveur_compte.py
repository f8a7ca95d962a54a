"""`serveur compte`: who may come in. Passwords are typed, or read on stdin; others see a command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from rafaelpro_tui.commandes.serveur import DONNEES, moteur
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage
from rafaelpro_tui.core.erreurs import Introuvable

if TYPE_CHECKING:
    from rafaelpro_tui.server.store.moteur import Moteur

_ACTIONS: Final = (
    "creer",
    "mot-de-passe",
    "rattacher",
    "detacher",
    "desactiver",
    "activer",
    "totp",
    "sans-totp",
    "flux",
    "lister",
)
_DROITS: Final = ("catalogue", "preinscription", "general", "aucun")


_PORTEES: Final = ("lheo", "candidatures", "annulations", "transmissions")
"""As `server.acces` has them; that one is only imported where the server is installed."""


def _portees(texte: str) -> list[str]:
    mots = [mot.strip() for mot in texte.split(",")]
    if not set(mots) <= set(_PORTEES):
        raise ValueError(f"un ou plusieurs de ces mots, séparés par des virgules : {', '.join(_PORTEES)}")
    return mots


def compte(demande: Demande) -> int:
    with moteur(demande) as ouvert:
        return _GESTES[demande.propres["action"]](demande, ouvert)


def _utilisateur(demande: Demande) -> str:
    return _exiger(demande.utilisateur, "--utilisateur ID")


def _exiger(valeur: str | None, option: str) -> str:
    if not valeur:
        raise Usage(
            f"Il manque « {option} ».",
            "« rafaelpro-tui serveur compte --help » donne des exemples.",
        )
    return valeur


def _creer(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.core.model import Utilisateur
    from rafaelpro_tui.server import administration, comptes

    personne = Utilisateur(
        id=_utilisateur(demande),
        nom=_exiger(demande.propres["nom"], "--nom NOM"),
        prenom=_exiger(demande.propres["prenom"], "--prenom PRENOM"),
        courriel=_exiger(demande.propres["courriel"], "--courriel ADRESSE"),
    )
    hache = comptes.hacher(_mot_de_passe())
    administration.creer_personne(ouvert, personne)
    comptes.donner_mot_de_passe(ouvert, personne.id, hache)
    return _fait(demande, f"Le compte de {personne.prenom} {personne.nom} est ouvert.")


def _changer_mot_de_passe(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import comptes

    comptes.donner_mot_de_passe(ouvert, _utilisateur(demande), comptes.hacher(_mot_de_passe()))
    return _fait(demande, "Le mot de passe est changé ; les ordinateurs connectés devront l’être de nouveau.")


def _rattacher(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.core.model import Droit, Rattachement
    from rafaelpro_tui.server import administration

    lien = Rattachement(
        utilisateur=_utilisateur(demande),
        structure=_exiger(demande.structure, "--structure ID"),
        droit=Droit(demande.propres["droit"] or Droit.AUCUN.value),
        referent=demande.propres["referent"],
    )
    administration.rattacher(ouvert, lien, demande.horloge.maintenant())
    return _fait(demande, f"{lien.utilisateur} est rattaché·e à {lien.structure} : {lien.droit.libelle}.")


def _detacher(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import administration

    structure = _exiger(demande.structure, "--structure ID")
    administration.detacher(ouvert, _utilisateur(demande), structure, demande.horloge.maintenant())
    return _fait(demande, f"{demande.utilisateur} n’est plus rattaché·e à {structure}.")


def _desactiver(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import comptes

    comptes.activer(ouvert, _utilisateur(demande), actif=False)
    return _fait(demande, "Le compte est fermé, et ses ordinateurs sont déconnectés.")


def _activer(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import comptes

    comptes.activer(ouvert, _utilisateur(demande), actif=True)
    return _fait(demande, "Le compte est de nouveau ouvert.")


def _totp(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import comptes

    adresse = comptes.donner_totp(ouvert, _utilisateur(demande))
    if demande.json:
        ecrire_json({"otpauth": adresse})
    else:
        ecrire("À lire dans l’application de codes de la personne, puis à effacer d’ici :")
        ecrire(adresse)
    return 0


def _sans_totp(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import comptes

    comptes.retirer_totp(ouvert, _utilisateur(demande))
    return _fait(demande, "Le compte n’a plus de code à six chiffres.")


def _flux(demande: Demande, ouvert: Moteur) -> int:
    """Without a name, list them."""
    from rafaelpro_tui.server import jetons

    nom = demande.propres["nom"]
    if nom is None:
        return _lister_flux(demande, ouvert.lire(jetons.flux_ouverts))
    if demande.propres["retirer"]:
        if not ouvert.ecrire(lambda conn: jetons.retirer_du_flux(conn, nom)):
            raise Introuvable(f"Aucun compte de flux « {nom} ».", "« serveur compte flux » montre ceux qui existent.")
        return _fait(demande, f"Le compte de flux « {nom} » est fermé.")
    cle = ouvert.ecrire(lambda conn: jetons.donner_au_flux(conn, nom, demande.propres["portees"]))
    if demande.json:
        ecrire_json({"flux": nom, "cle": cle})
    else:
        dire("Cette clé ne sera plus montrée : gardez-la dans le coffre de l’outil qui s’en servira.")
        ecrire(cle)
    return 0


def _lister_flux(demande: Demande, ouverts: list[tuple[str, list[str]]]) -> int:
    if demande.json:
        for nom, portees in ouverts:
            ecrire_json({"flux": nom, "portees": portees})
    elif ouverts:
        ecrire_tableau((Colonne("Compte de flux"), Colonne("Portées")), [[nom, ", ".join(p)] for nom, p in ouverts])
    else:
        ecrire("Aucun compte de flux : « serveur compte flux --nom NOM » en ouvre un.")
    return 0


def _lister(demande: Demande, ouvert: Moteur) -> int:
    from rafaelpro_tui.server import administration

    lignes = administration.lister(ouvert)
    if demande.json:
        for ligne in lignes:
            ecrire_json(ligne)
        return 0
    ecrire_tableau(
        (
            Colonne("Utilisateur"),
            Colonne("Nom"),
            Colonne("Courriel"),
            Colonne("Compte"),
            Colonne("Structures", souple=True),
        ),
        (
            [
                ligne["utilisateur"],
                ligne["nom"],
                ligne["courriel"],
                ligne["compte"],
                ", ".join(map(_lien, ligne["structures"])),
            ]
            for ligne in lignes
        ),
    )
    return 0


def _lien(lien: dict[str, Any]) -> str:
    return f"{lien['structure']} ({lien['droit']}{' ★' if lien['referent'] else ''})"


def _fait(demande: Demande, phrase: str) -> int:
    if demande.json:
        ecrire_json({"issue": "fait"})
    else:
        ecrire(phrase)
    return 0


def _mot_de_passe() -> str:
    """Typed twice at a terminal, else the first line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    premier = getpass.getpass("Mot de passe : ")
    if getpass.getpass("Encore une fois : ") != premier:
        raise Usage("Les deux mots de passe ne sont pas les mêmes.", "Recommencez : rien n’a été changé.")
    return premier


_GESTES: Final[dict[str, Callable[[Demande, Any], int]]] = {
    "creer": _creer,
    "mot-de-passe": _changer_mot_de_passe,
    "rattacher": _rattacher,
    "detacher": _detacher,
    "desactiver": _desactiver,
    "activer": _activer,
    "totp": _totp,
    "sans-totp": _sans_totp,
    "flux": _flux,
    "lister": _lister,
}

COMMANDES = (
    Commande(
        nom="serveur compte",
        resume="ouvre, règle et ferme les comptes du serveur",
        executer=compte,
        arguments=(Argument("ACTION", "ce qu’il faut faire", _ACTIONS),),
        options=(
            Option("--nom", "le nom de la personne, ou du compte de flux", "NOM"),
            Option("--prenom", "son prénom", "PRENOM"),
            Option("--courriel", "son adresse, qui l’identifie", "ADRESSE"),
            Option(
                "--droit",
                "son droit dans la structure",
                "DROIT",
                choix=_DROITS,
            ),
            Option("--referent", "avec l’étoile de référent·e"),
            Option("--portees", f"ce que le compte de flux peut faire, parmi {', '.join(_PORTEES)}", "P,P…", _portees),
            Option("--retirer", "fermer le compte de flux"),
            DONNEES,
        ),
        precisions="Le mot de passe est demandé, ou lu sur l’entrée standard : jamais sur la ligne de commande.",
        exemples=(
            "rafaelpro-tui serveur compte creer --utilisateur lea --nom Martin --prenom Léa --courriel l@x.fr",
            "rafaelpro-tui serveur compte rattacher --utilisateur lea --structure OF1 --droit general",
            "rafaelpro-tui serveur compte flux --nom eos --portees transmissions",
        ),
    ),
)
