"""The sessions on which candidatures wait, soonest échéance first, and the RDV without an answer (ECH, CNV-4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rafaelpro_tui.core.model import Etape, Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.rules.sessions import ALERTE_TABLEAU, DELAI_ALERTE, DELAI_ECHEANCE, plus_tard
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.vues_radar import RadarLigne, RendezVous

_SES_CANDIDATS: Final = f"(a.responsable = :structure OR s.positionneur = :structure) AND {PUBLIEE}"  # DRT-9
_SESSIONS: Final = f"""
  SELECT s.reference, a.intitule, o.nom, s.fin, sum(k.n),
    {", ".join(f"coalesce(sum(k.n) FILTER (WHERE k.etape = '{etape.value}'), 0)" for etape in Etape)}
  FROM session s JOIN action a ON a.n = s.action JOIN structure o ON o.id = s.positionneur
    JOIN compte k ON k.session = s.n AND k.etat = 'en_attente'
  WHERE {_SES_CANDIDATS}
  GROUP BY s.n HAVING sum(k.n) > 0
  ORDER BY s.fin, s.reference"""
_PAR_PERSONNE: Final = f"""
  SELECT s.reference, a.intitule, o.nom, s.fin, count(*),
    {", ".join(f"count(*) FILTER (WHERE c.etape = '{etape.value}')" for etape in Etape)},
    coalesce(u.prenom || ' ' || u.nom, v.charge, '')
  FROM session s JOIN action a ON a.n = s.action JOIN structure o ON o.id = s.positionneur
    CROSS JOIN candidature c ON c.session = s.n AND c.etat = 'en_attente'
    LEFT JOIN suivi v ON v.structure = :structure AND v.candidature = c.reference AND v.charge <> ''
    LEFT JOIN utilisateur u ON u.id = v.charge
  WHERE {_SES_CANDIDATS}
  GROUP BY s.n, v.charge
  ORDER BY s.fin, s.reference"""
_RENDEZ_VOUS: Final = f"""
  SELECT c.reference, coalesce(p.nom_usage, p.nom_naissance) || ' ' || p.prenom, r.rang, r.date, s.reference,
    a.intitule, s.commune
  FROM session s JOIN action a ON a.n = s.action CROSS JOIN candidature c ON c.session = s.n
    CROSS JOIN convocation r ON r.candidature = c.n CROSS JOIN candidat p ON p.n = c.candidat
  WHERE c.etat = 'en_attente' AND r.resultat IS NULL AND {_SES_CANDIDATS}
  ORDER BY r.date, s.reference, c.n"""


def sessions(conn: Connection, context: Context) -> tuple[RadarLigne, ...]:
    """Nothing for who may not see the candidats (DRT-9)."""
    if interdit(context):
        return ()
    lues = conn.execute(_SESSIONS, {"structure": context.structure})
    return tuple(_ligne(lue, "", context) for lue in lues)


def par_personne(conn: Connection, context: Context) -> tuple[RadarLigne, ...]:
    """A session and who is in charge there, nobody included, in each line; nothing as in `sessions`."""
    if interdit(context):
        return ()
    lues = conn.execute(_PAR_PERSONNE, {"structure": context.structure})
    return tuple(_ligne(lue, charge, context) for *lue, charge in lues)


def _ligne(lue: Sequence[Any], charge: str, context: Context) -> RadarLigne:
    reference, intitule, positionneur, fin, en_attente, *comptes = lue
    echeance = plus_tard(jour(fin), DELAI_ECHEANCE)
    return RadarLigne(
        session=reference,
        intitule=intitule,
        positionneur=positionneur,
        fin=jour(fin),
        quinze_jours=plus_tard(jour(fin), DELAI_ECHEANCE - ALERTE_TABLEAU),
        alerte=plus_tard(jour(fin), DELAI_ALERTE),
        echeance=echeance,
        jours=(echeance - context.aujourdhui).days,
        en_attente=en_attente,
        etapes=dict(zip(Etape, comptes, strict=True)),
        charge=charge,
    )


def rendez_vous(conn: Connection, context: Context) -> tuple[RendezVous, ...]:
    """Soonest first; nothing for who may not see the candidats (DRT-9)."""
    if interdit(context):
        return ()
    return tuple(
        RendezVous(
            candidature=reference,
            candidat=candidat,
            rang=rang,
            date=jour(date),
            session=session,
            intitule=intitule,
            commune=commune,
        )
        for reference, candidat, rang, date, session, intitule, commune in conn.execute(
            _RENDEZ_VOUS, {"structure": context.structure}
        )
    )


def interdit(context: Context) -> Refus | None:
    """Why this user sees no candidat on any session (DRT-9); None when they may."""
    traite = peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR))
    return None if traite else refus_consultation(context)
