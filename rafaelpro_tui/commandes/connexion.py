"""`connexion`, `synchroniser`, `deconnexion`: the server, seen from a laptop."""

from __future__ import annotations

import socket
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rafaelpro_tui import settings
from rafaelpro_tui.commandes.base import a_lire, retenir
from rafaelpro_tui.commandes.progression import barre
from rafaelpro_tui.commandes.sorties import dire, ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage
from rafaelpro_tui.core.texte import pluriel

if TYPE_CHECKING:
    from rafaelpro_tui.core.store.base import Base
    from rafaelpro_tui.core.sync.client import ClientHttp
    from rafaelpro_tui.core.sync.fil import Jetons
    from rafaelpro_tui.core.sync.synchronisation import Bilan


def connexion(demande: Demande) -> int:
    """Sign in by the device flow, make the replica, fill it."""
    from rafaelpro_tui.core import trousseau
    from rafaelpro_tui.core.identifiants import uuid7
    from rafaelpro_tui.core.store.base import Base
    from rafaelpro_tui.core.sync import profil as profils
    from rafaelpro_tui.core.sync.client import ClientHttp, verifier_adresse
    from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes

    url = verifier_adresse(demande.propres["url"])
    chiffrer = trousseau.present() and not demande.propres["en_clair"]
    if not chiffrer and not demande.propres["en_clair"]:
        raise Usage(
            "Cet ordinateur n’a pas de trousseau de clés : la réplique ne pourrait pas être chiffrée.",
            "Ouvrez votre trousseau, ou ajoutez « --en-clair » : qui lira le fichier lira les personnes.",
        )
    poste = str(uuid7())
    porteur = _EnMemoire()
    client = ClientHttp(url, porteur)
    try:
        porteur.garder(_approuver(client, socket.gethostname()))
        moi = client.moi()
    finally:
        client.fermer()
    dossier = settings.dossier_donnees() / "profils"
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    chemin = demande.base or dossier / f"{demande.profil or profils.nom(url, moi.utilisateur)}.sqlite"
    if chemin.exists():
        with Base.open(chemin) as base:
            connu = profils.lire(base)
        if (connu.url, connu.utilisateur) != (url, moi.utilisateur):
            raise Usage(f"« {chemin} » est la réplique d’un autre compte.", "Donnez un autre nom avec « --profil ».")
        poste = connu.poste
    else:
        profils.creer(chemin, url, moi, poste, chiffrer=chiffrer)
    gardes = JetonsGardes(chemin, poste)
    gardes.garder(porteur.tenus())
    if not trousseau.present():
        dire(f"Les jetons sont dans « {gardes.fichier} », que vous seul·e pouvez lire.")
    retenir(chemin)
    dire(f"Connecté·e : {moi.prenom} {moi.nom}.")
    return _synchroniser(chemin, demande)


def synchroniser(demande: Demande) -> int:
    """Push what waits, pull what changed; 1 when a refus is to be settled."""
    return _synchroniser(a_lire(demande), demande)


def deconnexion(demande: Demande) -> int:
    """Give the tokens back; the replica stays, and asks to sign in again. They are forgotten here whatever happens."""
    from rafaelpro_tui.core.store.base import Base
    from rafaelpro_tui.core.sync import profil as profils
    from rafaelpro_tui.core.sync.erreurs import ErreurServeur, NonConnecte
    from rafaelpro_tui.core.sync.jetons_gardes import JetonsGardes

    with Base.open(a_lire(demande)) as base:
        profil = profils.lire(base)
    a_dire: ErreurServeur | None = None
    try:
        with profils.client(profil) as client:
            client.deconnecter(partout=demande.propres["partout"])
    except NonConnecte:
        pass  # it was already
    except ErreurServeur as erreur:
        a_dire = erreur
    finally:
        JetonsGardes(profil.chemin, profil.poste).oublier()
    if demande.json:
        ecrire_json({"issue": "fait", "serveur_prevenu": a_dire is None})
    else:
        ecrire("Déconnecté·e. Ce qui n’a pas été envoyé reste sur ce poste.")
    if a_dire is not None:
        dire(f"{a_dire.message} Le serveur n’a pas pu être prévenu : ce poste ne peut plus rien lui demander, mais il")
        dire("figure encore parmi vos postes connectés. Depuis un autre : « rafaelpro-tui deconnexion --partout ».")
        return 4 if demande.propres["partout"] else 0  # the other laptops are still signed in
    return 0


