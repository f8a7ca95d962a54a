"""The list of candidatures, of one session or of all, for who may see the candidats behind the counts (DRT-9)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Action, Etape, Etat, Motif, MotifHsp, Resultat, Role
from rafaelpro_tui.core.rules.decision import Context, Refus
from rafaelpro_tui.core.rules.droits import introuvable, peut_consulter_candidats, refus_consultation, roles
from rafaelpro_tui.core.rules.echeances import DELAI_ECHEANCE, plus_tard
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE, Liste, Requete, colonne, rang, sens
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.vues import CandidatureLigne, Tri

PEU: Final = 20_000
"""Up to that many candidatures, sorting them all is quicker than walking through everybody's in order."""

_SES_CANDIDATS: Final = "(a.responsable = :structure OR s.positionneur = :structure)"  # DRT-9
_SES_SESSIONS: Final = f"""
  SELECT s.n FROM session s JOIN action a ON a.n = s.action WHERE {_SES_CANDIDATS} AND {PUBLIEE}"""
_MOTIF: Final = "(SELECT v.motif FROM avis v WHERE v.candidature = c.n ORDER BY v.rang DESC LIMIT 1)"

_CONVOCATION: Final = "(SELECT r.date FROM convocation r WHERE r.candidature = c.n ORDER BY r.rang DESC LIMIT 1)"

_PAR_CANDIDATURE: Final = "candidature c"
_PAR_CANDIDAT: Final = "candidat p CROSS JOIN candidature c ON c.candidat = p.n"
_PAR_SESSION: Final = "session s CROSS JOIN candidature c ON c.session = s.n"
_PAR_ACTION: Final = f"action a CROSS JOIN session s ON s.action = a.n CROSS JOIN {_PAR_SESSION.partition(' JOIN ')[2]}"


def _du_candidat(colonne: str) -> str:
    return f"(SELECT p.{colonne} FROM candidat p WHERE p.n = c.candidat)"


_TRIS_CANDIDATURES: Final = {
    "n": (_PAR_CANDIDATURE, "c.n"),
    "reference": (_PAR_CANDIDATURE, "c.reference"),
    "candidat": (_PAR_CANDIDAT, "p.nom_tri"),
    "telephone": (_PAR_CANDIDATURE, _du_candidat("telephone")),
    "courriel": (_PAR_CANDIDATURE, _du_candidat("courriel")),
    "commune": (_PAR_CANDIDATURE, _du_candidat("commune")),
    "session": (_PAR_SESSION, "s.reference"),
    "intitule": (_PAR_ACTION, "a.intitule_tri"),
    "prescripteur": (_PAR_CANDIDATURE, "c.prescripteur_tri"),
    "deposee_le": (_PAR_CANDIDATURE, "c.deposee_le"),
    "nb_convocations": (_PAR_CANDIDATURE, "c.nb_convocations"),
    "convocation": (_PAR_CANDIDATURE, _CONVOCATION),
    "reponse": (_PAR_CANDIDATURE, rang("c.reponse", Resultat)),
    "etat": (_PAR_CANDIDATURE, rang("c.etat", Etat)),
    "etape": (_PAR_CANDIDATURE, rang("c.etape", Etape)),
    "entree": (_PAR_CANDIDATURE, "c.entree"),
    "motif": (_PAR_CANDIDATURE, rang(_MOTIF, (*Motif, *MotifHsp))),
    "a_completer": (_PAR_CANDIDATURE, "c.a_completer"),
    "echeance": (_PAR_SESSION, "s.fin"),
    "jours": (_PAR_SESSION, "s.fin"),
}
"""For each column: which table to walk through first, so that an index gives the order, and what to sort by."""

_VIDES: Final = {"convocation", "reponse", "etape", "entree", "motif"}
"""Columns that may be empty: what is empty comes last in both directions."""

_CANDIDATURES: Final = f"""
  SELECT c.n, c.reference, coalesce(p.nom_usage, p.nom_naissance) || ' ' || p.prenom, p.telephone, p.courriel,
    p.commune, s.reference, a.intitule, c.prescripteur, c.deposee_le, c.nb_convocations, c.reponse, c.etat, c.etape,
    c.entree, {_MOTIF}, c.a_completer, s.fin, {_CONVOCATION}
  FROM candidature c JOIN session s ON s.n = c.session JOIN action a ON a.n = s.action
    JOIN candidat p ON p.n = c.candidat
  WHERE c.n IN (SELECT value FROM json_each(:ids)) AND {_SES_CANDIDATS}"""


