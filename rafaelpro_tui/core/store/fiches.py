"""One session or one candidature, whole, as its sheet shows it; for the active structure only (DRT-5, DRT-9)."""

from __future__ import annotations

from typing import Final

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import (
    Action,
    Candidature,
    Dispositif,
    Etape,
    Etat,
    Role,
    Session,
    Structure,
)
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import EnCours, Refus
from rafaelpro_tui.core.rules.droits import introuvable, peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.rules.sessions import echeance, etat_session, jours_restants, maximum, roles
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.historique import historique
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.store.suivis import suivi
from rafaelpro_tui.core.vues_fiches import AutreCandidature, CandidatureVue, SessionVue

_COMPTES: Final = """
  SELECT k.etat, k.etape, k.n FROM compte k JOIN session s ON s.n = k.session WHERE s.reference = ?"""
_DU_CANDIDAT: Final = """
  SELECT c.reference, s.reference, a.intitule, d.code, d.hsp, c.etat, c.etape, c.deposee_le,
    a.responsable = :structure OR s.positionneur = :structure
  FROM candidature c JOIN candidat p ON p.n = c.candidat JOIN session s ON s.n = c.session
    JOIN action a ON a.n = s.action JOIN dispositif d ON d.code = a.dispositif
  WHERE p.id = :candidat
  ORDER BY c.deposee_le DESC, c.n DESC"""

_EN_COURS: Final = "SELECT total, hsp FROM en_cours WHERE candidat = ?"
"""On a replica, what the server counts over all organismes (CAN-4)."""


def fiche_session(conn: Connection, context: Context, reference: str) -> SessionVue:
    """Raises `Introuvable`: no such session for the active structure."""
    session, action, dispositif, tenus = _cadre(conn, context, reference, introuvable("Session", reference))
    comptes, etapes = dict.fromkeys(Etat, 0), dict.fromkeys(Etape, 0)
    for etat, de_l_etape, n in conn.execute(_COMPTES, (reference,)):
        comptes[Etat(etat)] += n
        if de_l_etape:
            etapes[Etape(de_l_etape)] += n
    return SessionVue(
        session=session,
        action=action,
        dispositif=dispositif,
        responsable=_structure(conn, action.responsable),
        formateur=_structure(conn, session.formateur),
        positionneur=_structure(conn, session.positionneur),
        roles=tenus,
        etat=etat_session(session, context.aujourdhui),
        comptes=comptes,
        etapes=etapes,
        maximum=maximum(session),
        echeance=echeance(session),
        jours_restants=jours_restants(session, context.aujourdhui),
        consultation=None if peut_consulter_candidats(context, tenus) else refus_consultation(context),
    )


def fiche_candidature(conn: Connection, context: Context, reference: str) -> CandidatureVue:
    """All but `possibilites`, which the rules tell.

    Raises:
        Introuvable: no such candidature for the active structure (DRT-5), or not for this user (DRT-9).
    """
    refus = introuvable("Candidature", reference)
    candidature = objets.lire_candidature(conn, reference)
    if candidature is None:
        raise _erreur(refus)
    session, action, dispositif, tenus = _cadre(conn, context, candidature.session, refus)
    if not peut_consulter_candidats(context, tenus):
        raise _erreur(refus_consultation(context))
    candidat = objets.lire_candidat(conn, candidature.candidat)
    assert candidat is not None  # a foreign key holds it
    en_cours, autres, passees = _autres(conn, context, candidature)
    return CandidatureVue(
        candidature=candidature,
        candidat=candidat,
        session=session,
        action=action,
        dispositif=dispositif,
        etape=etape(candidature, dispositif.hsp),
        echeance=echeance(session),
        jours_restants=jours_restants(session, context.aujourdhui),
        a_completer=candidature.a_completer,
        en_cours=en_cours,
        autres=autres,
        passees=passees,
        historique=tuple(historique(conn, candidature)),
        suivi=suivi(conn, context, reference),
    )


def reference_candidature(conn: Connection, n: int) -> str:
    """Of a row id of a list. Raises `Introuvable`: the row is no longer there."""
    return _reference(conn, "candidature", n)


def reference_session(conn: Connection, n: int) -> str:
    """Of a row id of a list. Raises `Introuvable`: the row is no longer there."""
    return _reference(conn, "session", n)


def _reference(conn: Connection, table: str, n: int) -> str:
    ligne = conn.execute(f"SELECT reference FROM {table} WHERE n = ?", (n,)).fetchone()
    if ligne is None:
        raise Introuvable(f"Cette {table} n’existe plus.", "Revenez à la liste : elle a changé.")
    return str(ligne[0])


def _cadre(
    conn: Connection, context: Context, reference: str, refus: Refus
) -> tuple[Session, Action, Dispositif, tuple[Role, ...]]:
    """A session with its action and dispositif, and what the active structure is on it; or `refus` (DRT-5)."""
    session = objets.lire_session(conn, reference)
    if session is None:
        raise _erreur(refus)
    action = objets.lire_action(conn, session.action)
    assert action is not None  # foreign keys hold it, and its dispositif
    dispositif = objets.lire_dispositif(conn, action.dispositif)
    assert dispositif is not None
    tenus = roles(context.structure, session, action)
    if not tenus:
        raise _erreur(refus)
    return session, action, dispositif, tenus


def _erreur(refus: Refus) -> Introuvable:
    return Introuvable(refus.message, refus.remede)


def _structure(conn: Connection, id: str) -> Structure:
    structure = objets.lire_structure(conn, id)
    assert structure is not None  # a foreign key holds it
    return structure


def _autres(
    conn: Connection, context: Context, candidature: Candidature
) -> tuple[EnCours, tuple[AutreCandidature, ...], tuple[AutreCandidature, ...]]:
    """CAN-4: totals en cours over all organismes; then details, of those that may be seen: en cours, and past."""
    total = hsp = 0
    autres: list[AutreCandidature] = []
    passees: list[AutreCandidature] = []
    for ref, session, intitule, code, est_hsp, etat, de_l_etape, deposee_le, visible in conn.execute(
        _DU_CANDIDAT, {"structure": context.structure, "candidat": candidature.candidat}
    ):
        en_cours = etat == Etat.EN_ATTENTE.value
        total += en_cours
        hsp += en_cours and est_hsp
        if visible and ref != candidature.reference:
            autre = AutreCandidature(
                reference=ref,
                session=session,
                intitule=intitule,
                dispositif=code,
                hsp=bool(est_hsp),
                etat=Etat(etat),
                etape=Etape(de_l_etape) if de_l_etape else None,
                deposee_le=jour(deposee_le),
            )
            (autres if en_cours else passees).append(autre)
    if dit := conn.execute(_EN_COURS, (candidature.candidat,)).fetchone():
        total, hsp = dit
    return EnCours(total=total, hsp=hsp), tuple(autres), tuple(passees)
