"""`pilotage`: the funnel, the motifs, the delays and the fill, by session or by formation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option
from rafaelpro_tui.core.texte import pluriel
from rafaelpro_tui.core.vues_pilotage import Pilote


def pilotage(demande: Demande) -> int:
    """Figures for people, as JSON, or in a file; nothing for who may not see the candidats behind them (DRT-9)."""
    from rafaelpro_tui.core.exchange.provenance import ou_lire

    par_formation = demande.propres["par"] == "formation"
    with bureau(demande) as desk:
        if refus := desk.pilotage.interdit():
            dire(f"{refus.regle} : {refus.message} {refus.remede}")
            return 1
        if (sortie := demande.propres["sortie"]) is not None:
            provenance = desk.provenance(f"pilotage par {demande.propres['par'] or 'session'}")
            nombre = desk.pilotage.exporter(sortie, provenance, par_formation=par_formation)
            if demande.json:
                ecrire_json({"sortie": str(sortie), "lignes": nombre})
            else:
                ecrire(f"{pluriel(nombre, 'ligne écrite', 'lignes écrites')} dans « {sortie} ».")
                dire(ou_lire(sortie))
            return 0
        lignes = desk.pilotage.lire(par_formation=par_formation)
    if demande.json:
        for pilote in lignes:
            ecrire_json(_json(pilote))
        return 0
    titres = ("Déposées", "Convoquées", "Présentes", "Retenues", "Refus", "Visé", "Capacité")
    ecrire_tableau(
        (Colonne("Référence"), Colonne("Formation", souple=True), *(Colonne(titre, droite=True) for titre in titres)),
        (
            (
                pilote.nom,
                pilote.intitule,
                str(pilote.deposees),
                "" if pilote.hsp else str(pilote.convoquees),
                "" if pilote.hsp else str(pilote.presentes),
                str(pilote.retenues),
                str(pilote.refus),
                str(pilote.effectif_vise),
                str(pilote.capacite),
            )
            for pilote in lignes
        ),
    )
    return 0


def _json(pilote: Pilote) -> dict[str, object]:
    """Each figure, and the filters that list what is behind them."""
    return {
        "reference": pilote.nom,
        "intitule": pilote.intitule,
        "sessions": pilote.sessions,
        "deposees": pilote.deposees,
        "convoquees": pilote.convoquees,
        "presentes": pilote.presentes,
        "retenues": pilote.retenues,
        "en_attente": pilote.en_attente,
        "effectif_vise": pilote.effectif_vise,
        "capacite_accueil": pilote.capacite,
        "delai_convocation": pilote.delai_convocation,
        "delai_avis": pilote.delai_avis,
        "motifs": {str(motif): nombre for motif, nombre in pilote.motifs.items()},
        "filtres": {nom: filtre for nom, _, filtre in (*pilote.etapes, *pilote.delais, *_motifs(pilote))},
    }


def _motifs(pilote: Pilote) -> Iterator[tuple[str, int, str]]:
    return ((str(motif), nombre, filtre) for motif, nombre, filtre in pilote.refusees)


COMMANDES = (
    Commande(
        nom="pilotage",
        resume="compte, par session ou par formation : déposées, convoquées, présentes, retenues, motifs, délais",
        executer=pilotage,
        options=(
            Option("--par", "par session (d’office) ou par formation", "QUOI", choix=("session", "formation")),
            Option("--sortie", "écrire ces chiffres dans un fichier, .csv ou .xlsx", "FICHIER", Path),
        ),
        exemples=("rafaelpro-tui pilotage", "rafaelpro-tui pilotage --par formation --sortie pilotage.csv"),
    ),
)
