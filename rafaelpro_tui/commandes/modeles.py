"""`modeles`: the comment templates; list, keep, delete."""

from __future__ import annotations

from rafaelpro_tui import modeles as gardes
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, Usage
from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.modeles import CHAMPS, Modele, libelle_pour
from rafaelpro_tui.fichier_du_poste import nom_propre


def modeles(demande: Demande) -> int:
    """One action at a time; without any, the list."""
    propres = demande.propres
    if propres["garder"] and propres["retirer"]:
        raise Usage("« --garder » et « --retirer » ne vont pas ensemble.", "Donnez-les l’une après l’autre.")
    if propres["garder"]:
        return _garder(demande)
    if any(propres[nom] for nom in ("texte", "pour", "session")):
        raise Usage("« --texte », « --pour » et « --session » accompagnent « --garder NOM ».")
    if nom := propres["retirer"]:
        if not gardes.oublier(nom):
            raise Introuvable(f"Le modèle « {nom} » n’existe pas.", "« rafaelpro-tui modeles » les montre.")
        dire(f"Modèle « {nom} » retiré.")
        return 0
    _lister(demande)
    return 0


def _garder(demande: Demande) -> int:
    propres = demande.propres
    nom = nom_propre(propres["garder"])
    if not nom or not (propres["texte"] or "").strip():
        raise Usage("« --garder NOM » attend le texte du modèle.", "Ajoutez « --texte TEXTE ».")
    gardes.garder(
        Modele(nom=nom, texte=propres["texte"].strip(), pour=propres["pour"] or "", session=propres["session"] or "")
    )
    dire(f"Modèle « {nom} » gardé.")
    return 0


def _lister(demande: Demande) -> None:
    tous = gardes.lire()
    if demande.json:
        for modele in tous:
            ecrire_json({"nom": modele.nom, "pour": modele.pour, "session": modele.session, "texte": modele.texte})
    elif not tous:
        ecrire("Aucun modèle. Dans l’application, Ctrl+G en garde un à partir du commentaire saisi.")
    else:
        ecrire_tableau(
            (Colonne("Nom"), Colonne("Pour"), Colonne("Session"), Colonne("Texte", souple=True)),
            (
                (modele.nom, libelle_pour(modele.pour), modele.session, " ".join(modele.texte.split()))
                for modele in tous
            ),
        )


COMMANDES = (
    Commande(
        nom="modeles",
        resume="montre, garde ou retire vos modèles de commentaires",
        executer=modeles,
        options=(
            Option("--garder", "garder un modèle sous ce nom", "NOM"),
            Option("--texte", "le texte du modèle à garder", "TEXTE"),
            Option("--pour", "pour quelle réponse : oui, ou un motif", "REPONSE", choix=tuple(map(str, gardes.POUR))),
            Option("--session", "pour quelle session seulement", "REF"),
            Option("--retirer", "retirer le modèle de ce nom", "NOM"),
        ),
        precisions="Un modèle s’emploie dans l’application, là où se tape le commentaire d’un avis : Ctrl+G.\n"
        "Les champs y sont remplis :\n" + "\n".join(f"  {{{nom}}} : {quoi}" for nom, quoi in CHAMPS.items()),
        exemples=(
            "rafaelpro-tui modeles",
            'rafaelpro-tui modeles --garder Complet --pour session_complete --texte "{session} est complète."',
        ),
    ),
)
