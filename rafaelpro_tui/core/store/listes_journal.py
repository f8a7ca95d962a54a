"""The journal as a list, latest first: read by windows, never whole."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rafaelpro_tui.core.model import Role
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import SYSTEME
from rafaelpro_tui.core.rules.droits import peut_consulter_candidats
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection, Valeur
from rafaelpro_tui.core.store.listes import PAQUET
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.vues_accueil import DECISIONS, ISSUES, DecisionLigne

_ISSUE: Final = """
  CASE WHEN EXISTS (
    SELECT 1 FROM depart d WHERE d.id = j.commande AND (d.statut = 'refusee' OR d.partielle AND NOT EXISTS (
      SELECT 1 FROM acte a WHERE a.candidature = j.cible AND a.seq = d.seq))
  ) THEN 'refus' ELSE j.issue END"""
"""What became of it: the line, which is never changed, says « fait » of what a server has refused since (SYNC I4).

Of a lot done in part, the lines are those of its candidatures (LOT-5): what is not recorded there is refused."""
_LIGNES: Final = f"""
  SELECT j.sequence, j.date, j.utilisateur, u.prenom || ' ' || u.nom, j.type, j.cible, m.prenom || ' ' || m.nom,
    {_ISSUE},
    EXISTS (
      SELECT 1 FROM candidature c JOIN session s ON s.n = c.session JOIN action a ON a.n = s.action
      WHERE c.reference = j.cible AND (a.responsable = j.structure OR s.positionneur = j.structure))
  FROM journal j LEFT JOIN utilisateur u ON u.id = j.utilisateur
    LEFT JOIN utilisateur m ON m.id = j.cible AND j.type = 'modifier_droit'
  WHERE j.structure = :structure AND j.sequence IN (SELECT value FROM json_each(:ids))"""
_MOT: Final = f"""(
  j.cible LIKE :motif{{n}} ESCAPE '!' OR j.type IN (SELECT value FROM json_each(:types{{n}}))
  OR {_ISSUE} IN (SELECT value FROM json_each(:issues{{n}}))
  OR j.utilisateur IN (SELECT value FROM json_each(:auteurs{{n}}))
  OR (j.type = 'modifier_droit' AND j.cible IN (SELECT value FROM json_each(:auteurs{{n}}))))"""


class Decisions:
    """The lines of one structure's journal; each word of `texte` is looked for in the reference, the type, the author.

    A row's id is its `sequence`. `refusees`: only what was refused.
    """

    def __init__(self, base: Base, context: Context, texte: str = "", *, refusees: bool = False) -> None:
        self._base = base
        self._context = context
        self._mots = fold(texte).split()
        self._refusees = refusees
        self._lisible = peut_consulter_candidats(context, (Role.RESPONSABLE, Role.POSITIONNEUR))  # DRT-9

    def count(self) -> int:
        with self._base.read() as conn:
            if not self._filtree:
                return self._derniere(conn)
            ou, parametres = self._condition(conn)
            ((combien,),) = conn.execute(f"SELECT count(*) FROM journal j WHERE {ou}", parametres).fetchall()
        return int(combien)

    def first(self, limit: int) -> list[tuple[int, DecisionLigne]]:
        with self._base.read() as conn:
            ou, parametres = self._condition(conn)
            page = conn.execute(
                f"SELECT j.sequence FROM journal j WHERE {ou} ORDER BY j.sequence DESC LIMIT :limite",
                parametres | {"limite": limit},
            )
            ids = [n for (n,) in page]
            trouvees = self._lire(conn, ids)
        return [(n, trouvees[n]) for n in ids]

    def order(self) -> array[int]:
        ordre = array("q")
        with self._base.read() as conn:
            if not self._filtree:
                # A chain has no hole (append-only): no need to read a line of it.
                return array("q", range(self._derniere(conn), 0, -1))
            ou, parametres = self._condition(conn)
            lignes = conn.execute(f"SELECT j.sequence FROM journal j WHERE {ou} ORDER BY j.sequence DESC", parametres)
            while paquet := lignes.fetchmany(PAQUET):
                ordre.fromlist([n for (n,) in paquet])
        return ordre

    def rows(self, ids: Sequence[int]) -> dict[int, DecisionLigne]:
        with self._base.read() as conn:
            return self._lire(conn, ids)

    @property
    def _filtree(self) -> bool:
        return bool(self._mots) or self._refusees

    def _derniere(self, conn: Connection) -> int:
        ((derniere,),) = conn.execute(
            "SELECT coalesce(max(sequence), 0) FROM journal WHERE structure = ?", (self._context.structure,)
        ).fetchall()
        return int(derniere)

    def _condition(self, conn: Connection) -> tuple[str, dict[str, Valeur]]:
        """WHERE, and its parameters: names and labels are few, the words are looked for in them here."""
        ou, parametres = ["j.structure = :structure"], {"structure": self._context.structure}
        if self._refusees:
            ou.append(f"{_ISSUE} = 'refus'")
        auteurs = self._auteurs(conn) if self._mots else {}
        for n, mot in enumerate(self._mots):
            ou.append(_MOT.format(n=n))
            parametres[f"motif{n}"] = f"%{mot.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
            parametres[f"types{n}"] = json.dumps([type_ for type_, nom in DECISIONS.items() if mot in fold(nom)])
            parametres[f"issues{n}"] = json.dumps([issue for issue, nom in ISSUES.items() if mot in fold(nom)])
            parametres[f"auteurs{n}"] = json.dumps([id for id, nom in auteurs.items() if mot in nom])
        return " AND ".join(ou), dict(parametres)

    def _auteurs(self, conn: Connection) -> dict[str, str]:
        """Folded names of those who may have written, by their ids."""
        noms = {
            id: fold(f"{prenom} {nom} {id}")
            for id, prenom, nom in conn.execute("SELECT id, prenom, nom FROM utilisateur")
        }
        return noms | {SYSTEME: fold(_SYSTEME)}

    def _lire(self, conn: Connection, ids: Sequence[int]) -> dict[int, DecisionLigne]:
        parametres = {"structure": self._context.structure, "ids": json.dumps(list(ids))}
        return {ligne[0]: self._ligne(ligne) for ligne in conn.execute(_LIGNES, parametres)}

    def _ligne(self, ligne: Any) -> DecisionLigne:
        n, date, auteur, nom, type_, cible, membre, issue, sienne = ligne
        return DecisionLigne(
            n=n,
            date=datetime.fromisoformat(date),
            par=nom or (_SYSTEME if auteur == SYSTEME else auteur),
            type=type_,
            cible=cible,
            sur=membre or cible,
            issue=issue,
            candidature=bool(sienne) and self._lisible,
        )


_SYSTEME: Final = "RafaelPro"
"""Who acts when time alone does (ECH-1)."""
