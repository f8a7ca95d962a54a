"""The lists of formations conventionnées (FOR-1), of the sessions of one, and the moteur de recherche."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import reduce
from typing import Final

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Dossier
from rafaelpro_tui.core.rules.droits import introuvable
from rafaelpro_tui.core.rules.formulaires import verrou_action, verrous_session
from rafaelpro_tui.core.rules.sessions import roles
from rafaelpro_tui.core.store import fiches, objets, recherche
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.dossiers import Lecteur
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE, Liste, Requete, colonne, sens
from rafaelpro_tui.core.store.listes_sessions import INSCRITS, UN_ROLE, Sessions
from rafaelpro_tui.core.vues import Onglet, Tri
from rafaelpro_tui.core.vues_formations import (
    FormationLigne,
    FormulaireAction,
    FormulaireSession,
    OngletFormations,
)

_ONGLETS: Final = {
    OngletFormations.PUBLIEES: PUBLIEE,
    OngletFormations.ARCHIVEES: "a.publiee AND a.archivee",  # FOR-1: an unpublished one is in no list.
}
_CONCERNEES: Final = """
  a.n IN (SELECT n FROM action WHERE responsable = :structure
    UNION SELECT action FROM session WHERE formateur = :structure
    UNION SELECT action FROM session WHERE positionneur = :structure)"""
_RESPONSABLE: Final = "a.responsable = :structure"
_FORMATEUR: Final = "EXISTS (SELECT 1 FROM session s WHERE s.action = a.n AND s.formateur = :structure)"
_POSITIONNEUR: Final = "EXISTS (SELECT 1 FROM session s WHERE s.action = a.n AND s.positionneur = :structure)"
_SESSIONS: Final = f"(SELECT count(*) FROM session s WHERE s.action = a.n AND {UN_ROLE})"
_EN_ATTENTE: Final = f"""(SELECT coalesce(sum(k.n), 0) FROM session s JOIN compte k ON k.session = s.n
  WHERE s.action = a.n AND k.etat = 'en_attente' AND {UN_ROLE})"""
_TRIS: Final = {
    "n": "a.n",
    "reference": "a.id",
    "intitule": "a.intitule_tri",
    "dispositif": "a.dispositif",
    "responsable": "r.nom_tri",
    "roles": f"({_RESPONSABLE}) * -4 - {_FORMATEUR} * 2 - {_POSITIONNEUR}",
    "sessions": _SESSIONS,
    "en_attente": _EN_ATTENTE,
}
_FORMATIONS: Final = f"""
  SELECT a.n, a.id, a.intitule, a.dispositif, r.nom, {_RESPONSABLE}, {_FORMATEUR}, {_POSITIONNEUR}, {_SESSIONS},
    {_EN_ATTENTE}
  FROM action a JOIN structure r ON r.id = a.responsable
  WHERE a.n IN (SELECT value FROM json_each(:ids)) AND {_CONCERNEES}"""
_SEPARATEURS: Final = "'-/_.,;:()[]«»\"&+"
_TEXTE: Final = reduce(
    lambda sql, signe: f"replace({sql}, '{signe.replace(chr(39), chr(39) * 2)}', ' ')",
    _SEPARATEURS,
    "' ' || a.intitule_tri || ' ' || lower(a.id) || ' ' || lower(a.dispositif) || ' ' || r.nom_tri",
)
"""SQL: the words of a formation, each after a space, as those of a query are cut."""


class Formations(Liste[FormationLigne]):
    """The actions on which the active structure has a role, published ones only (FOR-1, DRT-5).

    A text is looked for in the formation itself, and in its sessions (reference, commune, organismes).

    Raises:
        ValueError: `tri.colonne` is not a field of `FormationLigne`.
    """

    def __init__(
        self, base: Base, context: Context, onglet: OngletFormations, texte: str = "", tri: Tri | None = None
    ) -> None:
        super().__init__(base, context, texte)
        self._ou = f"{_CONCERNEES} AND {_ONGLETS[onglet]}"
        if self._mots is not None:
            mots = recherche.mots(texte)
            self._parametres |= {f"mot{rang}": f" {mot}" for rang, mot in enumerate(mots)}
            en_propre = " AND ".join(f"instr({_TEXTE}, :mot{rang})" for rang in range(len(mots)))
            self._ou += f""" AND ({en_propre} OR a.n IN (SELECT s.action FROM recherche_session m
              CROSS JOIN session s ON s.n = m.rowid JOIN action a ON a.n = s.action
              WHERE recherche_session MATCH :mots AND {UN_ROLE}))"""
        self._ordre = "a.intitule_tri, a.n" if tri is None else f"{sens(colonne(_TRIS, tri), tri)}, {sens('a.n', tri)}"

    def _requete(self, conn: Connection) -> Requete:
        return Requete("a.n", "action a JOIN structure r ON r.id = a.responsable", self._ou, self._ordre)

    def _lire(self, conn: Connection, ids: Sequence[int]) -> dict[int, FormationLigne]:
        parametres = {"structure": self._context.structure, "ids": json.dumps(list(ids))}
        return {
            n: FormationLigne(
                n=n,
                reference=id,
                intitule=intitule,
                dispositif=dispositif,
                responsable=responsable,
                roles=tuple(role for role, tenu in zip(Role, tenus, strict=True) if tenu),
                sessions=sessions,
                en_attente=en_attente,
            )
            for n, id, intitule, dispositif, responsable, *tenus, sessions, en_attente in conn.execute(
                _FORMATIONS, parametres
            )
        }


class SessionsDeLAction(Sessions):
    """« Sessions de formation »: those of one action, archived or not, on which the active structure has a role."""

    def __init__(self, base: Base, context: Context, action: str, texte: str = "", tri: Tri | None = None) -> None:
        super().__init__(base, context, Onglet.TOUTES, texte, tri)
        self._perimetre = "a.id = :action"
        self._parametres["action"] = action


class SessionsTrouvees(Sessions):
    """The moteur de recherche, with the guide's two criteria."""

    def __init__(
        self,
        base: Base,
        context: Context,
        texte: str = "",
        tri: Tri | None = None,
        *,
        sans_completes: bool = False,
        avec_terminees: bool = False,
    ) -> None:
        super().__init__(base, context, Onglet.TOUTES if avec_terminees else Onglet.EN_COURS_ET_A_VENIR, texte, tri)
        if sans_completes:  # FOR-4: complète when inscrits ≥ ⌊coefficient × effectif visé⌋
            self._perimetre = f"{PUBLIEE} AND {INSCRITS} < s.coefficient * s.effectif_vise / 100"