class Candidatures(Liste[CandidatureLigne]):
    """The candidatures of one session, or of all, that the user may see (DRT-9); `interdit` says why there are none.

    Raises:
        Introuvable: no such session for the active structure (DRT-5).
        ValueError: `tri.colonne` is not a field of `CandidatureLigne`.
    """

    interdit: Refus | None

    def __init__(
        self,
        base: Base,
        context: Context,
        *,
        session: str | None = None,
        etat: Etat | None = None,
        etape: Etape | None = None,
        a_completer: bool = False,
        texte: str = "",
        tri: Tri | None = None,
    ) -> None:
        super().__init__(base, context, texte)
        tri = tri or Tri("deposee_le")
        self._pilote, expression = colonne(_TRIS_CANDIDATURES, tri)
        vides = f"{expression} IS NULL, " if tri.colonne in _VIDES else ""
        self._ordre = f"{vides}{sens(expression, tri)}, {sens('c.n', tri)}"
        self._etat = etat
        if etat is not None:
            self._parametres["etat"] = etat.value
        self._etape = etape
        if etape is not None:
            self._parametres["etape"] = etape.value
        self._a_completer = a_completer
        self._session = session
        tenus: tuple[Role, ...] = (Role.RESPONSABLE, Role.POSITIONNEUR)  # over all: sessions where it is one of them
        if session is not None:
            with base.read() as conn:
                self._parametres["session"], tenus = _session_et_roles(conn, context, session)
        self.interdit = None if peut_consulter_candidats(context, tenus) else refus_consultation(context)

    def _requete(self, conn: Connection) -> Requete:
        depuis, ou = self._pilote, ["c.etat = :etat"] if self._etat else []
        if self._etape is not None:
            ou.append("c.etape = :etape")
        if self._a_completer:
            ou.append("c.a_completer")
        if self.interdit is not None:
            ou.append("FALSE")
        elif self._session is not None:
            ou.append("c.session = :session")
        elif self._mots is None and self._compter(conn) <= PEU:
            ou.append(f"c.session IN ({_SES_SESSIONS})")
        else:  # « + »: walk in order and look each one up, rather than session by session
            ou.append(f"+c.session IN ({_SES_SESSIONS})")
        if self._mots is not None:
            ou.append("c.n IN (SELECT rowid FROM recherche_candidature WHERE recherche_candidature MATCH :mots)")
        return Requete("c.n", depuis, " AND ".join(ou), self._ordre)

    def _compter(self, conn: Connection) -> int:
        if self.interdit is not None:
            return 0
        if self._mots is not None or self._a_completer:
            return super()._compter(conn)
        sessions = f"({_SES_SESSIONS})" if self._session is None else "(:session)"
        etat = "AND k.etat = :etat" if self._etat else ""
        etape = "AND k.etape = :etape" if self._etape else ""
        ((combien,),) = conn.execute(
            f"SELECT coalesce(sum(k.n), 0) FROM compte k WHERE k.session IN {sessions} {etat} {etape}", self._parametres
        ).fetchall()
        return int(combien)

    def _lire(self, conn: Connection, ids: Sequence[int]) -> dict[int, CandidatureLigne]:
        if self.interdit is not None:
            return {}
        lignes = conn.execute(_CANDIDATURES, {"structure": self._context.structure, "ids": json.dumps(list(ids))})
        return {ligne[0]: _candidature(ligne, self._context.aujourdhui) for ligne in lignes}


def _candidature(ligne: Any, aujourdhui: date) -> CandidatureLigne:
    reponse, etat, etape, entree, motif, a_completer, fin, convocation = ligne[11:]
    echeance = plus_tard(jour(fin), DELAI_ECHEANCE)
    return CandidatureLigne(
        n=ligne[0],
        reference=ligne[1],
        candidat=ligne[2],
        telephone=ligne[3],
        courriel=ligne[4],
        commune=ligne[5],
        session=ligne[6],
        intitule=ligne[7],
        prescripteur=ligne[8],
        deposee_le=jour(ligne[9]),
        nb_convocations=ligne[10],
        convocation=jour(convocation) if convocation else None,
        reponse=Resultat(reponse) if reponse else None,
        etat=Etat(etat),
        etape=Etape(etape) if etape else None,
        entree=jour(entree) if entree else None,
        motif=_motif(motif) if motif else None,
        a_completer=bool(a_completer),
        echeance=echeance,
        jours=(echeance - aujourdhui).days,
    )


def _motif(motif: str) -> Motif | MotifHsp:
    try:
        return Motif(motif)
    except ValueError:
        return MotifHsp(motif)


def _session_et_roles(conn: Connection, context: Context, reference: str) -> tuple[int, tuple[Role, ...]]:
    """The row id of a session and what the active structure is on it (DRT-5)."""
    ligne = conn.execute(
        f"SELECT {objets.SESSION}, a.intitule, a.dispositif, a.responsable"
        " FROM session s JOIN action a ON a.n = s.action WHERE s.reference = ?",
        (reference,),
    ).fetchone()
    if ligne:
        session = objets.session_de(ligne)
        action = Action(id=session.action, intitule=ligne[18], dispositif=ligne[19], responsable=ligne[20])
        if tenus := roles(context.structure, session, action):
            return ligne[0], tenus
    refus = introuvable("Session", reference)
    raise Introuvable(refus.message, refus.remede)
