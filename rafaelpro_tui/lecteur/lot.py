"""« Gestion par lot » in lines: choose who, choose what, hear each row, confirm (LOT-5, LOT-6)."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from rafaelpro_tui.core.commands import (
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    SaisieRecrutementOui,
    SurLot,
)
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Etape, Etat
from rafaelpro_tui.core.resultats import Resultat
from rafaelpro_tui.core.rules.lot import par_defaut
from rafaelpro_tui.core.texte import NBSP, pluriel
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.lecteur.console import Console, lire_rangs
from rafaelpro_tui.lecteur.gestes import demander_date, demander_non, demander_resultat

ETAPES: Final[tuple[tuple[str, Etat, Etape | None], ...]] = (
    ("Candidats à convoquer", Etat.EN_ATTENTE, Etape.A_CONVOQUER),
    ("Présence / absence à renseigner", Etat.EN_ATTENTE, Etape.PRESENCE_A_RENSEIGNER),
    ("Avis de recrutement en attente", Etat.EN_ATTENTE, Etape.AVIS_A_RENDRE),
    ("Candidatures non retenues pour session complète", Etat.REFUS_SESSION_COMPLETE, None),
)
"""LOT-2, in the guide's words."""


def gerer(console: Console, desk: Desk, session: str) -> None:
    """The guide's four steps, until one goes back."""
    if refus := desk.refus_du_lot(session):
        console.dire(f"Refus {refus.regle}{NBSP}: {refus.message} {refus.remede}")
        return
    while True:
        vue = desk.session(session)
        comptes = [vue.etapes[etape] if etape else vue.comptes[etat] for _, etat, etape in ETAPES]
        choix = [f"{nom} ({nombre})" for (nom, _, _), nombre in zip(ETAPES, comptes, strict=True)]
        rang = console.choisir(f"Gestion par lot de préinscriptions, session {session}", choix)
        if rang is None:
            return
        _, etat, etape = ETAPES[rang]
        source = desk.candidatures(session=session, etat=etat, etape=etape)
        lignes = [ligne for _, ligne in source.first(source.count())]
        if not lignes:
            console.dire("Personne à cette étape.")
            continue
        for numero, ligne in enumerate(lignes, 1):
            console.dire(f"{numero}. {ligne.candidat}, {ligne.reference}")
        gardees = console.demander("Lesquelles, par exemple 1,3,5-8 ou tout", partial(lire_rangs, total=len(lignes)))
        if gardees is None:
            continue
        a_completer = par_defaut(vue.session) is None
        choisies = [lignes[n] for n in gardees]
        if (lot := _demander(console, desk, session, rang, choisies, a_completer=a_completer)) is not None:
            _donner(console, desk, lot, a_completer=a_completer)


def _demander(
    console: Console, desk: Desk, session: str, etape: int, lignes: list[CandidatureLigne], *, a_completer: bool
) -> SurLot | None:
    """The one treatment for all; None to go back. `a_completer`: a « oui » leaves dates and intensité for later."""
    sur: dict[str, Any] = {"session": session, "candidatures": tuple(ligne.reference for ligne in lignes)}
    if etape == 0:
        jour = demander_date(console, desk, "Date du rendez-vous")
        return None if jour is None else desk.commande(LotConvoquer, date=jour, **sur)
    if etape == 1:
        resultat = demander_resultat(console)
        return None if resultat is None else desk.commande(LotNoterResultat, resultat=resultat, **sur)
    if etape == 3:
        return desk.commande(LotRetenirListeAttente, **sur)
    oui = "Oui, dates et intensité à compléter ensuite (LOT-4)" if a_completer else "Oui, sans modification (LOT-3)"
    reponse = console.choisir("Recrutement accepté", [oui, "Non"])
    if reponse is None:
        return None
    avis = SaisieRecrutementOui() if reponse == 0 else demander_non(console)
    return None if avis is None else desk.commande(LotRendreAvis, avis=avis, **sur)


def _donner(console: Console, desk: Desk, lot: SurLot, *, a_completer: bool) -> None:
    """Nothing silent: each row is told, before and after."""
    console.dire("Simulation, rien n’est encore écrit.")
    faites = _dire(console, desk.simuler([lot])[0], a_completer=a_completer)
    if not faites:
        console.dire("Rien ne passerait : rien n’a été écrit.")
    elif console.confirmer(
        f"Valider pour {pluriel(faites, 'candidature')}{NBSP}? Attention aux erreurs de clics{NBSP}!"
    ):
        console.dire("Rapport du lot.")
        _dire(console, desk.executer_une(lot), a_completer=a_completer)
    else:
        console.dire("Rien n’a été écrit.")


def _dire(console: Console, resultat: Resultat, *, a_completer: bool) -> int:
    """Each row with its fate; how many pass."""
    if resultat.lignes is None and resultat.refus is not None:
        console.dire(f"Refus {resultat.refus.regle}{NBSP}: {resultat.refus.message} {resultat.refus.remede}")
    for ligne in resultat.lignes or ():
        apres = ligne.etape or ligne.etat
        if ligne.refus is not None:
            console.dire(f"{ligne.candidature}, refusée, {ligne.refus.regle}{NBSP}: {ligne.refus.message}")
        else:
            alertes = " ".join(f"Avertissement {une.regle}{NBSP}: {une.message}" for une in ligne.avertissements)
            reste = " à compléter" if a_completer and apres is Etat.RETENUE else ""
            console.dire(f"{ligne.candidature}, fait, {apres.libelle if apres else ''}{reste}. {alertes}".rstrip())
    faites = sum(ligne.refus is None for ligne in resultat.lignes or ())
    console.dire(f"{pluriel(faites, 'faite')}, {pluriel(len(resultat.lignes or ()) - faites, 'refusée')}.")
    return faites