def formulaire_action(conn: Connection, context: Context, id: str) -> FormulaireAction:
    """Raises `Introuvable`: no such formation for the active structure (DRT-5)."""
    action = objets.lire_action(conn, id)
    tenus: tuple[Role, ...] = ()
    if action is not None:
        des_sessions = Lecteur(conn).roles_de_l_action(context.structure, id)
        tenus = (*roles(context.structure, None, action), *des_sessions)
    if action is None or not tenus:
        refus = introuvable("Formation", id)
        raise Introuvable(refus.message, refus.remede)
    dispositif = objets.lire_dispositif(conn, action.dispositif)
    responsable = objets.lire_structure(conn, action.responsable)
    assert dispositif is not None  # foreign keys hold both
    assert responsable is not None
    return FormulaireAction(
        action=action,
        dispositif=dispositif,
        responsable=responsable,
        roles=tenus,
        verrou=verrou_action(tenus, context),
    )


def formulaire_session(conn: Connection, context: Context, reference: str) -> FormulaireSession:
    """Raises `Introuvable`: no such session for the active structure (DRT-5)."""
    vue = fiches.fiche_session(conn, context, reference)
    dossier = Dossier(session=vue.session, action=vue.action, dispositif=vue.dispositif)
    return FormulaireSession(vue=vue, verrous=verrous_session(dossier, context, reference))