def _synchroniser(chemin: Path, demande: Demande) -> int:
    from rafaelpro_tui.core.store.base import Base
    from rafaelpro_tui.core.sync.profil import synchronisation

    with Base.open(chemin) as base, synchronisation(base, demande.horloge) as sync:
        with barre("Synchronisation") as progression:
            bilan = sync.passer(progression=progression)
        return _dire(base, bilan, demande)


def _dire(base: Base, bilan: Bilan, demande: Demande) -> int:
    from rafaelpro_tui.core.store import envois

    with base.read() as conn:
        a_regler = len(envois.a_regler(conn))
        restent = sum(1 for _ in envois.en_route(conn))
    if demande.json:
        ecrire_json(
            {
                "acceptees": bilan.acceptees,
                "refusees": bilan.refusees,
                "renvoyees": bilan.renvoyees,
                "objets": len(bilan.objets),
                "a_envoyer": restent,
                "a_regler": a_regler,
            }
        )
    else:
        ecrire(
            f"{pluriel(bilan.acceptees, 'saisie enregistrée', 'saisies enregistrées')},"
            f" {pluriel(bilan.refusees, 'refusée')}, {pluriel(len(bilan.objets), 'objet reçu', 'objets reçus')}."
        )
        if a_regler:
            dire(f"{pluriel(a_regler, 'saisie')} à régler : ouvrez l’application, F8.")
    return int(bool(a_regler))


def _approuver(client: ClientHttp, poste: str) -> Jetons:
    """Show the code and the address, and wait for the person's answer in a browser (RFC 8628)."""
    code = client.demander_code(poste)
    dire(f"Dans un navigateur, ouvrez : {code.verification_uri}")
    dire(f"et saisissez le code : {code.user_code}")
    dire("(Ctrl+C pour renoncer)")
    sys.stderr.flush()
    fin = time.monotonic() + code.expires_in
    while time.monotonic() < fin:
        time.sleep(code.interval)
        if (jetons := client.echanger(code.device_code)) is not None:
            return jetons
    raise Usage("Le code n’a pas été approuvé à temps.", "Recommencez : un nouveau code sera donné.")


class _EnMemoire:
    """The tokens, until it is known whose replica they are for."""

    def __init__(self) -> None:
        self._jetons: Jetons | None = None

    def jetons(self) -> Jetons | None:
        return self._jetons

    def garder(self, jetons: Jetons) -> None:
        self._jetons = jetons

    def seul(self) -> AbstractContextManager[None]:
        return nullcontext()

    def tenus(self) -> Jetons:
        assert self._jetons is not None
        return self._jetons


COMMANDES = (
    Commande(
        nom="connexion",
        resume="connecte ce poste à un serveur, et le remplit",
        executer=connexion,
        arguments=(Argument("URL", "l’adresse du serveur, en https://"),),
        options=(Option("--en-clair", "garder la réplique sans la chiffrer"),),
        precisions="La connexion s’approuve dans un navigateur : aucun mot de passe n’est tapé ici.",
        exemples=("rafaelpro-tui connexion https://rafael.exemple.fr",),
    ),
    Commande(
        nom="synchroniser",
        resume="envoie ce qui attend et reçoit ce qui a changé",
        executer=synchroniser,
        exemples=("rafaelpro-tui synchroniser", "rafaelpro-tui synchroniser --profil centre --json"),
    ),
    Commande(
        nom="deconnexion",
        resume="déconnecte ce poste de son serveur",
        executer=deconnexion,
        options=(Option("--partout", "tous les postes de la personne"),),
        exemples=("rafaelpro-tui deconnexion", "rafaelpro-tui deconnexion --partout"),
    ),
)
