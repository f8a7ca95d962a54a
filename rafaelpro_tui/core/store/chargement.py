"""Bulk load: many objects in one transaction, some 70,000 rows a second, all or nothing.

Rows are written by batches with triggers and indexes off; counts and indexes are made at once at the end. In memory are
kept the keys that can be referred to, and no rows. To update what is already there, see `rangement.ranger`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final, cast

from rafaelpro_tui.core.erreurs import SaisieMalformee
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
from rafaelpro_tui.core.store import driver, lignes, objets, recherche
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.lignes import Ligne

Chargeable = Objet | Structure | Utilisateur | Dispositif

LOT: Final = 2_000
"""Objects between two writes, and between two calls of `progress`."""
_IDENTITES: Final = 100_000
"""People whose searched text is kept: most candidatures come soon after their candidat."""

_TABLES: Final = {
    "structure": lignes.STRUCTURE,
    "utilisateur": lignes.UTILISATEUR,
    "rattachement": lignes.RATTACHEMENT,
    "dispositif": lignes.DISPOSITIF,
    "action": ("n", *lignes.ACTION),
    "session": ("n", *lignes.SESSION),
    "contact": lignes.CONTACT,
    "candidat": ("n", *lignes.CANDIDAT),
    "candidature": ("n", *lignes.CANDIDATURE),
    "convocation": lignes.CONVOCATION,
    "avis": lignes.AVIS,
    "suivi": lignes.SUIVI_INTERNE,
    "note": lignes.NOTE,
    "recherche_session": ("rowid", "texte"),
    "recherche_candidature": ("rowid", "texte"),
}
"""In an order in which each refers to those before it only."""
_ENFANTS: Final = {"contact": "session", "convocation": "candidature", "avis": "candidature"}


def charger(
    base: Base, lot: Iterable[Chargeable], *, progress: Callable[[int], object] | None = None
) -> dict[str, int]:
    """Insert new objects, each after those it refers to; the answer counts them by noun, in the plural.

    `progress` is called with the number of objects read so far.

    Raises:
        SaisieMalformee: an object refers to one that is neither in the base nor before it, is already there, or breaks
            an invariant; the sentence names it, and nothing is kept.
        BaseEnLectureSeule, BaseOccupee, DisquePlein.
    """
    with base.write.groupee() as conn, _a_la_fin(conn):
        chargement = _Chargement(conn)
        lus = 0
        for lus, objet in enumerate(lot, 1):
            chargement.ajouter(objet)
            if lus % LOT == 0:
                chargement.ecrire()
                if progress:
                    progress(lus)
        chargement.ecrire()
        if progress and lus % LOT:
            progress(lus)
    return chargement.comptes


class _Chargement:
    """The load under way: rows that wait to be written, and the row ids of what can be referred to."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._lignes: dict[str, list[Ligne]] = {table: [] for table in _TABLES}
        self._sql = {table: lignes.insertion(table, colonnes) for table, colonnes in _TABLES.items()}
        self._suivant = {table: _dernier(conn, table) + 1 for table in ("action", "session", "candidat", "candidature")}
        self._structures: dict[str, str] = dict(conn.execute("SELECT id, nom FROM structure").fetchall())
        self._utilisateurs: set[str] = {id for (id,) in conn.execute("SELECT id FROM utilisateur")}
        self._dispositifs: dict[str, bool] = {
            code: bool(hsp) for code, hsp in conn.execute("SELECT code, hsp FROM dispositif")
        }
        self._actions: dict[str, tuple[int, Action, bool]] = {}
        self._sessions: dict[str, tuple[int, bool]] = {}
        self._candidats: dict[str, int] = {}
        self._identites: dict[str, str] = {}
        self.comptes = dict.fromkeys(
            (
                "structures",
                "utilisateurs",
                "rattachements",
                "dispositifs",
                "actions",
                "sessions",
                "candidats",
                "candidatures",
            ),
            0,
        )

    def ajouter(self, objet: Chargeable) -> None:
        try:
            match objet:  # the most frequent first
                case Candidature():
                    self._candidature(objet)
                    genre = "candidatures"
                case Candidat():
                    self._candidat(objet)
                    genre = "candidats"
                case Session():
                    self._session(objet)
                    genre = "sessions"
                case Action():
                    self._action(objet)
                    genre = "actions"
                case Dispositif():
                    self._lignes["dispositif"].append(lignes.dispositif(objet))
                    self._dispositifs[objet.code] = objet.hsp
                    genre = "dispositifs"
                case Structure():
                    self._lignes["structure"].append(lignes.structure(objet))
                    self._structures[objet.id] = objet.nom
                    genre = "structures"
                case Utilisateur():
                    self._lignes["utilisateur"].append(lignes.utilisateur(objet))
                    self._utilisateurs.add(objet.id)
                    genre = "utilisateurs"
                case Rattachement():
                    self._rattachement(objet)
                    genre = "rattachements"
                case Suivi():
                    self._lignes["suivi"].append(lignes.suivi_interne(objet))
                    self._lignes["note"].extend(lignes.notes(objet))
                    genre = "suivis"
        except (ValueError, ArithmeticError) as erreur:
            raise _malformee(_nom(objet), f"valeur hors limites ({erreur})") from erreur
        self.comptes[genre] = self.comptes.get(genre, 0) + 1

    def ecrire(self) -> None:
        """Write the rows that wait."""
        for table, attente in self._lignes.items():
            if not attente:
                continue
            self._conn.execute("SAVEPOINT lot")
            try:
                self._conn.executemany(self._sql[table], attente)
            except (driver.Error, OverflowError, UnicodeEncodeError) as erreur:
                if isinstance(erreur, driver.Error) and driver.code(erreur) != driver.CONSTRAINT:
                    raise  # not a value's fault: disk full, and the like
                self._conn.execute("ROLLBACK TO lot")
                raise self._fautive(table, attente) from erreur
            self._conn.execute("RELEASE lot")
            attente.clear()

    def _candidature(self, c: Candidature) -> None:
        try:
            n_session, hsp = self._sessions.get(c.session) or self._session_en_base(c.session)
            n_candidat = self._candidats.get(c.candidat) or self._candidat_en_base(c.candidat)
        except KeyError as inconnu:
            raise _malformee(_nom(c), f"{inconnu.args[0]}") from None
        n = self._numero("candidature")
        self._lignes["candidature"].append(
            (n, *lignes.candidature(c, n_session, n_candidat, hsp=hsp)),
        )
        if c.convocations:
            self._lignes["convocation"].extend(lignes.convocations(c, n))
        for rendu in c.avis:
            self._lignes["avis"].append(lignes.avis(rendu, n))
        identite = self._identites.get(c.candidat) or self._identite_en_base(c.candidat)
        texte = recherche.texte_candidature(c.reference, c.session, c.prescripteur, identite)
        self._lignes["recherche_candidature"].append((n, texte))

    def _candidat(self, c: Candidat) -> None:
        n = self._numero("candidat")
        self._lignes["candidat"].append((n, *lignes.candidat(c)))
        self._candidats.setdefault(c.id, n)
        if len(self._identites) >= _IDENTITES:
            self._identites.clear()
        self._identites[c.id] = recherche.identite(c)

    def _session(self, s: Session) -> None:
        n_action, action, hsp = self._actions.get(s.action) or self._action_en_base(s)
        for role, structure in (("formateur", s.formateur), ("positionneur", s.positionneur)):
            if structure not in self._structures:
                raise _malformee(_nom(s), f"{role} {structure} inconnu")
        n = self._numero("session")
        self._lignes["session"].append((n, *lignes.session(s, n_action)))
        self._lignes["contact"].extend(lignes.contacts(s, n))
        self._sessions.setdefault(s.reference, (n, hsp))
        noms = tuple(self._structures[id] for id in (action.responsable, s.formateur, s.positionneur))
        self._lignes["recherche_session"].append((n, recherche.texte_session(s, action.intitule, noms)))

    def _action(self, a: Action) -> None:
        if a.dispositif not in self._dispositifs:
            raise _malformee(_nom(a), f"dispositif {a.dispositif} inconnu")
        if a.responsable not in self._structures:
            raise _malformee(_nom(a), f"responsable {a.responsable} inconnu")
        n = self._numero("action")
        self._lignes["action"].append((n, *lignes.action(a)))
        self._actions.setdefault(a.id, (n, a, self._dispositifs[a.dispositif]))

    def _rattachement(self, r: Rattachement) -> None:
        if r.utilisateur not in self._utilisateurs:
            raise _malformee(_nom(r), f"utilisateur {r.utilisateur} inconnu")
        if r.structure not in self._structures:
            raise _malformee(_nom(r), f"structure {r.structure} inconnue")
        self._lignes["rattachement"].append(lignes.rattachement(r))

    def _numero(self, table: str) -> int:
        n = self._suivant[table]
        self._suivant[table] = n + 1
        return n

    # What was in the base before the load: read once, the first time something refers to it.

    def _session_en_base(self, reference: str) -> tuple[int, bool]:
        ligne = self._conn.execute(
            "SELECT s.n, d.hsp FROM session s JOIN action a ON a.n = s.action"
            " JOIN dispositif d ON d.code = a.dispositif WHERE s.reference = ?",
            (reference,),
        ).fetchone()
        if not ligne:
            raise KeyError(f"session {reference} inconnue")
        self._sessions[reference] = (ligne[0], bool(ligne[1]))
        return self._sessions[reference]

    def _candidat_en_base(self, id: str) -> int:
        ligne = self._conn.execute("SELECT n FROM candidat WHERE id = ?", (id,)).fetchone()
        if not ligne:
            raise KeyError(f"candidat {id} inconnu")
        self._candidats[id] = int(ligne[0])
        return self._candidats[id]

    def _action_en_base(self, s: Session) -> tuple[int, Action, bool]:
        action = objets.lire_action(self._conn, s.action)
        if action is None:
            raise _malformee(_nom(s), f"action {s.action} inconnue")
        (n,) = self._conn.execute("SELECT n FROM action WHERE id = ?", (s.action,)).fetchone()
        self._actions[s.action] = (n, action, self._dispositifs[action.dispositif])
        return self._actions[s.action]

    def _identite_en_base(self, id: str) -> str:
        candidat = objets.lire_candidat(self._conn, id)
        if candidat is None:  # among the rows that wait, while its text has been forgotten
            self.ecrire()
            candidat = cast(Candidat, objets.lire_candidat(self._conn, id))
        self._identites[id] = recherche.identite(candidat)
        return self._identites[id]

    def _fautive(self, table: str, attente: list[Ligne]) -> SaisieMalformee:
        """The sentence about the first row that the base does not accept: they are tried again one by one."""
        for ligne in attente:
            try:
                self._conn.execute(self._sql[table], ligne)
            except (driver.Error, OverflowError, UnicodeEncodeError) as erreur:
                return _malformee(self._nom_de_ligne(table, ligne), _raison(erreur))
        raise AssertionError(f"{table}: a batch fails, none of its rows does")

    def _nom_de_ligne(self, table: str, ligne: Ligne) -> str:
        if table == "rattachement":
            return f"rattachement de {ligne[0]!s} à {ligne[1]!s}"
        if parent := _ENFANTS.get(table):
            (reference,) = self._conn.execute(f"SELECT reference FROM {parent} WHERE n = ?", (ligne[0],)).fetchone()
            return f"{parent} {reference}"
        return f"{table} {ligne[1 if _TABLES[table][0] == 'n' else 0]!s}"


