"""`sessions`, `candidatures`, `echeances`, `tableau`: the lists."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rafaelpro_tui.commandes.base import bureau
from rafaelpro_tui.commandes.sorties import Colonne, dire, ecrire, ecrire_json, ecrire_tableau
from rafaelpro_tui.commandes.syntaxe import Commande, Demande, Option, entier
from rafaelpro_tui.core.filtre import CANDIDATURES, SESSIONS, Langage
from rafaelpro_tui.core.model import Etat, EtatSession
from rafaelpro_tui.core.texte import date_fr, pluriel
from rafaelpro_tui.core.vues import Onglet, SessionLigne
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne, EcheanceLigne, LigneTableau

if TYPE_CHECKING:
    from rafaelpro_tui.core.rules.decision import Refus
    from rafaelpro_tui.core.store.listes import RowSource

L = TypeVar("L", SessionLigne, CandidatureLigne)
FENETRE = 500
"""Rows read at once."""


def parcourir(source: RowSource[L], limite: int | None = None) -> Iterator[L]:
    """The rows of a list, in its order, read by windows; the first ones alone do not wait for the whole order."""
    if limite is not None and limite <= FENETRE:
        yield from (ligne for _, ligne in source.first(limite))
        return
    ordre = source.order()[:limite]
    for debut in range(0, len(ordre), FENETRE):
        ids = ordre[debut : debut + FENETRE]
        lues = source.rows(ids)
        yield from (lues[n] for n in ids if n in lues)


def interdite(source: RowSource[CandidatureLigne]) -> bool:
    """Whether this user may not see the candidats behind the counts (DRT-9); says why."""
    interdit: Refus | None = getattr(source, "interdit", None)
    if interdit is not None:
        dire(f"{interdit.regle} : {interdit.message} {interdit.remede}")
    return interdit is not None


def sessions(demande: Demande) -> int:
    """The sessions on which the active structure has a role."""
    voulu, limite = demande.propres["etat"], demande.propres["limite"]
    with bureau(demande) as desk:
        source = desk.sessions(Onglet.TOUTES, demande.propres["filtre"] or "")
        lignes: Iterator[SessionLigne]
        if voulu:
            lignes = islice((ligne for ligne in parcourir(source) if ligne.etat == voulu), limite)
        else:
            lignes = parcourir(source, limite)
        return _ecrire(
            demande,
            lignes,
            session_json,
            _COLONNES_SESSION,
            _session,
            vide="Aucune session ne répond à cette demande.",
            nom="session",
        )


def candidatures(demande: Demande) -> int:
    """The candidatures that the user may see (DRT-9)."""
    session, etat = demande.propres["session"], demande.propres["etat"]
    with bureau(demande) as desk:
        source = desk.candidatures(
            session=session, etat=Etat(etat) if etat else None, texte=demande.propres["filtre"] or ""
        )
        if interdite(source):
            return 1
        lignes: Iterator[CandidatureLigne] = parcourir(source, demande.propres["limite"])
        return _ecrire(
            demande,
            lignes,
            candidature_json,
            _COLONNES_CANDIDATURE,
            _candidature,
            vide="Aucune candidature ne répond à cette demande.",
            nom="candidature",
        )


def echeances(demande: Demande) -> int:
    """What passes in avis non transmis, soonest first (ECH-1)."""
    with bureau(demande) as desk:
        if (agenda := demande.propres["ics"]) is not None:
            jours = demande.propres["jours"]
            quoi = f"rendez-vous et échéances{'' if jours is None else f' à {jours} jours au plus'}"
            noms = demande.propres["noms"]
            nombre = desk.radar.exporter_agenda(agenda, desk.provenance(quoi), jours=jours, noms=noms)
            if demande.json:
                ecrire_json({"sortie": str(agenda), "evenements": nombre})
            else:
                ecrire(f"{pluriel(nombre, 'événement écrit', 'événements écrits')} dans « {agenda} ».")
            return 0
        return _ecrire(
            demande,
            desk.echeances(demande.propres["jours"]),
            echeance_json,
            _COLONNES_ECHEANCE,
            _echeance,
            vide="Aucune candidature en attente n’approche de son échéance.",
            nom="candidature",
        )


def tableau(demande: Demande) -> int:
    """The dashboard of CAN-6."""
    with bureau(demande) as desk:
        lignes = desk.tableau()
        if demande.json:
            for ligne in lignes:
                ecrire_json(tableau_json(ligne))
        else:
            ecrire(f"{desk.acteur.structure.nom}, au {date_fr(desk.aujourdhui)}")
            ecrire()
            ecrire_tableau(
                _COLONNES_TABLEAU,
                ([ligne.role.libelle, *(str(n) for n in list(tableau_json(ligne).values())[1:])] for ligne in lignes),
            )
    return 0


# JSON, keys of CONTRATS §2


def session_json(ligne: SessionLigne) -> dict[str, Any]:
    """The keys of `sessions --json`."""
    return {
        "reference": ligne.reference,
        "intitule": ligne.intitule,
        "responsable": ligne.responsable,
        "positionneur": ligne.positionneur,
        "formateur": ligne.formateur,
        "commune": ligne.commune,
        "code_postal": ligne.code_postal,
        "debut": ligne.debut.isoformat(),
        "fin": ligne.fin.isoformat(),
        "type_entrees": str(ligne.type_entrees),
        "etat": str(ligne.etat),
        "roles": [str(role) for role in ligne.roles],
        "inscrits": ligne.inscrits,
        "en_attente": ligne.en_attente,
        "maximum": ligne.maximum,
        "jours": ligne.jours_restants,
    }


def candidature_json(ligne: CandidatureLigne) -> dict[str, Any]:
    """The keys of `candidatures --json`."""
    return {
        "reference": ligne.reference,
        "session": ligne.session,
        "intitule": ligne.intitule,
        "candidat": ligne.candidat,
        "telephone": ligne.telephone,
        "courriel": ligne.courriel,
        "commune": ligne.commune,
        "etat": str(ligne.etat),
        "etape": None if ligne.etape is None else str(ligne.etape),
        "prescripteur": ligne.prescripteur,
        "deposee_le": ligne.deposee_le.isoformat(),
        "nb_convocations": ligne.nb_convocations,
        "reponse": None if ligne.reponse is None else str(ligne.reponse),
        "motif": None if ligne.motif is None else str(ligne.motif),
        "entree": None if ligne.entree is None else ligne.entree.isoformat(),
        "echeance": ligne.echeance.isoformat(),
        "jours": ligne.jours,
        "a_completer": ligne.a_completer,
    }


def echeance_json(ligne: EcheanceLigne) -> dict[str, Any]:
    """The keys of `echeances --json`."""
    return {
        "candidature": ligne.candidature,
        "candidat": ligne.candidat,
        "session": ligne.session,
        "intitule": ligne.intitule,
        "etape": None if ligne.etape is None else str(ligne.etape),
        "echeance": ligne.echeance.isoformat(),
        "jours": ligne.jours,
    }


def tableau_json(ligne: LigneTableau) -> dict[str, Any]:
    """The keys of `tableau --json`, in the guide's order."""
    return {
        "role": str(ligne.role),
        "en_attente": ligne.en_attente,
        "passage_15_jours": ligne.passage_15_jours,
        "retenue": ligne.retenue,
        "non_retenue": ligne.non_retenue,
        "avis_non_transmis": ligne.avis_non_transmis,
        "refus_session_complete": ligne.refus_session_complete,
        "refus_session_annulee": ligne.refus_session_annulee,
    }


