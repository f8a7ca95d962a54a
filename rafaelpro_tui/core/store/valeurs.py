"""The values that a filter's completion offers, of those that the user sees in lists (DRT-5, DRT-9)."""

from __future__ import annotations

from typing import Final

from rafaelpro_tui.core.filtre import Langage
from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats
from rafaelpro_tui.core.store.driver import Connection, Valeur
from rafaelpro_tui.core.store.listes import PUBLIEE
from rafaelpro_tui.core.store.listes_sessions import UN_ROLE

RECENTES: Final = 5_000
"""Candidatures in which prescripteurs and communes are looked for: the last ones, lest a keystroke read them all."""

_SES_SESSIONS: Final = f"session s JOIN action a ON a.n = s.action WHERE {UN_ROLE} AND {PUBLIEE}"
_SES_CANDIDATURES: Final = f"""
  (SELECT c.prescripteur, c.candidat FROM candidature c
   WHERE +c.session IN
     (SELECT s.n FROM {_SES_SESSIONS} AND (a.responsable = :structure OR s.positionneur = :structure))
   ORDER BY c.n DESC LIMIT {RECENTES})"""
_DE_LA_SESSION: Final = {
    "session": f"SELECT s.reference FROM {_SES_SESSIONS} AND instr(lower(s.reference), lower(:debut)) = 1",
    "formation": f"SELECT DISTINCT a.intitule FROM {_SES_SESSIONS} AND porte_les_mots(a.intitule, :debut)",
    "positionneur": (
        "SELECT DISTINCT o.nom FROM structure o WHERE porte_les_mots(o.nom, :debut)"
        f" AND o.id IN (SELECT s.positionneur FROM {_SES_SESSIONS})"
    ),
    "dispositif": f"SELECT DISTINCT a.dispositif FROM {_SES_SESSIONS} AND porte_les_mots(a.dispositif, :debut)",
}
_COMMUNE_SESSION: Final = f"SELECT DISTINCT s.commune FROM {_SES_SESSIONS} AND porte_les_mots(s.commune, :debut)"
_DE_LA_CANDIDATURE: Final = {
    "prescripteur": (
        f"SELECT DISTINCT prescripteur FROM {_SES_CANDIDATURES} WHERE porte_les_mots(prescripteur, :debut)"
    ),
    "commune": (
        f"SELECT DISTINCT p.commune FROM {_SES_CANDIDATURES} v JOIN candidat p ON p.n = v.candidat"
        " WHERE porte_les_mots(p.commune, :debut)"
    ),
    "a": (
        "SELECT nom FROM (SELECT 'moi' AS nom UNION SELECT 'personne' UNION SELECT u.prenom || ' ' || u.nom"
        " FROM rattachement r JOIN utilisateur u ON u.id = r.utilisateur"
        " WHERE r.structure = :structure AND r.droit IN ('preinscription', 'general'))"
        " WHERE porte_les_mots(nom, :debut)"
    ),
}


def valeurs(conn: Connection, context: Context, langage: Langage, cle: str, debut: str, limite: int) -> tuple[str, ...]:
    """At most `limite` values of a key that begin as `debut` does, in order."""
    sql = _DE_LA_SESSION.get(cle, _COMMUNE_SESSION)
    if langage.selection and cle in _DE_LA_CANDIDATURE:  # candidatures, not sessions
        if not peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR)):
            return ()
        sql = _DE_LA_CANDIDATURE[cle]
    elif langage.selection and cle == "note":
        return ()  # texts, that nobody would choose among
    parametres: dict[str, Valeur] = {"structure": context.structure, "debut": debut, "limite": limite}
    return tuple(valeur for (valeur,) in conn.execute(f"{sql} ORDER BY 1 LIMIT :limite", parametres))
