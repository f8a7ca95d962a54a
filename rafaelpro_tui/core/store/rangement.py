"""Writing one object: inserted or updated by its public key, with what is kept in step (search, derived columns).

To be called inside `base.write.transaction()`. A bulk load goes through `chargement`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import singledispatch
from typing import Any, Final

from rafaelpro_tui.core.model import (
    Action,
    Candidat,
    Candidature,
    Dispositif,
    Objet,
    Rattachement,
    Session,
    Structure,
    Suivi,
    Utilisateur,
)
from rafaelpro_tui.core.store import lignes, objets, recherche
from rafaelpro_tui.core.store.driver import Connection

Rangeable = Objet | Structure | Utilisateur | Dispositif


def _ajout_ou_mise_a_jour(table: str, colonnes: tuple[str, ...], cles: int = 1, *, version: bool = False) -> str:
    """INSERT, or UPDATE of the row with the same key (the first `cles` columns)."""
    valeurs = [f"{c} = excluded.{c}" for c in colonnes[cles:]] + ["version = version + 1"] * version
    return (
        f"{lignes.insertion(table, colonnes)}"
        f" ON CONFLICT ({', '.join(colonnes[:cles])}) DO UPDATE SET {', '.join(valeurs)}"
    )


_STRUCTURE: Final = _ajout_ou_mise_a_jour("structure", lignes.STRUCTURE)
_UTILISATEUR: Final = _ajout_ou_mise_a_jour("utilisateur", lignes.UTILISATEUR)
_RATTACHEMENT: Final = _ajout_ou_mise_a_jour("rattachement", lignes.RATTACHEMENT, 2)
_DISPOSITIF: Final = _ajout_ou_mise_a_jour("dispositif", lignes.DISPOSITIF)
_ACTION: Final = _ajout_ou_mise_a_jour("action", lignes.ACTION) + " RETURNING n"
_SESSION: Final = _ajout_ou_mise_a_jour("session", lignes.SESSION, version=True) + " RETURNING n"
_CANDIDAT: Final = _ajout_ou_mise_a_jour("candidat", lignes.CANDIDAT) + " RETURNING n"
_CANDIDATURE: Final = _ajout_ou_mise_a_jour("candidature", lignes.CANDIDATURE, version=True) + " RETURNING n"


def _mise_a_jour(colonnes: tuple[str, ...]) -> str:
    return (
        f"UPDATE candidature SET {', '.join(f'{c} = ?' for c in colonnes)}, version = version + 1"
        " WHERE reference = ? RETURNING n"
    )


_SUIVI: Final = _mise_a_jour(lignes.SUIVI)
_SUIVI_MEME_ETAT: Final = _mise_a_jour(lignes.SUIVI[1:])
"""Three indexes hold the etat: SQLite writes them again as soon as it is set, even to what it was."""
_CONVOCATION: Final = lignes.insertion("convocation", lignes.CONVOCATION, conflit="OR REPLACE")
_AVIS: Final = lignes.insertion("avis", lignes.AVIS, conflit="OR REPLACE")
_CONTACT: Final = lignes.insertion("contact", lignes.CONTACT)
_SUIVI_INTERNE: Final = _ajout_ou_mise_a_jour("suivi", lignes.SUIVI_INTERNE, 2)
_NOTE: Final = lignes.insertion("note", lignes.NOTE)


def ranger(conn: Connection, objet: Rangeable, avant: Rangeable | None = None) -> None:
    """Write `objet`. `avant`, when given, is what the base holds: only what differs is written.

    Raises:
        driver.IntegrityError: it refers to an object which does not exist, or breaks an invariant of the schema.
    """
    _ranger(objet, avant, conn)


@singledispatch
def _ranger(objet: Any, avant: Any, conn: Connection) -> None:
    raise TypeError(type(objet).__name__)


@_ranger.register
def _(objet: Structure, avant: Any, conn: Connection) -> None:
    conn.execute(_STRUCTURE, lignes.structure(objet))
    for (reference,) in conn.execute(
        "SELECT reference FROM session WHERE formateur = ?1 OR positionneur = ?1"
        " UNION SELECT s.reference FROM session s JOIN action a ON a.n = s.action WHERE a.responsable = ?1",
        (objet.id,),
    ).fetchall():
        _indexer_session(conn, reference)


@_ranger.register
def _(objet: Utilisateur, avant: Any, conn: Connection) -> None:
    conn.execute(_UTILISATEUR, lignes.utilisateur(objet))


@_ranger.register
def _(objet: Rattachement, avant: Any, conn: Connection) -> None:
    conn.execute(_RATTACHEMENT, lignes.rattachement(objet))


@_ranger.register
def _(objet: Dispositif, avant: Any, conn: Connection) -> None:
    conn.execute(_DISPOSITIF, lignes.dispositif(objet))
    conn.execute(
        "UPDATE candidature SET hsp = ?1 WHERE hsp <> ?1 AND session IN"
        " (SELECT s.n FROM session s JOIN action a ON a.n = s.action WHERE a.dispositif = ?2)",
        (int(objet.hsp), objet.code),
    )


@_ranger.register
def _(objet: Action, avant: Any, conn: Connection) -> None:
    ((n,),) = conn.execute(_ACTION, lignes.action(objet)).fetchall()
    if isinstance(avant, Action) and replace(avant, plus=objet.plus, lien_web=objet.lien_web) == objet:
        return
    conn.execute(
        "UPDATE candidature SET hsp = 1 - hsp WHERE session IN (SELECT n FROM session WHERE action = ?1)"
        " AND hsp <> (SELECT hsp FROM dispositif WHERE code = ?2)",
        (n, objet.dispositif),
    )
    for (reference,) in conn.execute("SELECT reference FROM session WHERE action = ?", (n,)).fetchall():
        _indexer_session(conn, reference)


@_ranger.register
def _(objet: Session, avant: Any, conn: Connection) -> None:
    n_action = _cle(conn, "action", "id", objet.action)
    ((n,),) = conn.execute(_SESSION, lignes.session(objet, n_action)).fetchall()
    if not (isinstance(avant, Session) and avant.contacts == objet.contacts):
        conn.execute("DELETE FROM contact WHERE session = ?", (n,))
        conn.executemany(_CONTACT, lignes.contacts(objet, n))
    if not isinstance(avant, Session) or _nomme(avant) != _nomme(objet):
        _indexer_session(conn, objet.reference)


@_ranger.register
def _(objet: Candidat, avant: Any, conn: Connection) -> None:
    ((n,),) = conn.execute(_CANDIDAT, lignes.candidat(objet)).fetchall()
    identite = recherche.identite(objet)
    for n_candidature, reference, session, prescripteur in conn.execute(
        "SELECT c.n, c.reference, s.reference, c.prescripteur FROM candidature c JOIN session s ON s.n = c.session"
        " WHERE c.candidat = ?",
        (n,),
    ).fetchall():
        texte = recherche.texte_candidature(reference, session, prescripteur, identite)
        recherche.indexer_candidature(conn, n_candidature, texte)


@_ranger.register
def _(objet: Candidature, avant: Any, conn: Connection) -> None:
    if not isinstance(avant, Candidature):
        avant = objets.lire_candidature(conn, objet.reference)
    if avant is not None and _depot(avant) == _depot(objet):
        suivi = lignes.suivi(objet)
        sql, valeurs = (_SUIVI_MEME_ETAT, suivi[1:]) if objet.etat is avant.etat else (_SUIVI, suivi)
        ((n,),) = conn.execute(sql, (*valeurs, objet.reference)).fetchall()
    else:
        n = _deposer(conn, objet)
    anciennes = avant.convocations if avant else ()
    if len(objet.convocations) < len(anciennes):
        conn.execute("DELETE FROM convocation WHERE candidature = ? AND rang > ?", (n, len(objet.convocations)))
    for convocation, ligne in zip(objet.convocations, lignes.convocations(objet, n), strict=True):
        if convocation not in anciennes:
            conn.execute(_CONVOCATION, ligne)
    rendus = avant.avis if avant else ()
    if len(objet.avis) < len(rendus):
        conn.execute("DELETE FROM avis WHERE candidature = ? AND rang > ?", (n, len(objet.avis)))
    for rendu in objet.avis:
        if rendu not in rendus:
            conn.execute(_AVIS, lignes.avis(rendu, n))


@_ranger.register
def _(objet: Suivi, avant: Any, conn: Connection) -> None:
    conn.execute(_SUIVI_INTERNE, lignes.suivi_interne(objet))
    conn.execute("DELETE FROM note WHERE structure = ? AND candidature = ?", (objet.structure, objet.candidature))
    conn.executemany(_NOTE, lignes.notes(objet))


def retirer(conn: Connection, genre: str, cle: str) -> None:
    """Take away an object by its public key: an undone `deposer` had brought it, or nobody sees it any more (SYNC).

    Does nothing if it is no longer there.

    Raises:
        driver.IntegrityError: something refers to it.
    """
    if genre == "rattachement":
        conn.execute("DELETE FROM rattachement WHERE (utilisateur, structure) = (?, ?)", tuple(json.loads(cle)))
        return
    if genre == "suivi":
        for table in ("note", "suivi"):
            conn.execute(f"DELETE FROM {table} WHERE (candidature, structure) = (?, ?)", tuple(json.loads(cle)))
        return
    colonne, enfants = _RETRAITS[genre]
    for (n,) in conn.execute(
        f"SELECT {'n' if enfants else colonne} FROM {genre} WHERE {colonne} = ?", (cle,)
    ).fetchall():
        for table, parent in enfants:
            conn.execute(f"DELETE FROM {table} WHERE {parent} = ?", (n,))
        conn.execute(f"DELETE FROM {genre} WHERE {colonne} = ?", (cle,))


_RETRAITS: Final[dict[str, tuple[str, tuple[tuple[str, str], ...]]]] = {
    "structure": ("id", ()),
    "utilisateur": ("id", ()),
    "dispositif": ("code", ()),
    "action": ("id", ()),
    "session": (
        "reference",
        (("contact", "session"), ("compte", "session"), ("compte_efface", "session"), ("recherche_session", "rowid")),
    ),
    "candidat": ("id", ()),
    "candidature": (
        "reference",
        (("convocation", "candidature"), ("avis", "candidature"), ("recherche_candidature", "rowid")),
    ),
}
"""By genre, its public key, and the rows which are but parts of it, by the column that holds its `n`."""


def _deposer(conn: Connection, candidature: Candidature) -> int:
    """The row of a candidature, new or changed in what its arrival fixed; and its place in the search."""
    n_session = _cle(conn, "session", "reference", candidature.session)
    n_candidat = _cle(conn, "candidat", "id", candidature.candidat)
    ((hsp,),) = conn.execute(
        "SELECT d.hsp FROM session s JOIN action a ON a.n = s.action JOIN dispositif d ON d.code = a.dispositif"
        " WHERE s.n = ?",
        (n_session,),
    ).fetchall()
    ligne = lignes.candidature(candidature, n_session, n_candidat, hsp=bool(hsp))
    ((n,),) = conn.execute(_CANDIDATURE, ligne).fetchall()
    candidat = objets.lire_candidat(conn, candidature.candidat)
    assert candidat is not None
    texte = recherche.texte_candidature(
        candidature.reference, candidature.session, candidature.prescripteur, recherche.identite(candidat)
    )
    recherche.indexer_candidature(conn, n, texte)
    return int(n)


def _indexer_session(conn: Connection, reference: str) -> None:
    session = objets.lire_session(conn, reference)
    assert session is not None
    n, intitule, *structures = conn.execute(
        "SELECT s.n, a.intitule, r.nom, f.nom, p.nom FROM session s JOIN action a ON a.n = s.action"
        " JOIN structure r ON r.id = a.responsable JOIN structure f ON f.id = s.formateur"
        " JOIN structure p ON p.id = s.positionneur WHERE s.reference = ?",
        (reference,),
    ).fetchone()
    recherche.indexer_session(conn, n, recherche.texte_session(session, intitule, tuple(structures)))


def _cle(conn: Connection, table: str, colonne: str, valeur: str) -> int:
    """The row id of an object; 0, which refers to nothing, makes the write fail on its foreign key."""
    ligne = conn.execute(f"SELECT n FROM {table} WHERE {colonne} = ?", (valeur,)).fetchone()
    return int(ligne[0]) if ligne else 0


def _depot(c: Candidature) -> tuple[object, ...]:
    """What the arrival of a candidature fixed."""
    return c.session, c.candidat, c.prescripteur, c.prescripteur_france_travail, c.deposee_le


def _nomme(s: Session) -> tuple[str, ...]:
    """What is searched of a session itself."""
    return s.action, s.formateur, s.positionneur, s.commune, s.code_postal
