"""Text search: what is indexed of each object, and how what a user typed becomes a query.

Both sides are folded (ARCHITECTURE.md, Search). A query is only made of quoted words of letters and digits: what is
typed never reaches the syntax of FTS5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Final

from rafaelpro_tui.core.model import Candidat, Session
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.lignes import plie
from rafaelpro_tui.core.texte import fold

_MOT = re.compile(r"[^\W_]+")
_SANS_SEPARATEURS = str.maketrans("", "", " .-/\u00a0")
_TELEPHONE = re.compile(r"\b0\d(?: \d\d)+(?: \d)?\b")
_TEXTES: Final = """
  SELECT c.n, c.reference, s.reference, c.prescripteur, p.nom_usage, p.nom_naissance, p.prenom, p.courriel,
    p.telephone, p.commune, p.code_postal
  FROM candidature c JOIN session s ON s.n = c.session JOIN candidat p ON p.n = c.candidat
  WHERE c.n IN (SELECT value FROM json_each(?))"""


def requete(texte: str) -> str | None:
    """The FTS5 query for « each word is the beginning of a word of the object, in any order »; None: no filter."""
    return " ".join(f'"{mot}"*' for mot in mots(texte)) or None


def mots(texte: str) -> tuple[str, ...]:
    """The words looked for: folded, each once, a telephone number in one piece."""
    plat = _TELEPHONE.sub(lambda trouve: trouve[0].replace(" ", ""), fold(texte).replace(".", " "))
    return tuple(dict.fromkeys(_MOT.findall(plat)))


def essai(texte: str) -> Callable[[str], bool | None] | None:
    """Whether an indexed text has the words of `texte`, asked of the text itself.

    None: beyond ASCII only the index knows, whose letters are those of another Unicode; or there is no word.
    """
    if not (cherches := mots(texte)) or not all(map(str.isascii, cherches)):
        return None
    debuts = [re.compile(rf"(?<![a-z0-9]){mot}").search for mot in cherches]

    def porte(indexe: str) -> bool | None:
        if not indexe.isascii():
            return None
        indexe = indexe.lower()  # a telephone and a postcode are indexed as they are
        return all(debut(indexe) for debut in debuts)

    return porte


def identite(c: Candidat) -> str:
    """What is searched of a person, folded."""
    return _identite(c.nom_usage, c.nom_naissance, c.prenom, c.courriel, c.telephone, c.commune, c.code_postal)


def _identite(
    usage: str | None, naissance: str, prenom: str, courriel: str, telephone: str, commune: str, code_postal: str
) -> str:
    noms = f"{usage or ''} {naissance} {prenom} {courriel}"
    return f"{fold(noms)} {telephone.translate(_SANS_SEPARATEURS)} {plie(commune)} {code_postal}"


def textes_candidatures(conn: Connection, ids: Sequence[int]) -> dict[int, str]:
    """What is indexed of candidatures, by row id."""
    lignes = conn.execute(_TEXTES, (json.dumps(list(ids)),))
    return {
        n: texte_candidature(reference, session, prescripteur, _identite(*candidat))
        for n, reference, session, prescripteur, *candidat in lignes
    }


def texte_candidature(reference: str, session: str, prescripteur: str, identite: str) -> str:
    """What is searched of a candidature; `identite` is that of its candidat."""
    return f"{fold(reference)} {plie(session)} {plie(prescripteur)} {identite}"


def texte_session(session: Session, intitule: str, structures: tuple[str, ...]) -> str:
    """What is searched of a session; `structures` are the raisons sociales of those that have a role on it."""
    noms = " ".join(dict.fromkeys(structures))
    return fold(f"{session.reference} {intitule} {session.commune} {session.code_postal} {noms}")


def indexer_candidature(conn: Connection, n: int, texte: str) -> None:
    conn.execute("INSERT OR REPLACE INTO recherche_candidature (rowid, texte) VALUES (?, ?)", (n, texte))


def indexer_session(conn: Connection, n: int, texte: str) -> None:
    conn.execute("INSERT OR REPLACE INTO recherche_session (rowid, texte) VALUES (?, ?)", (n, texte))