# Tables for people

_COLONNES_SESSION = (
    Colonne("Référence"),
    Colonne("Session", souple=True),
    Colonne("Responsable", souple=True),
    Colonne("Positionneur", souple=True),
    Colonne("Lieu", souple=True),
    Colonne("Début"),
    Colonne("Fin"),
    Colonne("État"),
    Colonne("Inscrits", droite=True),
    Colonne("En attente", droite=True),
)
_COLONNES_CANDIDATURE = (
    Colonne("Référence"),
    Colonne("Candidat", souple=True),
    Colonne("Session"),
    Colonne("Formation", souple=True),
    Colonne("Prescripteur", souple=True),
    Colonne("Déposée le"),
    Colonne("État"),
    Colonne("Étape", souple=True),
    Colonne("Jours restants", droite=True),
)
_COLONNES_ECHEANCE = (
    Colonne("Échéance"),
    Colonne("Jours restants", droite=True),
    Colonne("Candidature"),
    Colonne("Candidat", souple=True),
    Colonne("Étape", souple=True),
    Colonne("Session"),
    Colonne("Formation", souple=True),
)
_COLONNES_TABLEAU = (
    Colonne("Rôle"),
    Colonne("En attente", droite=True),
    Colonne("dont d’ici 15 jours", droite=True),
    Colonne("Retenues", droite=True),
    Colonne("Non retenues", droite=True),
    Colonne("Avis non transmis", droite=True),
    Colonne("Refus : session complète", droite=True),
    Colonne("Refus : session annulée", droite=True),
)


