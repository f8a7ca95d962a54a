"""The way through the main job: sessions, candidatures, what can be done with one, by lot; échéances; undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rafaelpro_tui.commandes.fiche import lignes_fiche
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.erreurs import Erreur
from rafaelpro_tui.core.model import Etat
from rafaelpro_tui.core.texte import NBSP, date_fr, pluriel
from rafaelpro_tui.core.vocabulaire import GESTES
from rafaelpro_tui.core.vues import Onglet
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from rafaelpro_tui.core.vues_fiches import SessionVue
from rafaelpro_tui.lecteur import gestes, lot
from rafaelpro_tui.lecteur.console import Console, Fin

MENU: Final = (
    "Sessions en cours et à venir",
    "Sessions terminées",
    "Échéances",
    "Chercher une candidature",
    "Annuler ma dernière décision",
    "Changer de structure",
)


def parcourir(desk: Desk, console: Console) -> int:
    """Until the user leaves, or the end of stdin."""
    try:
        console.dire("RafaelPro en mode lecteur. Chaque liste est numérotée ; 0 revient en arrière.")
        while True:
            acteur = desk.acteur
            titre = f"{acteur.structure.nom}, {acteur.droit.libelle}, le {date_fr(desk.aujourdhui)}"
            if (rang := console.choisir(titre, MENU, "quitter")) is None:
                break
            try:
                _aller(console, desk, rang)
            except Erreur as erreur:
                console.dire(f"{erreur.message} {erreur.que_faire}")
    except Fin:
        pass
    console.dire("Au revoir.")
    return 0


def _aller(console: Console, desk: Desk, rang: int) -> None:
    match rang:
        case 0:
            _sessions(console, desk, Onglet.EN_COURS_ET_A_VENIR)
        case 1:
            _sessions(console, desk, Onglet.TERMINEES)
        case 2:
            _echeances(console, desk)
        case 3:
            _chercher(console, desk)
        case 4:
            _annuler(console, desk)
        case _:
            _changer_structure(console, desk)


def _sessions(console: Console, desk: Desk, onglet: Onglet) -> None:
    while True:
        source = desk.sessions(onglet)
        lignes = [ligne for _, ligne in source.first(source.count())]
        choix = [
            f"{une.reference}, {une.intitule}, {une.commune}, du {date_fr(une.debut)} au {date_fr(une.fin)}, "
            f"{une.en_attente} en attente"
            for une in lignes
        ]
        rang = console.choisir(onglet.libelle if lignes else "Aucune session ici.", choix)
        if rang is None:
            return
        _session(console, desk, lignes[rang].reference)


def _session(console: Console, desk: Desk, reference: str) -> None:
    while True:
        vue = desk.session(reference)
        console.dire()
        for ligne in _tete(vue):
            console.dire(ligne)
        etats = list(Etat)
        choix = [f"{etat.libelle} ({vue.comptes[etat]})" for etat in etats]
        rang = console.choisir("Candidatures sur cette session", [*choix, "Gestion par lot"])
        if rang is None:
            return
        if rang == len(etats):
            lot.gerer(console, desk, reference)
        elif vue.consultation is not None:
            refus = vue.consultation
            console.dire(f"Refus {refus.regle}{NBSP}: {refus.message} {refus.remede}")
        else:
            _candidatures(console, desk, reference, etats[rang])


def _tete(vue: SessionVue) -> Sequence[str]:
    session = vue.session
    reste = pluriel(max(0, vue.jours_restants), "jour")
    return (
        f"Session {session.reference}, {vue.action.intitule}, {session.commune}, {vue.etat.libelle}.",
        f"Du {date_fr(session.debut)} au {date_fr(session.fin)}. Il vous reste {reste} pour gérer vos préinscriptions.",
        f"{pluriel(vue.comptes[Etat.RETENUE], 'retenue')}, capacité d’accueil {session.capacite_accueil}, "
        f"maximum {pluriel(vue.maximum, 'candidature')}.",
    )


def _candidatures(console: Console, desk: Desk, session: str, etat: Etat) -> None:
    while True:
        source = desk.candidatures(session=session, etat=etat)
        lignes = [ligne for _, ligne in source.first(source.count())]
        rang = console.choisir(etat.libelle if lignes else "Aucune candidature ici.", [_dite(une) for une in lignes])
        if rang is None:
            return
        _candidature(console, desk, lignes[rang].reference)


def _dite(ligne: CandidatureLigne) -> str:
    ou = f", {ligne.etape.libelle}" if ligne.etape else ""
    return f"{ligne.candidat}, {ligne.reference}{ou}, déposée le {date_fr(ligne.deposee_le)}"


def _candidature(console: Console, desk: Desk, reference: str) -> None:
    """Its sheet, then what can be done now; the sheet again only when something has changed."""
    lue = True
    while True:
        vue = desk.candidature(reference)
        if lue:
            console.dire()
            for ligne in lignes_fiche(vue):
                console.dire(ligne)
        possibles = [une.type for une in vue.possibilites if une.refus is None and une.type in gestes.GESTES]
        titre = f"{vue.candidat.nom_complet}, {reference}{NBSP}: que faire" if possibles else "Rien à faire ici."
        rang = console.choisir(titre, [GESTES[type_] for type_ in possibles])
        if rang is None:
            return
        command = gestes.GESTES[possibles[rang]](console, desk, vue)
        lue = command is not None and gestes.donner(console, desk, vue, command)


def _echeances(console: Console, desk: Desk) -> None:
    while True:
        lignes = desk.radar.sessions()
        choix = [
            f"{une.session}, {une.intitule}, {pluriel(une.en_attente, 'candidature')} en attente, {_reste(une.jours)}"
            for une in lignes
        ]
        rang = console.choisir("Échéances, la plus proche d’abord" if lignes else "Rien n’attend.", choix)
        if rang is None:
            return
        _session(console, desk, lignes[rang].session)


def _reste(jours: int) -> str:
    return "échéance passée" if jours < 0 else pluriel(jours, "jour restant", "jours restants")


def _chercher(console: Console, desk: Desk) -> None:
    from rafaelpro_tui.core.filtre import en_mots

    mots = console.lire(f"Nom, référence ou filtre{NBSP}:")
    if not mots:
        return
    source = desk.candidatures(texte=mots if ":" in mots or "<" in mots else en_mots(mots))
    lignes = [ligne for _, ligne in source.first(source.count())]
    choix = [f"{_dite(une)}, session {une.session}, {une.etat.libelle}" for une in lignes]
    rang = console.choisir(pluriel(len(lignes), "candidature trouvée", "candidatures trouvées"), choix)
    if rang is not None:
        _candidature(console, desk, lignes[rang].reference)


def _annuler(console: Console, desk: Desk) -> None:
    annulables = desk.annulables()
    if not annulables:
        console.dire("Il n’y a rien à annuler : le délai est passé, ou rien n’a été décidé.")
        return
    derniere = annulables[0]
    for resultat in desk.consequences(derniere.id):
        console.dire(f"Ne passerait plus{NBSP}: {resultat.type}. {resultat.message or ''}")
    if console.confirmer(f"Annuler «{NBSP}{derniere.libelle}{NBSP}»{NBSP}?"):
        fait = desk.annuler(derniere.id)
        console.dire("Annulé." if fait.fait else f"Refus {fait.regle}{NBSP}: {fait.message} {fait.remede}")


def _changer_structure(console: Console, desk: Desk) -> None:
    structures = desk.structures()
    choix = [f"{une.structure.nom}, {une.droit.libelle}, {une.en_attente} en attente" for une in structures]
    rang = console.choisir("Agir pour", choix)
    if rang is not None:
        desk.changer_structure(structures[rang].structure.id)
