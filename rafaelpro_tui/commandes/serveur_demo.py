"""`serveur demo`: a shared demo, to see two laptops see each other."""

from __future__ import annotations

from rafaelpro_tui.commandes.serveur import DONNEES, moteur
from rafaelpro_tui.commandes.sorties import ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Usage


def demo(demande: Demande) -> int:
    """The demo in an empty server; say who can come in, and how."""
    with moteur(demande) as ouvert:
        from sqlalchemy.exc import IntegrityError

        from rafaelpro_tui.core.demo import catalogue
        from rafaelpro_tui.server.demo import installer

        try:
            mot_de_passe = installer(ouvert, demande.horloge.maintenant().date())
        except IntegrityError as erreur:
            raise Usage(
                "Ce serveur a déjà la démo : rien n’a été chargé.",
                "Choisissez une base vide avec « --donnees ».",
            ) from erreur
        courriels = [personne.courriel for personne in catalogue.UTILISATEURS]
    if demande.json:
        ecrire_json({"courriels": courriels, "mot_de_passe": mot_de_passe})
        return 0
    ecrire("La démo est dans le serveur. Ses personnes :")
    for courriel in courriels:
        ecrire(f"  {courriel}")
    ecrire(f"Leur mot de passe à toutes, montré cette seule fois : {mot_de_passe}")
    ecrire("Lancez « rafaelpro-tui serveur », puis « rafaelpro-tui connexion » sur chaque poste.")
    return 0


COMMANDES = (
    Commande(
        nom="serveur demo",
        resume="met la démo dans un serveur vide, pour essayer à plusieurs",
        executer=demo,
        options=(DONNEES,),
        exemples=("rafaelpro-tui serveur demo", "rafaelpro-tui serveur demo --donnees sqlite:///essai.sqlite"),
    ),
)