@contextmanager
def _a_la_fin(conn: Connection) -> Iterator[None]:
    """Made once, when the block is left, rather than kept in step row by row: counts, indexes of empty tables."""
    a_refaire = conn.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'candidature'"
    ).fetchall()
    if not _dernier(conn, "candidature"):
        a_refaire += conn.execute(
            "SELECT type, name, sql FROM sqlite_schema"
            " WHERE type = 'index' AND tbl_name IN ('candidat', 'candidature') AND sql IS NOT NULL"
        ).fetchall()
    for genre, nom, _ in a_refaire:
        conn.execute(f"DROP {genre} {nom}")
    yield
    conn.execute("DELETE FROM compte")
    conn.execute("INSERT INTO compte SELECT session, etat, etape, count(*) FROM candidature GROUP BY 1, 2, 3")
    for _, _, sql in a_refaire:
        conn.execute(sql)


def _dernier(conn: Connection, table: str) -> int:
    return int(conn.execute(f"SELECT coalesce(max(n), 0) FROM {table}").fetchone()[0])


def _nom(objet: Chargeable) -> str:
    match objet:
        case Candidature() | Session():
            cle = objet.reference
        case Dispositif():
            cle = objet.code
        case Rattachement():
            return f"rattachement de {objet.utilisateur} à {objet.structure}"
        case Suivi():
            return f"suivi de {objet.candidature} par {objet.structure}"
        case _:
            cle = objet.id
    return f"{type(objet).__name__.lower()} {cle}"


def _raison(erreur: Exception) -> str:
    """What the base answered, in words: « UNIQUE constraint failed: … » and the like."""
    contrainte, _, detail = str(erreur).partition(" constraint failed: ")
    match contrainte:
        case "UNIQUE":
            return "existe déjà"
        case "CHECK":
            return f"valeurs incohérentes ({' '.join(detail.split())})"
        case _:
            return "valeur hors limites"


def _malformee(nom: str, raison: str) -> SaisieMalformee:
    return SaisieMalformee(f"{nom} : {raison}.", "Corrigez-la dans le fichier, puis recommencez : rien n’a été chargé.")