def _session(ligne: SessionLigne) -> list[str]:
    return [
        ligne.reference,
        ligne.intitule,
        ligne.responsable,
        ligne.positionneur,
        ligne.commune,
        date_fr(ligne.debut),
        date_fr(ligne.fin),
        ligne.etat.libelle,
        ligne.occupation,
        str(ligne.en_attente),
    ]


def _candidature(ligne: CandidatureLigne) -> list[str]:
    en_attente = ligne.etat is Etat.EN_ATTENTE
    etape = ligne.etape.libelle if ligne.etape else "À compléter" if ligne.a_completer else ""
    return [
        ligne.reference,
        ligne.candidat,
        ligne.session,
        ligne.intitule,
        ligne.prescripteur,
        date_fr(ligne.deposee_le),
        ligne.etat.libelle,
        etape,
        str(ligne.jours) if en_attente else "",
    ]


def _echeance(ligne: EcheanceLigne) -> list[str]:
    return [
        date_fr(ligne.echeance),
        str(ligne.jours),
        ligne.candidature,
        ligne.candidat,
        ligne.etape.libelle if ligne.etape else "",
        ligne.session,
        ligne.intitule,
    ]


R = TypeVar("R")


def _ecrire(
    demande: Demande,
    lignes: Iterable[R],
    en_json: Callable[[R], dict[str, Any]],
    colonnes: tuple[Colonne, ...],
    en_cellules: Callable[[R], list[str]],
    *,
    vide: str,
    nom: str,
) -> int:
    """One object per line, or a table and their number; `vide` when there is nothing."""
    if demande.json:
        for ligne in lignes:
            ecrire_json(en_json(ligne))
        return 0
    suite = iter(lignes)
    premiere = next(suite, None)
    if premiere is None:
        dire(vide)
        return 0
    nombre = ecrire_tableau(colonnes, map(en_cellules, chain((premiere,), suite)))
    sys.stdout.flush()
    dire(pluriel(nombre, nom))
    return 0


def _conditions(langage: Langage) -> str:
    """What a filter may say, for the help."""
    lignes = [f"  {cle.ecrite + '…':16}{cle.aide}" for cle in langage.cles.values()]
    exemples = "Ajoutez « - » devant pour exclure, des guillemets autour de plusieurs mots."
    return "\n".join(["Les conditions de « --filtre » :", *lignes, exemples])


_LIMITE = Option("--limite", "au plus N lignes", "N", entier)
_FILTRE = "des mots à retrouver, dans n’importe quel ordre, ou des conditions"

COMMANDES = (
    Commande(
        nom="sessions",
        resume="liste les sessions de la structure",
        executer=sessions,
        options=(
            Option("--etat", "l’état", "ETAT", choix=tuple(EtatSession)),
            Option("--filtre", f"{_FILTRE} : etat:… role:… debut>…", "TEXTE"),
            _LIMITE,
        ),
        precisions=_conditions(SESSIONS),
        exemples=(
            "rafaelpro-tui sessions",
            'rafaelpro-tui sessions --etat en_cours --filtre "amorce commune:bordeaux"',
            "rafaelpro-tui sessions --json | head -5",
        ),
    ),
    Commande(
        nom="candidatures",
        resume="liste les candidatures",
        executer=candidatures,
        options=(
            Option("--session", "celles d’une session", "REF"),
            Option("--etat", "l’état", "ETAT", choix=tuple(Etat)),
            Option("--filtre", f"{_FILTRE} : etat:… jours<7 prescripteur:…", "TEXTE"),
            _LIMITE,
        ),
        precisions=_conditions(CANDIDATURES),
        exemples=(
            "rafaelpro-tui candidatures --session 00235491 --etat en_attente",
            'rafaelpro-tui candidatures --filtre "desire o\'neill"',
            "rafaelpro-tui candidatures --filtre 'etape:avis jours<7 prescripteur:\"mission locale\"'",
        ),
    ),
    Commande(
        nom="tableau",
        resume="compte les candidatures, par rôle de la structure",
        executer=tableau,
        exemples=("rafaelpro-tui tableau", "rafaelpro-tui tableau --structure OF1 --json"),
    ),
    Commande(
        nom="echeances",
        resume="dit ce qui passera en avis non transmis, le plus proche d’abord",
        executer=echeances,
        options=(
            Option("--jours", "d’ici N jours au plus", "N", entier),
            Option("--ics", "écrire plutôt un agenda : rendez-vous, alertes et échéances", "FICHIER.ics", Path),
            Option("--noms", "avec les noms des candidats dans l’agenda, au lieu des références"),
        ),
        exemples=(
            "rafaelpro-tui echeances",
            "rafaelpro-tui echeances --jours 15",
            "rafaelpro-tui echeances --ics echeances.ics",
        ),
    ),
)
