"""The list of candidatures, of one session or of all, for who may see the candidats behind the counts (DRT-9)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.filtre import CANDIDATURES, lire
from rafaelpro_tui.core.model import Action, Drapeau, Etape, Etat, Motif, MotifHsp, Resultat, Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.droits import introuvable, peut_consulter_candidats, refus_consultation
from rafaelpro_tui.core.rules.sessions import DELAI_ECHEANCE, plus_tard, roles
from rafaelpro_tui.core.store import filtrage, objets, pas_a_pas, recherche
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE, Liste, Requete, colonne, rang, sens
from rafaelpro_tui.core.store.listes_sessions import ONGLETS
from rafaelpro_tui.core.store.objets import jour
from rafaelpro_tui.core.vues import Onglet, Tri
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne

PEU: Final = 20_000
"""Up to that many candidatures, sorting them all is quicker than walking through everybody's in order."""
RARES: Final = 2_000
"""Up to that many candidatures that have the words sought, looking each of them up is quicker than walking along."""

_SES_CANDIDATS: Final = "(a.responsable = :structure OR s.positionneur = :structure)"  # DRT-9
_SESSIONS: Final = "SELECT s.n FROM session s JOIN action a ON a.n = s.action WHERE "
_COMPTES: Final = f"""
  SELECT {ONGLETS[Onglet.TERMINEES]}, k.etat, sum(k.n)
  FROM session s JOIN action a ON a.n = s.action JOIN compte k ON k.session = s.n
  WHERE {_SES_CANDIDATS} AND {PUBLIEE} GROUP BY 1, 2"""
_MOTIF: Final = "(SELECT v.motif FROM avis v WHERE v.candidature = c.n ORDER BY v.rang DESC LIMIT 1)"

_CONVOCATION: Final = "(SELECT r.date FROM convocation r WHERE r.candidature = c.n ORDER BY r.rang DESC LIMIT 1)"

_PAR_CANDIDATURE: Final = "candidature c"
_PAR_CANDIDAT: Final = "candidat p CROSS JOIN candidature c ON c.candidat = p.n"
_PAR_SESSION: Final = "session s CROSS JOIN candidature c ON c.session = s.n"
_PAR_ACTION: Final = f"action a CROSS JOIN session s ON s.action = a.n CROSS JOIN {_PAR_SESSION.partition(' JOIN ')[2]}"
_PAR_SESSIONS: Final = "candidature c INDEXED BY candidature_session"
_EN_PEU: Final = {
    _PAR_CANDIDATURE: _PAR_SESSIONS,
    _PAR_CANDIDAT: f"{_PAR_SESSIONS} CROSS JOIN candidat p ON p.n = c.candidat",
}
"""How to reach a few: from their sessions, not along everybody in order, as SQLite would for the sake of LIMIT."""
_PAR_MOTS: Final = {
    _PAR_CANDIDATURE: "candidature c NOT INDEXED",
    _PAR_CANDIDAT: "candidature c NOT INDEXED CROSS JOIN candidat p ON p.n = c.candidat",
    _PAR_SESSION: "candidature c NOT INDEXED CROSS JOIN session s ON s.n = c.session",
    _PAR_ACTION: (
        "candidature c NOT INDEXED CROSS JOIN session s ON s.n = c.session CROSS JOIN action a ON a.n = s.action"
    ),
}
"""How to reach those that have the words sought, by their row ids alone."""
_TROUVEES: Final = "SELECT rowid FROM recherche_candidature WHERE recherche_candidature MATCH :mots"


def _du_candidat(colonne: str) -> str:
    return f"(SELECT p.{colonne} FROM candidat p WHERE p.n = c.candidat)"


_EN_CHARGE: Final = (
    "(SELECT coalesce(u.prenom || ' ' || u.nom, v.charge) FROM suivi v LEFT JOIN utilisateur u ON u.id = v.charge"
    " WHERE v.structure = :structure AND v.candidature = c.reference AND v.charge <> '')"
)

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
    "drapeau": (_PAR_CANDIDATURE, rang(filtrage.suivi("drapeau"), tuple(Drapeau)[1:])),
    "charge": (_PAR_CANDIDATURE, _EN_CHARGE),
    "notes": (_PAR_CANDIDATURE, f"coalesce({filtrage.suivi('nb_notes')}, 0)"),
    "echeance": (_PAR_SESSION, "s.fin"),
    "jours": (_PAR_SESSION, "s.fin"),
}
"""For each column: which table to walk through first, so that an index gives the order, and what to sort by."""

