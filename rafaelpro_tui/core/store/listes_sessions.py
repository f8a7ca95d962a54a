"""The list of sessions: those on which the active structure has a role (DRT-5), whose action is published (FOR-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rafaelpro_tui.core.model import Action, EtatSession, TypeEntrees
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.sessions import etat_session, jours_restants, maximum, roles
from rafaelpro_tui.core.store import objets
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import PUBLIEE, Liste, Requete, colonne, rang, sens
from rafaelpro_tui.core.vues import Onglet, SessionLigne, Tri

UN_ROLE: Final = "(a.responsable = :structure OR s.formateur = :structure OR s.positionneur = :structure)"
"""SQL: the sessions on which the active structure has a role (DRT-5)."""
INSCRITS: Final = (
    "(SELECT coalesce(sum(k.n), 0) FROM compte k WHERE k.session = s.n AND k.etat IN ('en_attente', 'retenue'))"
)
_EN_ATTENTE: Final = "(SELECT coalesce(sum(k.n), 0) FROM compte k WHERE k.session = s.n AND k.etat = 'en_attente')"


def _nom_de(colonne: str) -> str:
    return f"(SELECT o.nom_tri FROM structure o WHERE o.id = {colonne})"


_TRIS_SESSIONS: Final = {
    "n": "s.n",
    "reference": "s.reference",
    "intitule": "a.intitule_tri",
    "responsable": _nom_de("a.responsable"),
    "positionneur": _nom_de("s.positionneur"),
    "formateur": _nom_de("s.formateur"),
    "commune": "s.commune_tri",
    "code_postal": "s.code_postal",
    "debut": "s.debut",
    "fin": "s.fin",
    "etat": rang(objets.ETAT_SESSION, EtatSession),
    "roles": "(a.responsable <> :structure) * 4 + (s.formateur <> :structure) * 2 + (s.positionneur <> :structure)",
    "inscrits": INSCRITS,
    "en_attente": _EN_ATTENTE,
    "maximum": "s.coefficient * s.effectif_vise / 100",  # FOR-4
    "annulee": "s.annulee",
    "type_entrees": rang("s.type_entrees", TypeEntrees),
    "jours_restants": "s.fin",
}
ONGLETS: Final = {
    Onglet.EN_COURS_ET_A_VENIR: "s.fin >= :jour",
    Onglet.TERMINEES: "s.fin < :jour",
    Onglet.TOUTES: "TRUE",
}
"""SQL: the sessions of a tab."""
_SESSIONS: Final = f"""
  SELECT {objets.SESSION}, a.intitule, a.dispositif, a.responsable, r.nom, p.nom, f.nom, {INSCRITS}, {_EN_ATTENTE}
  FROM session s JOIN action a ON a.n = s.action JOIN structure r ON r.id = a.responsable
    JOIN structure p ON p.id = s.positionneur JOIN structure f ON f.id = s.formateur
  WHERE s.n IN (SELECT value FROM json_each(:ids)) AND {UN_ROLE}"""


class Sessions(Liste[SessionLigne]):
    """The sessions on which the active structure has a role, of published and not archived actions (FOR-1).

    Raises:
        FiltreMalforme: `texte` cannot be read as a filter (core/filtre.py).
        ValueError: `tri.colonne` is not a field of `SessionLigne`.
    """

    def __init__(
        self, base: Base, context: Context, onglet: Onglet = Onglet.TOUTES, texte: str = "", tri: Tri | None = None
    ) -> None:
        if texte:
            from rafaelpro_tui.core.filtre import SESSIONS, lire  # not for the first screen
            from rafaelpro_tui.core.store import filtrage

            filtre = lire(texte, SESSIONS, context.aujourdhui)
            super().__init__(base, context, filtre.mots)
            conditions = filtrage.sessions(filtre, context.aujourdhui)
            self._parametres |= conditions.parametres
            self._filtre = "".join(f" AND {condition}" for condition in conditions.session)
        else:
            super().__init__(base, context, "")
            self._filtre = ""
        self._onglet = ONGLETS[onglet]
        self._perimetre = PUBLIEE
        """SQL: what else the action or the session must be."""
        if tri is None:
            self._ordre = "s.debut, s.reference"
        else:
            self._ordre = f"{sens(colonne(_TRIS_SESSIONS, tri), tri)}, {sens('s.n', tri)}"

    def _requete(self, conn: Connection) -> Requete:
        depuis = "session s CROSS JOIN action a ON a.n = s.action"
        ou = f"{UN_ROLE} AND {self._perimetre} AND {self._onglet}{self._filtre}"
        if self._mots is not None:
            depuis = f"recherche_session m CROSS JOIN {depuis.replace('session s', 'session s ON s.n = m.rowid', 1)}"
            ou = f"recherche_session MATCH :mots AND {ou}"
        return Requete("s.n", depuis, ou, self._ordre)

    def _lire(self, conn: Connection, ids: Sequence[int]) -> dict[int, SessionLigne]:
        lignes = conn.execute(_SESSIONS, {"structure": self._context.structure, "ids": f"[{','.join(map(str, ids))}]"})
        return {ligne[0]: _session(ligne, self._context) for ligne in lignes}


def _session(ligne: Any, context: Context) -> SessionLigne:
    session = objets.session_de(ligne)
    intitule, dispositif, responsable, nom_responsable, nom_positionneur, nom_formateur, inscrits, en_attente = ligne[
        18:
    ]
    action = Action(id=session.action, intitule=intitule, dispositif=dispositif, responsable=responsable)
    return SessionLigne(
        n=ligne[0],
        reference=session.reference,
        intitule=intitule,
        responsable=nom_responsable,
        positionneur=nom_positionneur,
        formateur=nom_formateur,
        commune=session.commune,
        code_postal=session.code_postal,
        debut=session.debut,
        fin=session.fin,
        etat=etat_session(session, context.aujourdhui),
        roles=roles(context.structure, session, action),
        inscrits=inscrits,
        en_attente=en_attente,
        maximum=maximum(session),
        annulee=session.annulee,
        type_entrees=session.type_entrees,
        jours_restants=jours_restants(session, context.aujourdhui),
    )
