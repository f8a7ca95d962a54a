"""`candidature REF`: one, whole, with what can be done now and why not the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import ecrire, ecrire_json
from rafaelpro_tui.commandes.syntaxe import Argument, Commande, Demande
from rafaelpro_tui.core.model import (
    Avis,
    AvisRendu,
    Candidat,
    ConformiteNon,
    ConformiteOui,
    Drapeau,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
)
from rafaelpro_tui.core.texte import date_fr, nombre_fr, pluriel, telephone_fr
from rafaelpro_tui.core.vocabulaire import GESTES
from rafaelpro_tui.core.vues_fiches import AutreCandidature, CandidatureVue
from rafaelpro_tui.core.vues_suivi import Signe, SuiviVue


def candidature(demande: Demande) -> int:
    """One candidature for people, or as JSON; introuvable: exit 3."""
    with bureau(demande) as desk:
        vue = desk.candidature(demande.propres["reference"])
        if demande.json:
            ecrire_json(fiche_json(vue))
        else:
            for ligne in lignes_fiche(vue):
                ecrire(ligne)
    return 0


# JSON, keys of CONTRATS §2


def fiche_json(vue: CandidatureVue) -> dict[str, Any]:
    """The keys of `candidature REF --json`."""
    objet = vue.candidature
    courant = objet.avis_courant
    return {
        "reference": objet.reference,
        "session": objet.session,
        "intitule": vue.action.intitule,
        "dispositif": vue.dispositif.code,
        "prescripteur": objet.prescripteur,
        "prescripteur_france_travail": objet.prescripteur_france_travail,
        "deposee_le": objet.deposee_le.isoformat(),
        "etat": str(objet.etat),
        "etape": _ou_null(vue.etape),
        "a_completer": vue.a_completer,
        "echeance": vue.echeance.isoformat(),
        "jours": vue.jours_restants,
        "convocations": [
            {"rang": c.rang, "date": c.date.isoformat(), "resultat": _ou_null(c.resultat)} for c in objet.convocations
        ],
        "avis": None if courant is None else avis_json(courant),
        "avis_rendus": [_rendu_json(rendu) for rendu in objet.avis],
        "candidat": candidat_json(vue.candidat),
        "en_cours": {"total": vue.en_cours.total, "hsp": vue.en_cours.hsp},
        "autres": [_autre_json(autre) for autre in vue.autres],
        "passees": [_autre_json(autre) for autre in vue.passees],
        "historique": [
            {"date": None if e.date is None else e.date.isoformat(), "texte": e.texte, "par": e.par}
            for e in vue.historique
        ],
        "possibles": [p.type for p in vue.possibilites if p.refus is None],
        "impossibles": [
            {"type": p.type, "regle": p.refus.regle, "message": p.refus.message, "remede": p.refus.remede}
            for p in vue.possibilites
            if p.refus is not None
        ],
        "suivi": suivi_json(vue.suivi),
    }


def suivi_json(suivi: SuiviVue) -> dict[str, Any]:
    """What the active structure keeps for itself (SUI-4); `charge` is an id, "" for nobody."""

    def signe(dit: Signe | None) -> dict[str, str] | None:
        return None if dit is None else {"par": dit.par, "le": dit.le.isoformat(timespec="seconds")}

    return {
        "drapeau": str(suivi.drapeau),
        "drapeau_pose": signe(suivi.drapeau_pose),
        "charge": suivi.charge,
        "affectee": signe(suivi.affectee),
        "notes": [
            {
                "id": note.id,
                "texte": note.texte,
                "par": note.signe.par,
                "le": note.signe.le.isoformat(timespec="seconds"),
                "modifiee_le": None if note.modifiee_le is None else note.modifiee_le.isoformat(timespec="seconds"),
            }
            for note in suivi.notes
        ],
    }


def avis_json(avis: Avis) -> dict[str, Any]:
    """An avis by the field names of `rendre_avis`; what is still to complete (LOT-4) is null."""
    match avis:
        case RecrutementOui() | ConformiteOui():
            return {
                "recrutement" if isinstance(avis, RecrutementOui) else "conformite": "oui",
                "entree": avis.entree.isoformat(),
                "sortie": avis.sortie.isoformat(),
                "intensite": f"{avis.intensite.normalize():f}",
                "commentaire": avis.commentaire,
            }
        case RecrutementACompleter():
            return {
                "recrutement": "oui",
                "entree": None,
                "sortie": None,
                "intensite": None,
                "commentaire": avis.commentaire,
            }
        case RecrutementNon():
            return {
                "recrutement": "non",
                "motif": str(avis.motif),
                "raison": avis.raison,
                "commentaire": avis.commentaire,
            }
        case ConformiteNon():
            return {"conformite": "non", "motif": str(avis.motif), "raison": avis.raison}


def candidat_json(candidat: Candidat) -> dict[str, Any]:
    """A person by the keys of a dataset (CONTRATS §3)."""
    return {
        "id": candidat.id,
        "nom_naissance": candidat.nom_naissance,
        "nom_usage": candidat.nom_usage,
        "prenom": candidat.prenom,
        "naissance": None if candidat.naissance is None else candidat.naissance.isoformat(),
        "telephone": candidat.telephone,
        "courriel": candidat.courriel,
        "commune": candidat.commune,
        "code_postal": candidat.code_postal,
        "inscrit_france_travail": candidat.inscrit_france_travail,
    }


def _rendu_json(rendu: AvisRendu) -> dict[str, Any]:
    le = None if rendu.le is None else rendu.le.isoformat(timespec="seconds")
    return {"rang": rendu.rang, "par": rendu.par, "le": le} | avis_json(rendu.avis)


def _autre_json(autre: AutreCandidature) -> dict[str, Any]:
    return {
        "reference": autre.reference,
        "session": autre.session,
        "intitule": autre.intitule,
        "dispositif": autre.dispositif,
        "etat": str(autre.etat),
        "etape": _ou_null(autre.etape),
        "deposee_le": autre.deposee_le.isoformat(),
    }


def _ou_null(vocable: object) -> str | None:
    return None if vocable is None else str(vocable)


# For people


def lignes_fiche(vue: CandidatureVue) -> Iterator[str]:
    """The whole sheet, in lines."""
    objet, candidat = vue.candidature, vue.candidat
    yield f"{candidat.nom_complet} – {objet.reference} – {situation(vue)}"
    yield f"Session {objet.session} – {vue.action.intitule} – {vue.dispositif.code}"
    yield f"Du {date_fr(vue.session.debut)} au {date_fr(vue.session.fin)}, échéance le {date_fr(vue.echeance)}"
    yield f"Déposée le {date_fr(objet.deposee_le)} par {objet.prescripteur}"
    yield ""
    yield from lignes_candidat(candidat)
    yield f"Candidatures en cours : {vue.en_cours.total}/3, dont HSP {vue.en_cours.hsp}/1"
    yield from (f"  {_autre(autre)}" for autre in vue.autres)
    if vue.passees:
        yield "Candidatures passées"
        yield from (f"  {_autre(autre)}" for autre in vue.passees)
    yield ""
    yield from lignes_avis(vue)
    if vue.historique:
        yield ""
        yield "Détail et suivi"
        yield from lignes_historique(vue)
    if not vue.suivi.vide:
        yield ""
        yield from lignes_suivi(vue.suivi)
    yield ""
    yield "Possible maintenant"
    possibles = [GESTES[p.type] for p in vue.possibilites if p.refus is None]
    yield f"  {', '.join(possibles) or 'rien'}"
    if len(possibles) < len(vue.possibilites):
        yield "Impossible maintenant"
        for p in vue.possibilites:
            if p.refus is not None:
                yield f"  {GESTES[p.type]} – {p.refus.regle} : {p.refus.message} {p.refus.remede}"


def situation(vue: CandidatureVue) -> str:
    """Its state and, when it waits, its étape and how long there is left."""
    if vue.etape is not None:
        return f"{vue.candidature.etat.libelle} – {vue.etape.libelle} – {_delai(vue)}"
    return vue.candidature.etat.libelle + (" – à compléter" if vue.a_completer else "")


def lignes_candidat(candidat: Candidat) -> Iterator[str]:
    """Who it is and how to reach them."""
    if candidat.nom_usage:
        yield f"Nom de naissance : {candidat.nom_naissance}"
    ne = f"Né·e le {date_fr(candidat.naissance)}, " if candidat.naissance else ""
    yield f"{ne}{candidat.commune} ({candidat.code_postal})"
    coordonnees = [telephone_fr(candidat.telephone), candidat.courriel]
    yield " – ".join(c for c in coordonnees if c) or "Aucune coordonnée"
    yield f"Inscrit·e à France Travail : {'oui' if candidat.inscrit_france_travail else 'non'}"


def lignes_historique(vue: CandidatureVue) -> Iterator[str]:
    """What happened to a candidature, with who and when where it is known."""
    for evenement in vue.historique:
        jour = date_fr(evenement.date) if evenement.date else " " * 10
        yield f"  {jour}  {evenement.texte}" + (f" ({evenement.par})" if evenement.par else "")


def lignes_suivi(suivi: SuiviVue) -> Iterator[str]:
    """What the active structure keeps for itself, with who and when; nothing when nothing is kept."""
    if suivi.vide:
        return
    yield "Suivi interne"
    if suivi.drapeau is not Drapeau.AUCUN:
        yield f"  Drapeau : {suivi.drapeau.libelle}" + (f" ({suivi.drapeau_pose})" if suivi.drapeau_pose else "")
    if suivi.charge:
        yield f"  Confiée à {suivi.nom}" + (f" ({suivi.affectee})" if suivi.affectee else "")
    for note in suivi.notes:
        yield f"  {' '.join(note.texte.split())} ({note.origine})"


def lignes_avis(vue: CandidatureVue) -> Iterator[str]:
    """Its convocations and its avis, under the guide's title."""
    yield "Avis sur la candidature par l’organisme de formation"
    if not vue.dispositif.hsp and not vue.candidature.convocations:
        yield "  Aucune convocation"
    for convocation in vue.candidature.convocations:
        resultat = convocation.resultat.libelle if convocation.resultat else "à renseigner"
        yield f"  Convocation {convocation.rang} le {date_fr(convocation.date)} : {resultat}"
    for rendu in vue.candidature.avis:
        yield f"  {_avis(rendu.avis)}"