_EN_ORDRE: Final = {"n", "reference", "candidat", "session", "intitule", "deposee_le", "echeance", "jours"}
"""Columns of which an index does give the order."""

_VIDES: Final = {"convocation", "reponse", "etape", "entree", "motif", "drapeau", "charge"}
"""Columns that may be empty: what is empty comes last in both directions."""

_CANDIDATURES: Final = f"""
  SELECT c.n, c.reference, coalesce(p.nom_usage, p.nom_naissance) || ' ' || p.prenom, p.telephone, p.courriel,
    p.commune, s.reference, a.intitule, c.prescripteur, c.deposee_le, c.nb_convocations, c.reponse, c.etat, c.etape,
    c.entree, {_MOTIF}, c.a_completer, s.fin, {_CONVOCATION}, nullif(v.drapeau, 'aucun'),
    coalesce({_EN_CHARGE}, ''), coalesce(v.nb_notes, 0)
  FROM candidature c JOIN session s ON s.n = c.session JOIN action a ON a.n = s.action
    JOIN candidat p ON p.n = c.candidat
    LEFT JOIN suivi v ON v.structure = :structure AND v.candidature = c.reference
  WHERE c.n IN (SELECT value FROM json_each(:ids)) AND {_SES_CANDIDATS}"""


class Candidatures(Liste[CandidatureLigne]):
    """The candidatures of one session, or of all, that the user may see (DRT-9); `interdit` says why there are none.

    `onglet` keeps those whose session is in that tab; `selection` is what the word « selection » stands for.

    Raises:
        FiltreMalforme: `texte` cannot be read as a filter (core/filtre.py).
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
        onglet: Onglet = Onglet.TOUTES,
        texte: str = "",
        selection: Iterable[int] | None = None,
        tri: Tri | None = None,
    ) -> None:
        filtre = lire(texte, CANDIDATURES, context.aujourdhui)
        super().__init__(base, context, filtre.mots)
        conditions = filtrage.candidatures(filtre, context.aujourdhui, selection)
        tri = tri or Tri("deposee_le")
        self._essai = recherche.essai(filtre.mots)
        self._pilote, expression = colonne(_TRIS_CANDIDATURES, tri)
        self._trie_par_un_index = tri.colonne in _EN_ORDRE
        vides = f"{expression} IS NULL, " if tri.colonne in _VIDES else ""
        self._ordre = f"{vides}{sens(expression, tri)}, {sens('c.n', tri)}"
        if etat is not None:
            conditions.comptes.append(f"{{t}}.etat = {conditions.valeur(etat.value)}")
        if etape is not None:
            conditions.comptes.append(f"{{t}}.etape = {conditions.valeur(etape.value)}")
        if a_completer:
            conditions.candidature.append("c.a_completer")
        self._conditions = conditions
        self._parametres |= conditions.parametres | {"utilisateur": context.utilisateur}
        self._session = session
        tenus: tuple[Role, ...] = (Role.RESPONSABLE, Role.POSITIONNEUR)  # over all: sessions where it is one of them
        ou = [_SES_CANDIDATS, PUBLIEE, ONGLETS[onglet]]
        if session is not None:
            with base.read() as conn:
                self._parametres["session"], tenus = _session_et_roles(conn, context, session)
            ou = ["s.n = :session"]
        self._sessions = "(:session)"
        if session is None or conditions.session:
            self._sessions = f"({_SESSIONS}{' AND '.join([*ou, *conditions.session])})"
        self.interdit = None if peut_consulter_candidats(context, tenus) else refus_consultation(context)

    def _premiers_ids(self, conn: Connection, limite: int) -> list[int]:
        ids = None
        if self._essai is not None and self.interdit is None and not self._rares(conn):
            ids = self._pas_a_pas(conn, self._essai, limite)
        return super()._premiers_ids(conn, limite) if ids is None else ids

    def _pas_a_pas(self, conn: Connection, essai: Callable[[str], bool | None], limite: int) -> list[int] | None:
        """Those of the list without its words, tried one by one; None where the index of words is quicker."""
        ((total,),) = conn.execute("SELECT coalesce(max(n), 0) FROM candidature").fetchall()
        rangs = self._au_plus(conn)
        essais = pas_a_pas.essais_utiles(total, rangs, limite)
        if rangs > essais and not self._trie_par_un_index:
            return None
        requete = self._requete_par(self._session is None and rangs <= PEU, mots=False)
        return pas_a_pas.premieres(conn, requete, self._parametres, essai, limite=limite, rangs=rangs, essais=essais)

    def _requete(self, conn: Connection) -> Requete:
        if self._session is not None:
            return self._requete_par(False)
        if self._rares(conn):
            return self._requete_par(False, rares=True)
        # Who has the words sought is scattered among the candidats: in their order one would read them all.
        mots_en_ordre = self._mots is not None and self._pilote == _PAR_CANDIDAT
        return self._requete_par(mots_en_ordre or self._au_plus(conn) <= PEU)

    def _requete_entiere(self, conn: Connection) -> Requete:
        return self._requete_par(self._session is None, rares=self._rares(conn))

    def _rares(self, conn: Connection) -> bool:
        """Whether few of everybody's candidatures have the words sought."""
        if self._mots is None or self._session is not None:
            return False
        ((combien,),) = conn.execute(
            f"SELECT count(*) FROM ({_TROUVEES} LIMIT {RARES + 1})", {"mots": self._mots}
        ).fetchall()
        return int(combien) <= RARES

    def _requete_par(self, par_sessions: bool, *, mots: bool = True, rares: bool = False) -> Requete:
        """From the sessions, each with its candidatures, or along everybody in order, or from the words when rare."""
        ou = [condition.format(t="c") for condition in self._conditions.comptes]
        ou += self._conditions.candidature
        pilote = self._pilote
        if self.interdit is not None:
            ou.append("FALSE")
        elif self._session is not None:
            ou.append(f"c.session IN {self._sessions}")
        elif par_sessions and not rares:
            pilote = _EN_PEU.get(pilote, pilote)
            ou.append(f"c.session IN {self._sessions}")
        else:  # « + »: SQLite is not to come back to the sessions by itself
            ou.append(f"+c.session IN {self._sessions}")
        if rares:
            pilote = _PAR_MOTS[self._pilote]
            ou.append(f"c.n IN ({_TROUVEES})")
        elif mots and self._mots is not None:
            # « + »: or, for each candidat of a list in their order, it would try each row found.
            ou.append(f"+c.n IN ({_TROUVEES})")
        return Requete("c.n", pilote, " AND ".join(ou), self._ordre)

    def _compter(self, conn: Connection) -> int:
        if self.interdit is not None:
            return 0
        if self._mots is not None or self._conditions.candidature:
            return super()._compter(conn)
        return self._au_plus(conn)

    def _au_plus(self, conn: Connection) -> int:
        """How many there are at most, from `compte`: what is asked of each candidature by itself left aside."""
        ou = [f"k.session IN {self._sessions}", *(c.format(t="k") for c in self._conditions.comptes)]
        ((combien,),) = conn.execute(
            f"SELECT coalesce(sum(k.n), 0) FROM compte k WHERE {' AND '.join(ou)}", self._parametres
        ).fetchall()
        return int(combien)

    def _lire(self, conn: Connection, ids: Sequence[int]) -> dict[int, CandidatureLigne]:
        if self.interdit is not None:
            return {}
        lignes = conn.execute(_CANDIDATURES, {"structure": self._context.structure, "ids": json.dumps(list(ids))})
        return {ligne[0]: _candidature(ligne, self._context.aujourdhui) for ligne in lignes}


def comptes(conn: Connection, context: Context) -> dict[Onglet, dict[Etat, int]]:
    """How many of each state are behind each tab: from `compte`, never a row. Every tab and state is there."""
    trouves = {onglet: dict.fromkeys(Etat, 0) for onglet in Onglet}
    parametres = {"structure": context.structure, "jour": context.aujourdhui.isoformat()}
    for passee, etat, n in conn.execute(_COMPTES, parametres):
        trouves[Onglet.TERMINEES if passee else Onglet.EN_COURS_ET_A_VENIR][Etat(etat)] += n
        trouves[Onglet.TOUTES][Etat(etat)] += n
    return trouves


def _candidature(ligne: Any, aujourdhui: date) -> CandidatureLigne:
    reponse, etat, etape, entree, motif, a_completer, fin, convocation, drapeau, charge, notes = ligne[11:]
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
        drapeau=Drapeau(drapeau) if drapeau else None,
        charge=charge,
        notes=notes,
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
