"""`personne CANDIDAT`: all we hold on a person, on screen or in a file to hand over to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.fiche import (
    candidat_json,
    fiche_json,
    lignes_avis,
    lignes_candidat,
    lignes_historique,
    lignes_suivi,
    situation,
)
from rafaelpro_tui.commandes.journal import ligne_json
from rafaelpro_tui.commandes.sorties import ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande, Option, Usage
from rafaelpro_tui.core.texte import date_fr, pluriel
from rafaelpro_tui.core.vues_personne import CandidatureTenue, PersonneVue, SaisieTenue

if TYPE_CHECKING:
    from rafaelpro_tui.core.exchange.provenance import Provenance

_PROPRES_AU_TRAITEMENT = frozenset({"candidat", "en_cours", "autres", "passees", "possibles", "impossibles"})
"""Keys of `candidature --json` that say again what the sheet already says, or what can be done and not what is held."""


def personne(demande: Demande) -> int:
    """Everything held on a candidat, for who may see it (DRT-9); introuvable: exit 3."""
    sortie: Path | None = demande.propres["exporter"]
    if demande.propres["remplacer"] and sortie is None:
        raise Usage("« --remplacer » va avec « --exporter ».", "Donnez le fichier à écrire, ou retirez-la.")
    with bureau(demande) as desk:
        vue = desk.personne(demande.propres["candidat"])
        if sortie is not None:
            provenance = desk.provenance(f"tout ce qui est détenu sur {vue.candidat.id}")
            _exporter(vue, sortie, provenance, remplacer=demande.propres["remplacer"])
    if sortie is not None:
        if demande.json:
            ecrire_json({"candidat": vue.candidat.id, "sortie": str(sortie), "candidatures": len(vue.candidatures)})
        else:
            ecrire(f"Tout ce qui est détenu sur {vue.candidat.nom_complet} est écrit dans « {sortie} ».")
    elif demande.json:
        ecrire_json(personne_json(vue))
    else:
        for ligne in _lignes(vue):
            ecrire(ligne)
    return 0


def _exporter(vue: PersonneVue, sortie: Path, provenance: Provenance, *, remplacer: bool) -> None:
    from rafaelpro_tui.core.erreurs import BaseExistante
    from rafaelpro_tui.core.store import fichier

    texte = json.dumps(personne_json(vue), ensure_ascii=False, indent=2)
    try:
        with fichier.en_chantier(sortie, remplacer=remplacer) as provisoire:
            provisoire.write_text(texte + "\n", encoding="utf-8", errors="backslashreplace")
    except BaseExistante as erreur:
        raise BaseExistante(
            erreur.message, "Choisissez un autre nom, ou ajoutez « --remplacer » pour l’écraser."
        ) from erreur
    provenance.accompagner(sortie, len(vue.candidatures))


def personne_json(vue: PersonneVue) -> dict[str, Any]:
    """The keys of `personne --json`, which are those of the exported file."""
    return {
        "candidat": candidat_json(vue.candidat),
        "en_cours": {"total": vue.en_cours.total, "hsp": vue.en_cours.hsp},
        "candidatures": [_tenue_json(tenue) for tenue in vue.candidatures],
        "saisies": [_saisie_json(saisie) for saisie in vue.saisies],
        "panier": [{"utilisateur": mise.par, "contenu": mise.contenu} for mise in vue.panier],
        "journal": [ligne_json(ligne) for ligne in vue.journal],
    }


def _tenue_json(tenue: CandidatureTenue) -> dict[str, Any]:
    fiche = {cle: valeur for cle, valeur in fiche_json(tenue.vue).items() if cle not in _PROPRES_AU_TRAITEMENT}
    creneau = tenue.creneau
    return fiche | {
        "creneau": creneau and {"date": creneau.date.isoformat(), "heure": creneau.heure, "lieu": creneau.lieu},
        "rang_attente": tenue.rang_attente,
        "transmissions": [{"vers": vers, "le": le} for vers, le in tenue.transmissions],
    }


def _saisie_json(saisie: SaisieTenue) -> dict[str, Any]:
    return {
        "id": saisie.id,
        "type": saisie.type,
        "le": saisie.le.isoformat(timespec="seconds"),
        "utilisateur": saisie.par,
        "structure": saisie.structure,
        "statut": saisie.statut,
        "contenu": saisie.contenu,
    }


def _lignes(vue: PersonneVue) -> Iterator[str]:
    yield f"{vue.candidat.nom_complet} – {vue.candidat.id}"
    yield from lignes_candidat(vue.candidat)
    yield f"Candidatures en cours : {vue.en_cours.total}/3, dont HSP {vue.en_cours.hsp}/1"
    for tenue in vue.candidatures:
        objet = tenue.vue.candidature
        yield ""
        yield f"{objet.reference} – {situation(tenue.vue)}"
        yield f"Session {objet.session} – {tenue.vue.action.intitule} – {tenue.vue.dispositif.code}"
        yield from lignes_avis(tenue.vue)
        if tenue.creneau:
            creneau = tenue.creneau
            ou = " – ".join(morceau for morceau in (creneau.heure, creneau.lieu) if morceau)
            yield f"  Créneau du {date_fr(creneau.date)}" + (f" – {ou}" if ou else "")
        yield from lignes_suivi(tenue.vue.suivi)
        if tenue.rang_attente:
            yield f"  Rang {tenue.rang_attente} de la liste d’attente"
        yield "Détail et suivi"
        yield from lignes_historique(tenue.vue)
    yield ""
    saisies, lignes = pluriel(len(vue.saisies), "saisie"), pluriel(len(vue.journal), "ligne")
    attente = f", {pluriel(len(vue.panier), 'décision')} au panier" if vue.panier else ""
    yield f"{saisies}{attente} et {lignes} du journal : « --json » ou « --exporter » en donnent le détail."


COMMANDES = (
    Commande(
        nom="personne",
        resume="montre ou exporte tout ce qui est détenu sur une personne",
        executer=personne,
        arguments=(Argument("CANDIDAT", "son identifiant, ou la référence d’une de ses candidatures"),),
        options=(
            Option("--exporter", "l’écrire dans ce fichier (JSON), lisible de vous seul·e", "FICHIER", Path),
            Option("--remplacer", "écraser ce fichier s’il existe"),
        ),
        precisions="Pour répondre à une personne qui demande ce que vous détenez sur elle. Seules ses candidatures\n"
        "que votre structure peut voir y sont, et les personnes des autres n’y figurent pas.",
        exemples=("rafaelpro-tui personne C12", "rafaelpro-tui personne C12 --exporter c12.json"),
    ),
)
