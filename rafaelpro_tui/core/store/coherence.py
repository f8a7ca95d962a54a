"""What a base says twice, compared: a disk that lies, or a hand in the file, seldom changes both.

SQLite's own checks see a broken page, not a changed letter, unless an index or a CHECK says otherwise. Here:
references, counts, derived columns, folded texts, dates, commands against their seal, their journal and their answer.
Nothing is kept for it but the witnesses of `temoin`; it reads everything, and is for `diagnostic`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from rafaelpro_tui.core import images
from rafaelpro_tui.core.store import temoin
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.texte import fold

Ecarts = Counter[str]
"""How many rows do not agree, by what they are: names of tables and columns, never data."""

_COMPTES: Final = """
  WITH vrai AS (SELECT session, etat, etape, count(*) AS n FROM candidature GROUP BY 1, 2, 3),
    tenu AS (SELECT session, etat, etape, n FROM compte WHERE n > 0)
  SELECT count(*) FROM (SELECT * FROM (SELECT * FROM vrai EXCEPT SELECT * FROM tenu)
    UNION ALL SELECT * FROM (SELECT * FROM tenu EXCEPT SELECT * FROM vrai))"""
_SUIVI: Final = """
  SELECT count(*) FROM candidature c
    LEFT JOIN (SELECT candidature, count(*) AS n, max(rang) AS dernier FROM convocation GROUP BY 1) v
      ON v.candidature = c.n
    LEFT JOIN convocation d ON d.candidature = c.n AND d.rang = v.dernier
    LEFT JOIN (SELECT candidature, max(rang) AS dernier FROM avis GROUP BY 1) r ON r.candidature = c.n
    LEFT JOIN avis a ON a.candidature = c.n AND a.rang = r.dernier
  WHERE c.nb_convocations <> coalesce(v.n, 0) OR coalesce(v.dernier, 0) <> coalesce(v.n, 0)
    OR c.reponse IS NOT d.resultat OR c.entree IS NOT a.entree
    OR c.a_completer <> (c.etat = 'retenue' AND a.genre IS 'recrutement_a_completer')"""
_NOTES: Final = """
  SELECT count(*) FROM suivi s WHERE nb_notes <>
    (SELECT count(*) FROM note n WHERE (n.structure, n.candidature) = (s.structure, s.candidature))"""
_JOURNAL: Final = """
  SELECT count(*) FROM journal j JOIN depart d ON d.id = j.commande
  WHERE (d.structure, d.utilisateur, d.type, substr(d.saisi_le, 1, 19))
    IS NOT (j.structure, j.utilisateur, j.type, substr(j.date, 1, 19))"""
_COMPTEES: Final = {"compte": _COMPTES, "candidature": _SUIVI, "suivi": _NOTES, "depart, journal": _JOURNAL}
_PLIES: Final = (
    ("structure.nom", "SELECT nom, nom_tri FROM structure"),
    ("action.intitule", "SELECT intitule, intitule_tri FROM action"),
    ("session.commune", "SELECT commune, commune_tri FROM session"),
    ("candidature.prescripteur", "SELECT DISTINCT prescripteur, prescripteur_tri FROM candidature"),
    ("candidat.nom", "SELECT coalesce(nom_usage, nom_naissance) || ' ' || prenom, nom_tri FROM candidat"),
)
"""Each text and its folded column."""
_JOURS: Final = {
    "session": ("debut", "fin", "date_limite_inscription", "date_limite_entree_tardive"),
    "candidat": ("naissance",),
    "candidature": ("deposee_le", "entree"),
    "convocation": ("date",),
    "avis": ("entree", "sortie"),
}


def examiner(conn: Connection) -> Ecarts:
    """Read everything and compare; nothing in it when all agrees. Raises the errors of `Base.read`."""
    ecarts = Ecarts(table for table, *_ in conn.execute("PRAGMA foreign_key_check"))
    for quoi, sql in _COMPTEES.items():
        ecarts[quoi] += conn.execute(sql).fetchone()[0]
    for table, colonnes in _JOURS.items():
        for colonne in colonnes:
            sql = f"SELECT count(*) FROM {table} WHERE date({colonne}) IS NOT {colonne}"
            ecarts[f"{table}.{colonne}"] += conn.execute(sql).fetchone()[0]
    ecarts.update(_plies(conn))
    ecarts.update(_commandes(conn))
    return +ecarts


def _plies(conn: Connection) -> Iterator[str]:
    for quoi, sql in _PLIES:
        for texte, plie in conn.execute(sql):
            if fold(texte) != plie:
                yield quoi


def _commandes(conn: Connection) -> Iterator[str]:
    """Commands against their seal (SYN-2) and their answer; the images that an undo would put back."""
    for id, type_, corps, empreinte, reponse in conn.execute("SELECT id, type, corps, empreinte, reponse FROM depart"):
        if corps != "{}" and not _scellee(id, type_, corps, empreinte):  # an erased one has none left (DON-2)
            yield "depart.corps"
        if not _repond(id, type_, reponse):
            yield "depart.reponse"
    for genre, avant in conn.execute("SELECT genre, avant FROM touche WHERE avant IS NOT NULL"):
        if not temoin.fidele(avant) or not _lisible(genre, avant):
            yield "touche.avant"


def _scellee(id: str, type_: str, corps: str, empreinte: bytes) -> bool:
    try:
        contenu = json.loads(corps)
        lue = (contenu.pop("id"), contenu["type"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return lue == (id, type_) and sha256(images.dumps(contenu).encode()).digest() == empreinte


def _repond(id: str, type_: str, reponse: str) -> bool:
    try:
        brut = json.loads(reponse)
        return temoin.fidele(reponse) and (brut["id"], brut["type"]) == (id, type_)
    except (KeyError, TypeError, ValueError):
        return False


def _lisible(genre: str, image: str) -> bool:
    try:
        images.from_json(genre, image)
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
        return False
    return True