def _avis(avis: Avis) -> str:
    match avis:
        case RecrutementOui() | ConformiteOui():
            question = "Recrutement accepté" if isinstance(avis, RecrutementOui) else "Conformité administrative"
            texte = (
                f"{question} : oui, du {date_fr(avis.entree)} au {date_fr(avis.sortie)}, "
                f"{nombre_fr(avis.intensite)} h par semaine"
            )
        case RecrutementACompleter():
            texte = "Recrutement accepté : oui, dates et intensité à compléter"
        case RecrutementNon():
            texte = f"Recrutement accepté : non, {avis.motif.libelle}"
        case ConformiteNon():
            texte = f"Conformité administrative : non, {avis.motif.libelle}"
    ecrits = (getattr(avis, "raison", ""), getattr(avis, "commentaire", ""))
    return " – ".join(morceau for morceau in (texte, *ecrits) if morceau)


def _autre(autre: AutreCandidature) -> str:
    etat = autre.etape.libelle if autre.etape else autre.etat.libelle
    return (
        f"{autre.reference}  {date_fr(autre.deposee_le)}  {autre.dispositif} {autre.session}  {autre.intitule}  {etat}"
    )


def _delai(vue: CandidatureVue) -> str:
    """How long there is left; `passages` may not have run since the last day."""
    if vue.jours_restants < 0:
        return f"délai passé depuis le {date_fr(vue.echeance)}"
    return pluriel(vue.jours_restants, "jour restant", "jours restants")


COMMANDES = (
    Commande(
        nom="candidature",
        resume="montre une candidature en entier, et ce qu’on peut y faire",
        executer=candidature,
        arguments=(Argument("REFERENCE", "la référence de la candidature"),),
        exemples=("rafaelpro-tui candidature C12", "rafaelpro-tui candidature C12 --json"),
    ),
)
