"""The figures of the pilotage, session by session; formations are their sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final

from rafaelpro_tui.core.model import Etat, Motif, MotifHsp, Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE
from rafaelpro_tui.core.vues_pilotage import Pilote

_SES_CANDIDATS: Final = f"(a.responsable = :structure OR s.positionneur = :structure) AND {PUBLIEE}"  # DRT-9
_PREMIERE: Final = "(SELECT r.date FROM convocation r WHERE r.candidature = c.n AND r.rang = 1)"
_AVIS: Final = "(SELECT v.le FROM avis v WHERE v.candidature = c.n AND v.rang = 1)"
_MOTIF: Final = "(SELECT v.motif FROM avis v WHERE v.candidature = c.n ORDER BY v.rang DESC LIMIT 1)"
_SESSIONS: Final = f"""
  SELECT s.reference, a.id, a.intitule, d.hsp, s.effectif_vise, s.capacite_accueil,
    count(c.n), coalesce(sum(c.nb_convocations > 0), 0),
    coalesce(sum(EXISTS (SELECT 1 FROM convocation r WHERE r.candidature = c.n AND r.resultat = 'presence')), 0),
    coalesce(sum(c.etat = '{Etat.RETENUE.value}'), 0), coalesce(sum(c.etat = '{Etat.EN_ATTENTE.value}'), 0),
    sum(julianday({_PREMIERE}) - julianday(c.deposee_le)),
    sum(julianday(date({_AVIS})) - julianday(c.deposee_le)), count({_AVIS})
  FROM session s JOIN action a ON a.n = s.action JOIN dispositif d ON d.code = a.dispositif
    JOIN candidature c ON c.session = s.n
  WHERE {_SES_CANDIDATS}
  GROUP BY s.n ORDER BY s.debut, s.reference"""
_MOTIFS: Final = f"""
  SELECT s.reference, {_MOTIF} AS motif, count(*)
  FROM session s JOIN action a ON a.n = s.action JOIN candidature c ON c.session = s.n
  WHERE {_SES_CANDIDATS} AND motif IS NOT NULL
  GROUP BY 1, 2"""


def interdit(context: Context) -> Refus | None:
    """Why this user sees no figure that leads to candidats (DRT-9); None when they may."""
    traite = peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR))
    return None if traite else refus_consultation(context)


def pilotage(conn: Connection, context: Context, *, par_formation: bool) -> tuple[Pilote, ...]:
    """The sessions that have candidatures, by début; or their formations, by first session."""
    if interdit(context):
        return ()
    parametres = {"structure": context.structure}
    motifs: dict[str, Counter[Motif | MotifHsp]] = defaultdict(Counter)
    for reference, motif, nombre in conn.execute(_MOTIFS, parametres):
        motifs[reference][_motif(motif)] = nombre
    groupes: dict[str, list[Any]] = {}
    for ligne in conn.execute(_SESSIONS, parametres).fetchall():
        groupes.setdefault(ligne[1] if par_formation else ligne[0], []).append(ligne)
    return tuple(
        _pilote(cle, lignes, (motifs[ligne[0]] for ligne in lignes), par_formation=par_formation)
        for cle, lignes in groupes.items()
    )


def _pilote(cle: str, lignes: list[Any], motifs: Iterable[Counter[Motif | MotifHsp]], *, par_formation: bool) -> Pilote:
    premiere = lignes[0]
    vise, capacite, deposees, convoquees, presentes, retenues, en_attente = (
        sum(ligne[rang] for ligne in lignes) for rang in range(4, 11)
    )
    jours_convocation = sum(ligne[11] or 0 for ligne in lignes)
    jours_avis, dates = sum(ligne[12] or 0 for ligne in lignes), sum(ligne[13] for ligne in lignes)
    total: Counter[Motif | MotifHsp] = sum(motifs, Counter())
    return Pilote(
        cle=f'formation:"{cle}"' if par_formation else f"session:{cle}",
        action=premiere[1],
        nom=cle,
        intitule=premiere[2],
        sessions=len(lignes),
        hsp=bool(premiere[3]),
        deposees=deposees,
        convoquees=convoquees,
        presentes=presentes,
        retenues=retenues,
        en_attente=en_attente,
        motifs=dict(total.most_common()),
        delai_convocation=jours_convocation / convoquees if convoquees else None,
        delai_avis=jours_avis / dates if dates else None,
        effectif_vise=vise,
        capacite=capacite,
    )


def _motif(motif: str) -> Motif | MotifHsp:
    return Motif(motif) if motif in set(Motif) else MotifHsp(motif)
