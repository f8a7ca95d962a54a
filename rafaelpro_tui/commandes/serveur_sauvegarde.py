"""`serveur sauvegarder`, `serveur restaurer`: of the embedded base; PostgreSQL has its own tools (docs/serveur.md)."""

from __future__ import annotations

from pathlib import Path

from rafaelpro_tui.commandes.serveur import DONNEES, moteur
from rafaelpro_tui.commandes.sorties import dire, ecrire
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Usage
from rafaelpro_tui.core.store import fichier
from rafaelpro_tui.core.texte import NBSP, date_fr


def sauvegarder(demande: Demande) -> int:
    """A copy of the base at one instant, while the server runs."""
    with moteur(demande) as ouvert:
        from rafaelpro_tui.server.store import sauvegarde

        if not ouvert.embarque:
            raise Usage("Une base PostgreSQL se sauvegarde par pg_dump.", "« docs/serveur.md » dit comment.")
        chemin = Path(demande.propres["fichier"])
        with fichier.en_chantier(chemin, remplacer=False) as provisoire:
            sauvegarde.copier(ouvert, provisoire)
    ecrire(f"La base du serveur est copiée dans « {chemin} ».")
    return 0


def restaurer(demande: Demande) -> int:
    """Tell everybody that the past is another: after the base itself has been put back."""
    with moteur(demande) as ouvert:
        from rafaelpro_tui.core.sync.synchronisation import SOUVENIR
        from rafaelpro_tui.server.store import commandes, meta, sauvegarde

        if (chemin := demande.propres["fichier"]) != "-":
            if not ouvert.embarque:
                raise Usage(
                    "Une base PostgreSQL se restaure par pg_restore.",
                    "Puis lancez « rafaelpro-tui serveur restaurer - », qui renouvelle son époque.",
                )
            sauvegarde.remettre(ouvert, Path(chemin))
        ouvert.ecrire(meta.renouveler)
        derniere = ouvert.lire(commandes.derniere)
    ecrire("Le serveur est restauré : à leur prochaine synchronisation, les postes lui renvoient ce qu’il a perdu.")
    if derniere is not None and derniere < demande.horloge.maintenant() - SOUVENIR:
        dire(
            f"Attention{NBSP}: sa dernière saisie est du {date_fr(derniere.date())}. Les postes ne renvoient que "
            f"leurs {SOUVENIR.days} derniers jours ; ce qui est plus ancien paraîtra chez chacun dans « À régler » "
            "(F8, puis R), à refaire à la main. Prévenez-les."
        )
    return 0


COMMANDES = (
    Commande(
        nom="serveur sauvegarder",
        resume="copie la base embarquée du serveur, même en marche",
        executer=sauvegarder,
        arguments=(Argument("FICHIER", "le fichier à créer"),),
        options=(DONNEES,),
        exemples=("rafaelpro-tui serveur sauvegarder sauvegarde.sqlite",),
    ),
    Commande(
        nom="serveur restaurer",
        resume="remet une sauvegarde, et prévient les postes que le passé a changé",
        executer=restaurer,
        arguments=(Argument("FICHIER", "la sauvegarde, ou « - » si la base est déjà remise (PostgreSQL)"),),
        options=(DONNEES,),
        precisions="Arrêtez d’abord le serveur.",
        exemples=(
            "rafaelpro-tui serveur restaurer sauvegarde.sqlite",
            "rafaelpro-tui serveur restaurer - --donnees URL",
        ),
    ),
)
