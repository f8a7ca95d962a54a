"""The dashboard (CAN-6) and the échéances (ECH): counts from `compte`, candidatures as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from rafaelpro_tui.core.model import Etape, Etat, Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats
from rafaelpro_tui.core.rules.sessions import ALERTE_TABLEAU, DELAI_ECHEANCE, plus_tard
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PAQUET, PUBLIEE
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.vues_candidatures import EcheanceLigne, LigneTableau

DEPUIS: Final = date(2013, 1, 1)
"""CAN-6: sessions that started before are not counted."""

_TENU: Final = {
    Role.RESPONSABLE: "a.responsable",
    Role.POSITIONNEUR: "s.positionneur",
    Role.FORMATEUR: "s.formateur",
}
_COMPTES: Final = f"""
  SELECT k.etat, sum(k.n), coalesce(sum(k.n) FILTER (WHERE s.fin BETWEEN :fin_min AND :fin_max), 0)
  FROM session s JOIN action a ON a.n = s.action JOIN {{compte}} k ON k.session = s.n
  WHERE {{tenu}} = :structure AND {PUBLIEE} AND s.debut >= :depuis
  GROUP BY k.etat"""
_ECHEANCES: Final = f"""
  SELECT c.reference, coalesce(p.nom_usage, p.nom_naissance) || ' ' || p.prenom, s.reference, a.intitule, c.etape, s.fin
  FROM session s JOIN action a ON a.n = s.action CROSS JOIN candidature c ON c.session = s.n
    CROSS JOIN candidat p ON p.n = c.candidat
  WHERE c.etat = 'en_attente' AND (a.responsable = :structure OR s.positionneur = :structure) AND {PUBLIEE}
    AND s.fin <= :fin_max
  ORDER BY s.fin, c.deposee_le, c.n"""


def tableau(conn: Connection, context: Context) -> tuple[LigneTableau, ...]:
    """CAN-6, one line per role, in the guide's order; a role that the structure has nowhere counts 0.

    It is cumulative: those whose personal data was erased still count (DON-2).
    """
    # ECH-3: échéance = fin + 21 days, 0 to 15 days away.
    fin_min = decale(context.aujourdhui, -DELAI_ECHEANCE.days)
    parametres = {
        "structure": context.structure,
        "depuis": DEPUIS.isoformat(),
        "fin_min": fin_min.isoformat(),
        "fin_max": decale(context.aujourdhui, (ALERTE_TABLEAU - DELAI_ECHEANCE).days).isoformat(),
    }
    lignes = []
    for role, tenu in _TENU.items():
        trouves = {etat: (n, bientot) for etat, n, bientot in _compter(conn, "compte", tenu, parametres)}
        effaces = {etat: n for etat, n, _ in _compter(conn, "compte_efface", tenu, parametres)}
        comptes = {etat.value: trouves.get(etat.value, (0, 0))[0] + effaces.get(etat.value, 0) for etat in Etat}
        bientot = trouves.get(Etat.EN_ATTENTE.value, (0, 0))[1]
        lignes.append(LigneTableau(role=role, passage_15_jours=bientot, effacees=sum(effaces.values()), **comptes))
    return tuple(lignes)


def _compter(conn: Connection, compte: str, tenu: str, parametres: dict[str, str]) -> list[tuple[str, int, int]]:
    return conn.execute(_COMPTES.format(compte=compte, tenu=tenu), parametres).fetchall()


def echeances(base: Base, context: Context, jours: int | None = None) -> Iterator[EcheanceLigne]:
    """The `en_attente` candidatures that will pass in avis non transmis (ECH-1), soonest first.

    Those whose échéance is in `jours` days or less; those already past it, which pass at the next run of the clocks,
    come first with negative days. Nothing for who may not see the candidats (DRT-9). Read as they are asked for.
    """
    if not peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR)):
        return
    fin_max = date.max if jours is None else decale(context.aujourdhui, jours - DELAI_ECHEANCE.days)
    parametres = {"structure": context.structure, "fin_max": fin_max.isoformat()}
    with base.read() as conn:
        lignes = conn.execute(_ECHEANCES, parametres)
        while paquet := lignes.fetchmany(PAQUET):
            for reference, candidat, session, intitule, etape, fin in paquet:
                echeance = plus_tard(jour(fin), DELAI_ECHEANCE)
                yield EcheanceLigne(
                    candidature=reference,
                    candidat=candidat,
                    session=session,
                    intitule=intitule,
                    etape=Etape(etape) if etape else None,
                    echeance=echeance,
                    jours=(echeance - context.aujourdhui).days,
                )


def decale(depart: date, jours: int) -> date:
    """That many days later (earlier when negative), inside the calendar."""
    return date.fromordinal(max(date.min.toordinal(), min(depart.toordinal() + jours, date.max.toordinal())))
