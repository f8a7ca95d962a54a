"""All that is held on a person: what the law lets them ask for, within what the active structure may see (DRT-9)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import introuvable, peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.core.store import fiches, objets
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.vues_journal import JournalLigne
from rafaelpro_tui.core.vues_personne import CandidatureTenue, MiseTenue, PersonneVue, RendezVousRetenu, SaisieTenue

_CANDIDAT: Final = """
  SELECT id FROM candidat WHERE id = :nom
  UNION ALL SELECT p.id FROM candidature c JOIN candidat p ON p.n = c.candidat WHERE c.reference = :nom LIMIT 1"""
_CANDIDATURES: Final = """
  SELECT c.reference FROM candidature c JOIN candidat p ON p.n = c.candidat
  WHERE p.id = ? ORDER BY c.deposee_le DESC, c.n DESC"""
_CRENEAU: Final = """
  SELECT k.date, k.heure, k.lieu FROM place p JOIN creneau k ON k.id = p.creneau
  WHERE p.structure = ? AND p.candidature = ?"""
_SAISIES: Final = """
  SELECT d.id, d.type, d.saisi_le, d.utilisateur, d.structure, d.statut, d.corps FROM depart d WHERE d.seq IN (
    SELECT t.seq FROM touche t WHERE t.genre = 'candidature' AND t.cle IN (SELECT value FROM json_each(:references))
    UNION SELECT a.seq FROM acte a WHERE a.candidature IN (SELECT value FROM json_each(:references))
    UNION SELECT o.seq FROM journal j JOIN depart o ON o.id = j.commande
      WHERE j.cible IN (SELECT value FROM json_each(:references)))
    AND (d.structure = :structure OR d.type NOT IN
      ('ecrire_note', 'modifier_note', 'effacer_note', 'poser_drapeau', 'affecter'))
  ORDER BY d.seq"""
"""What another structure keeps for itself is not told (SUI-4)."""
_PANIERS: Final = """
  SELECT utilisateur, corps FROM panier
  WHERE structure = :structure AND candidature IN (SELECT value FROM json_each(:references)) ORDER BY rang"""
_JOURNAL: Final = """
  SELECT sequence, date, utilisateur, structure, type, cible, issue FROM journal
  WHERE structure = :structure AND cible IN (SELECT value FROM json_each(:references)) ORDER BY sequence"""


def fiche_personne(conn: Connection, context: Context, nom: str) -> PersonneVue:
    """`nom`: the candidat's id or, as it is what users see, the reference of one of their candidatures.

    Raises:
        Introuvable: nobody of that name for the active structure (DRT-5), or not for this user (DRT-9).
    """
    ligne = conn.execute(_CANDIDAT, {"nom": nom}).fetchone()
    visibles = () if ligne is None else _visibles(conn, context, ligne[0])
    if ligne is None or not visibles:
        refus = introuvable("Candidat", nom)
        raise Introuvable(refus.message, refus.remede)
    tenues = tuple(_tenue(conn, context, reference) for reference in visibles)
    cles = {"structure": context.structure, "references": json.dumps(visibles)}
    return PersonneVue(
        candidat=tenues[0].vue.candidat,
        en_cours=tenues[0].vue.en_cours,
        candidatures=tenues,
        saisies=tuple(map(_saisie, conn.execute(_SAISIES, cles))),
        panier=tuple(MiseTenue(par=par, contenu=json.loads(corps)) for par, corps in conn.execute(_PANIERS, cles)),
        journal=tuple(map(_ligne, conn.execute(_JOURNAL, cles))),
    )


def _visibles(conn: Connection, context: Context, candidat: str) -> tuple[str, ...]:
    """Their candidatures on sessions whose candidats may be consulted.

    Raises `Introuvable` when the structure knows of the person but this user may not consult it (DRT-9).
    """
    visibles, connue = [], False
    for (reference,) in conn.execute(_CANDIDATURES, (candidat,)).fetchall():
        candidature = objets.lire_candidature(conn, reference)
        session = None if candidature is None else objets.lire_session(conn, candidature.session)
        action = None if session is None else objets.lire_action(conn, session.action)
        tenus = () if action is None else roles(context.structure, session, action)
        connue |= bool(tenus)
        if peut_consulter_candidats(context, tenus):
            visibles.append(reference)
    if connue and not visibles:
        refus = refus_consultation(context)
        raise Introuvable(refus.message, refus.remede)
    return tuple(visibles)


def _tenue(conn: Connection, context: Context, reference: str) -> CandidatureTenue:
    cle = (context.structure, reference)
    creneau = conn.execute(_CRENEAU, cle).fetchone()
    rang = conn.execute("SELECT rang FROM rang_attente WHERE structure = ? AND candidature = ?", cle).fetchone()
    transmises = conn.execute("SELECT vers, le FROM transmission WHERE candidature = ? ORDER BY le, vers", (reference,))
    return CandidatureTenue(
        vue=fiches.fiche_candidature(conn, context, reference),
        creneau=RendezVousRetenu(date=jour(creneau[0]), heure=creneau[1], lieu=creneau[2]) if creneau else None,
        rang_attente=rang[0] if rang else None,
        transmissions=tuple((vers, le) for vers, le in transmises),
    )


def _saisie(ligne: Any) -> SaisieTenue:
    id, type_, le, par, structure, statut, corps = ligne
    contenu = json.loads(corps)
    partagee = "candidatures" in contenu or type_ == "annuler_session"
    return SaisieTenue(
        id=id,
        type=type_,
        le=datetime.fromisoformat(le),
        par=par,
        structure=structure,
        statut=statut,
        contenu=None if partagee else contenu,
    )


def _ligne(ligne: Any) -> JournalLigne:
    sequence, date, utilisateur, structure, type_, cible, issue = ligne
    return JournalLigne(
        sequence=sequence,
        date=datetime.fromisoformat(date),
        utilisateur=utilisateur,
        structure=structure,
        type=type_,
        cible=cible,
        issue=issue,
    )
