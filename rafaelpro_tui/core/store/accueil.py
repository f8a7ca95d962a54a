"""The home screen: the dashboard, what is to be handled, how full the coming sessions are; all from `compte`."""

from __future__ import annotations

from typing import Final

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.rules.sessions import DELAI_ALERTE, DELAI_ECHEANCE, plus_tard
from rafaelpro_tui.core.store.driver import Connection, Valeur
from rafaelpro_tui.core.store.listes import PUBLIEE
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.store.tableau import decale, tableau
from rafaelpro_tui.core.vues_accueil import AccueilVue, AlerteEcheance, Remplissage, SessionATraiter

# Those on which the structure handles candidatures (DRT-1), and which still can be handled (AVI-9). The two roles are
# two queries, each with its index: with OR between them, all sessions would be walked through.
_A_TRAITER: Final = f"""
  WITH sienne AS (
    SELECT s.n, s.reference, s.fin, a.intitule FROM session s JOIN action a ON a.n = s.action
    WHERE s.positionneur = :structure AND {PUBLIEE} AND s.fin >= :fin_min
    UNION
    SELECT s.n, s.reference, s.fin, a.intitule FROM action a JOIN session s ON s.action = a.n
    WHERE a.responsable = :structure AND {PUBLIEE} AND s.fin >= :fin_min)
  SELECT s.n, s.reference, s.intitule, s.fin, sum(k.n) AS attendent
  FROM sienne s JOIN compte k ON k.session = s.n AND k.etat = 'en_attente'
  GROUP BY s.n HAVING attendent > 0"""
_DEPUIS: Final = """
  SELECT min(c.deposee_le) FROM candidature c WHERE c.session = ? AND c.etat = 'en_attente'"""
_ALERTE: Final = f"""
  SELECT coalesce(sum(attendent), 0), count(*), min(fin) FROM ({_A_TRAITER}) WHERE fin <= :fin_alerte"""
_A_VENIR: Final = f"""
  SELECT s.reference, a.intitule, s.debut, s.effectif_vise, s.capacite_accueil,
    coalesce((SELECT sum(k.n) FROM compte k WHERE k.session = s.n AND k.etat = 'retenue'), 0),
    coalesce((SELECT sum(k.n) FROM compte k WHERE k.session = s.n AND k.etat = 'en_attente'), 0)
  FROM session s CROSS JOIN action a ON a.n = s.action
  WHERE s.debut > :jour AND NOT s.annulee AND {PUBLIEE}
    AND (a.responsable = :structure OR s.formateur = :structure OR s.positionneur = :structure)
  ORDER BY s.debut, s.reference LIMIT :limite"""


def accueil(conn: Connection, context: Context, limite: int) -> AccueilVue:
    """Everything at once, `limite` rows of each list. What names no candidat is for any role (DRT-5)."""
    parametres: dict[str, Valeur] = {
        "structure": context.structure,
        "jour": context.aujourdhui.isoformat(),
        "fin_min": decale(context.aujourdhui, -DELAI_ECHEANCE.days).isoformat(),
        "fin_alerte": decale(context.aujourdhui, -DELAI_ALERTE.days).isoformat(),
        "limite": limite,
    }
    traite = peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR))
    return AccueilVue(
        tableau=tableau(conn, context),
        alerte=_alerte(conn, context, parametres) if traite else None,
        echeances=_a_traiter(conn, context, parametres, "s.fin, attendent DESC, s.n") if traite else (),
        attentes=_a_traiter(conn, context, parametres, "attendent DESC, s.fin, s.n") if traite else (),
        remplissage=_remplissage(conn, parametres),
        interdit=None if traite else refus_consultation(context),
    )


def _alerte(conn: Connection, context: Context, parametres: dict[str, Valeur]) -> AlerteEcheance | None:
    """ECH-2: from fin + 14 days to the échéance, included."""
    candidatures, sessions, fin = conn.execute(_ALERTE, parametres).fetchone()
    if not candidatures:
        return None
    echeance = plus_tard(jour(fin), DELAI_ECHEANCE)
    return AlerteEcheance(
        candidatures=candidatures, sessions=sessions, echeance=echeance, jours=(echeance - context.aujourdhui).days
    )


def _a_traiter(
    conn: Connection, context: Context, parametres: dict[str, Valeur], ordre: str
) -> tuple[SessionATraiter, ...]:
    sessions = []
    for n, reference, intitule, fin, attendent in conn.execute(
        f"{_A_TRAITER} ORDER BY {ordre} LIMIT :limite", parametres
    ).fetchall():
        ((depuis,),) = conn.execute(_DEPUIS, (n,)).fetchall()
        if depuis is None:  # on a replica, a right just given: the candidatures come with the next synchronisation
            continue
        deposee_le = jour(depuis)
        echeance = plus_tard(jour(fin), DELAI_ECHEANCE)
        sessions.append(
            SessionATraiter(
                reference=reference,
                intitule=intitule,
                en_attente=attendent,
                deposee_le=deposee_le,
                attente=(context.aujourdhui - deposee_le).days,
                echeance=echeance,
                jours=(echeance - context.aujourdhui).days,
            )
        )
    return tuple(sessions)


def _remplissage(conn: Connection, parametres: dict[str, Valeur]) -> tuple[Remplissage, ...]:
    return tuple(
        Remplissage(
            reference=reference,
            intitule=intitule,
            debut=jour(debut),
            retenues=retenues,
            en_attente=en_attente,
            effectif_vise=effectif_vise,
            capacite=capacite,
        )
        for reference, intitule, debut, effectif_vise, capacite, retenues, en_attente in conn.execute(
            _A_VENIR, parametres
        )
    )
