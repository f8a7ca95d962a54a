"""What is done to one candidature, asked question by question; simulated, confirmed, then given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from rafaelpro_tui.core.commands import (
    Command,
    CompleterRetenue,
    Convoquer,
    DeplacerConvocation,
    NoterResultat,
    RendreAvis,
    RetenirListeAttente,
    SaisieAvis,
    SaisieConformiteNon,
    SaisieConformiteOui,
    SaisieRecrutementNon,
    SaisieRecrutementOui,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Motif, MotifHsp, Resultat
from rafaelpro_tui.core.resultats import Resultat as Reponse
from rafaelpro_tui.core.saisie import lire_date, lire_intensite
from rafaelpro_tui.core.texte import NBSP, date_fr, nombre_fr
from rafaelpro_tui.core.vues_fiches import CandidatureVue
from rafaelpro_tui.lecteur.console import Console

FINAL: Final = "C’est définitif : une fois l’avis validé, vous ne pourrez plus le modifier (AVI-7)."


def donner(console: Console, desk: Desk, vue: CandidatureVue, command: Command) -> bool:
    """Say what the command would do, ask, then give it; whether it is done."""
    essai = desk.simuler([command])[0]
    if essai.refus is not None:
        _dire_refus(console, essai)
        return False
    for alerte in essai.avertissements:
        console.dire(f"Avertissement {alerte.regle}{NBSP}: {alerte.message}")
    console.dire(f"Ensuite{NBSP}: {_suite(essai)}.")
    close = essai.etat is not None and essai.etat is not vue.candidature.etat
    if not console.confirmer(FINAL if close else "Rien n’est encore écrit."):
        console.dire("Rien n’a été écrit.")
        return False
    fait = desk.executer_une(command)
    if fait.refus is not None:
        _dire_refus(console, fait)
        return False
    console.dire(f"Validé sur ce poste. {_suite(fait)}.")
    return True


def _dire_refus(console: Console, resultat: Reponse) -> None:
    assert resultat.refus is not None, "told only of a refus"
    console.dire(f"Refus {resultat.refus.regle}{NBSP}: {resultat.refus.message} {resultat.refus.remede}")


def _suite(resultat: Reponse) -> str:
    return ", ".join(vocable.libelle for vocable in (resultat.etat, resultat.etape) if vocable is not None)


# What is asked for each; None: the user goes back


def convoquer(console: Console, desk: Desk, vue: CandidatureVue) -> Command | None:
    jour = demander_date(console, desk, "Date du rendez-vous")
    return None if jour is None else desk.commande(Convoquer, candidature=vue.candidature.reference, date=jour)


def deplacer(console: Console, desk: Desk, vue: CandidatureVue) -> Command | None:
    derniere = vue.candidature.derniere
    jour = demander_date(console, desk, "Nouvelle date du rendez-vous")
    if jour is None or derniere is None:
        return None
    reference = vue.candidature.reference
    return desk.commande(DeplacerConvocation, candidature=reference, rang=derniere.rang, date=jour)


def noter(console: Console, desk: Desk, vue: CandidatureVue) -> Command | None:
    derniere = vue.candidature.derniere
    resultat = demander_resultat(console)
    if resultat is None or derniere is None:
        return None
    reference = vue.candidature.reference
    return desk.commande(NoterResultat, candidature=reference, rang=derniere.rang, resultat=resultat)


def rendre_avis(console: Console, desk: Desk, vue: CandidatureVue) -> Command | None:
    avis = demander_avis(console, desk, vue)
    return None if avis is None else desk.commande(RendreAvis, candidature=vue.candidature.reference, avis=avis)


def retenir(console: Console, desk: Desk, vue: CandidatureVue) -> Command | None:
    dates = _demander_dates(console, desk, vue)
    if dates is None:
        return None
    entree, sortie, intensite = dates
    return desk.commande(
        RetenirListeAttente, candidature=vue.candidature.reference, entree=entree, sortie=sortie, intensite=intensite
    )


def completer(console: Console, desk: Desk, vue: CandidatureVue) -> Command | None:
    dates = _demander_dates(console, desk, vue)
    if dates is None:
        return None
    entree, sortie, intensite = dates
    return desk.commande(
        CompleterRetenue, candidature=vue.candidature.reference, entree=entree, sortie=sortie, intensite=intensite
    )


GESTES: Final[Mapping[str, Callable[[Console, Desk, CandidatureVue], Command | None]]] = {
    "convoquer": convoquer,
    "deplacer_convocation": deplacer,
    "noter_resultat": noter,
    "rendre_avis": rendre_avis,
    "retenir_liste_attente": retenir,
    "completer_retenue": completer,
}
"""By type of command, as `explain` names them."""


# Questions


def demander_date(console: Console, desk: Desk, question: str, defaut: date | None = None) -> date | None:
    dit = date_fr(defaut) if defaut else ""
    return console.demander(question, lambda texte: lire_date(texte, desk.aujourdhui), defaut, dit)


def demander_resultat(console: Console) -> Resultat | None:
    rang = console.choisir("Réponse à la convocation", [resultat.libelle for resultat in Resultat])
    return None if rang is None else list(Resultat)[rang]


def demander_non(console: Console) -> SaisieRecrutementNon | None:
    """Motif, raison, commentaire."""
    motifs = [motif for motif in Motif if motif is not Motif.AVIS_NON_TRANSMIS]  # AVI-5: the system's alone
    rang = console.choisir("Motif de refus principal de la candidature", [motif.libelle for motif in motifs])
    if rang is None:
        return None
    raison = console.lire(f"Raison{NBSP}:") if motifs[rang] is Motif.AUTRES else ""
    commentaire = console.lire(f"Commentaire, vide s’il n’y en a pas{NBSP}:")
    return SaisieRecrutementNon(motif=motifs[rang], raison=raison, commentaire=commentaire)


def demander_avis(console: Console, desk: Desk, vue: CandidatureVue) -> SaisieAvis | None:
    hsp = vue.dispositif.hsp
    question = "Conformité administrative" if hsp else "Recrutement accepté"
    reponse = console.choisir(question, ["Oui", "Non"])
    if reponse is None:
        return None
    if reponse == 1:
        return _demander_non_hsp(console) if hsp else demander_non(console)
    dates = _demander_dates(console, desk, vue)
    if dates is None:
        return None
    entree, sortie, intensite = dates
    commentaire = console.lire(f"Commentaire, vide s’il n’y en a pas{NBSP}:")
    saisie = SaisieConformiteOui if hsp else SaisieRecrutementOui
    return saisie(entree=entree, sortie=sortie, intensite=intensite, commentaire=commentaire)


def _demander_non_hsp(console: Console) -> SaisieConformiteNon | None:
    rang = console.choisir("Motif", [motif.libelle for motif in MotifHsp])
    if rang is None:
        return None
    return SaisieConformiteNon(motif=list(MotifHsp)[rang], raison=console.lire(f"Raison{NBSP}:"))


def _demander_dates(console: Console, desk: Desk, vue: CandidatureVue) -> tuple[date, date, Decimal] | None:
    """The session's are offered: an empty answer takes them."""
    session = vue.session
    entree = demander_date(console, desk, "Date d’entrée en formation", session.debut)
    sortie = demander_date(console, desk, "Date de sortie de formation", session.fin)
    heures = session.intensite_hebdomadaire or Decimal(35)
    intensite = console.demander("Intensité hebdomadaire en heures", lire_intensite, heures, nombre_fr(heures))
    return None if entree is None or sortie is None or intensite is None else (entree, sortie, intensite)
