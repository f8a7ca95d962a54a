"""Text search: what is indexed of each object, and how what a user typed becomes a query.

Both sides are folded (ARCHITECTURE.md, Search). A query is only made of quoted words of letters and digits: what is
typed never reaches the syntax of FTS5.
"""

from __future__ import annotations

import re

from rafaelpro_tui.core.model import Candidat, Session
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.lignes import plie
from rafaelpro_tui.core.texte import fold

_MOT = re.compile(r"[^\W_]+")
_SANS_SEPARATEURS = str.maketrans("", "", " .-/\u00a0")
_TELEPHONE = re.compile(r"\b0\d(?: \d\d)+(?: \d)?\b")


def requete(texte: str) -> str | None:
    """The FTS5 query for « each word is the beginning of a word of the object, in any order »; None: no filter."""
    return " ".join(f'"{mot}"*' for mot in mots(texte)) or None


def mots(texte: str) -> tuple[str, ...]:
    """The words looked for: folded, each once, a telephone number in one piece."""
    plat = _TELEPHONE.sub(lambda trouve: trouve[0].replace(" ", ""), fold(texte).replace(".", " "))
    return tuple(dict.fromkeys(_MOT.findall(plat)))


def identite(candidat: Candidat) -> str:
    """What is searched of a person, folded."""
    telephone = candidat.telephone.translate(_SANS_SEPARATEURS)
    usage = candidat.nom_usage or ""
    noms = f"{usage} {candidat.nom_naissance} {candidat.prenom} {candidat.courriel}"
    return f"{fold(noms)} {telephone} {plie(candidat.commune)} {candidat.code_postal}"


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
