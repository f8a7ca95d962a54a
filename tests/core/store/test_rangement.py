"""What is written is read back; counts, search and derived columns stay in step."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafaelpro_tui.core.model import Action, Candidat, Candidature, Convocation, Etat, Rattachement, Resultat, Session
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.store import driver, objets, recherche
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.rangement import ranger, retirer
from tests.core.store import fabrique


def trouve(conn: Connection, texte: str, table: str = "candidature") -> set[str]:
    requete = recherche.requete(texte)
    lignes = conn.execute(
        f"SELECT reference FROM recherche_{table} r JOIN {table} t ON t.n = r.rowid WHERE recherche_{table} MATCH ?",
        (requete,),
    ).fetchall()
    return {reference for (reference,) in lignes}


def comptes(conn: Connection) -> dict[tuple[int, str, str], int]:
    return {tuple(cle): n for *cle, n in conn.execute("SELECT session, etat, etape, n FROM compte WHERE n > 0")}


def recomptes(conn: Connection) -> dict[tuple[int, str, str], int]:
    lignes = conn.execute("SELECT session, etat, etape, count(*) FROM candidature GROUP BY 1, 2, 3")
    return {tuple(cle): n for *cle, n in lignes}


def test_what_is_written_is_read_back(base: Base) -> None:
    with base.read() as conn:
        for objet in fabrique.objets():
            match objet:
                case Candidature():
                    assert objets.lire_candidature(conn, objet.reference) == objet
                case Session():
                    assert objets.lire_session(conn, objet.reference) == objet
                case Candidat():
                    assert objets.lire_candidat(conn, objet.id) == objet
                case Action():
                    assert objets.lire_action(conn, objet.id) == objet
                case Rattachement():
                    assert objets.lire_rattachement(conn, objet.utilisateur, objet.structure) == objet


def test_many_at_once_are_the_same_as_one_by_one(base: Base) -> None:
    with base.read() as conn:
        toutes = {o.reference: o for o in fabrique.objets() if isinstance(o, Candidature)}
        assert objets.lire_candidatures(conn, [*toutes, "inconnue"]) == toutes
        assert objets.lire_candidatures(conn, []) == {}
        assert objets.lire_candidature(conn, "inconnue") is None


def test_what_is_written_twice_is_there_once(base: Base) -> None:
    with base.write.transaction() as conn:
        avant = conn.execute("SELECT count(*), sum(n) FROM compte").fetchone()
        for objet in fabrique.objets():
            ranger(conn, objet)
        assert conn.execute("SELECT count(*), sum(n) FROM compte").fetchone() == avant
        assert comptes(conn) == recomptes(conn)
        assert conn.execute("SELECT count(*) FROM avis").fetchone() == (5,)


@pytest.mark.parametrize("indice", [True, False])
def test_a_candidature_moves_on_and_back(base: Base, indice: bool) -> None:
    """With or without the hint `avant`; back is how `annuler` undoes (ANN-1)."""
    avant = fabrique.candidature("C1", convocations=(fabrique.PRESENT,))
    second = Convocation(rang=2, date=fabrique.JOUR, resultat=Resultat.PRESENCE)
    apres = replace(
        avant,
        convocations=(replace(fabrique.PRESENT, resultat=Resultat.ABSENCE_JUSTIFIEE), second),
        etat=Etat.RETENUE,
        avis=fabrique.rendu(fabrique.OUI),
    )
    with base.write.transaction() as conn:
        for de, vers in ((avant, apres), (apres, avant)):
            ranger(conn, vers, de if indice else None)
            assert objets.lire_candidature(conn, "C1") == vers
            assert comptes(conn) == recomptes(conn)
        assert trouve(conn, "c1") == {"C1", "C10"}


def test_a_convocation_writes_no_index_of_the_etat_again(base: Base) -> None:
    """Three of them, for each candidature of a lot."""
    with base.write.transaction() as conn:
        ecrites: list[str] = []
        execute = conn.execute

        class Espion:
            def execute(self, sql: str, parametres: object = ()) -> object:
                etapes = execute(f"EXPLAIN {sql}", parametres).fetchall()  # type: ignore[arg-type]
                ecrites.extend(etape[1] for etape in etapes if "UPDATE candidature" in sql)
                return execute(sql, parametres)  # type: ignore[arg-type]

        avant = objets.lire_candidature(conn, "C4")
        assert avant is not None
        apres = avant.avec_convocation(fabrique.PRESENT)
        ranger(Espion(), apres, avant)  # type: ignore[arg-type]
        assert ecrites
        assert "IdxDelete" not in ecrites
        ecrites.clear()
        ranger(Espion(), replace(apres, etat=Etat.NON_RETENUE), apres)  # type: ignore[arg-type]
        assert "IdxDelete" in ecrites
        assert objets.lire_candidature(conn, "C4") == replace(apres, etat=Etat.NON_RETENUE)


def test_what_a_deposer_brought_can_be_taken_away(base: Base) -> None:
    with base.write.transaction() as conn:
        nouveau, depot = fabrique.candidat("P9", "NOUVEAU"), fabrique.candidature("C99", candidat="P9")
        avant = conn.execute("SELECT count(*) FROM candidature").fetchone()
        ranger(conn, nouveau)
        ranger(conn, depot)
        assert trouve(conn, "nouv") == {"C99"}
        retirer(conn, "candidature", depot.reference)
        retirer(conn, "candidat", nouveau.id)
        assert conn.execute("SELECT count(*) FROM candidature").fetchone() == avant
        assert comptes(conn) == recomptes(conn)
        assert trouve(conn, "nouv") == set()
        assert objets.lire_candidat(conn, "P9") is None


def test_the_search_follows_the_names(base: Base) -> None:
    with base.write.transaction() as conn:
        assert trouve(conn, "zénith", "session") == set()
        ranger(conn, fabrique.session("S1", formateur="OF3"))
        assert trouve(conn, "zénith", "session") == {"S1"}
        ranger(conn, fabrique.candidat("P2", "MÜLLER"))
        assert trouve(conn, "muller") == {"C2", "C5", "C8"}
        assert trouve(conn, "evrard") == set()
        action = objets.lire_action(conn, "A1")
        assert action is not None
        ranger(conn, replace(action, intitule="Menuiserie"), action)
        assert trouve(conn, "menui", "session") == {"S1", "S3", "S4"}


def test_what_refers_to_nothing_is_not_written(base: Base) -> None:
    for objet in (
        fabrique.candidature("C99", "S404"),
        fabrique.candidature("C99", candidat="P404"),
        fabrique.session("S99", "A404"),
    ):
        with pytest.raises((driver.IntegrityError, ValueError)), base.write.transaction() as conn:
            ranger(conn, objet)
    with base.read() as conn:
        assert objets.lire_candidature(conn, "C99") is None
        assert trouve(conn, "c99") == set()


convocations = st.lists(st.sampled_from([None, *Resultat]), max_size=3).map(
    lambda resultats: tuple(
        Convocation(rang=rang, date=fabrique.JOUR, resultat=resultat) for rang, resultat in enumerate(resultats, 1)
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(Etat), convocations, st.booleans())
def test_the_etape_in_sql_is_that_of_the_rules(
    base: Base, etat: Etat, convocations: tuple[Convocation, ...], hsp: bool
) -> None:
    """CAN-1, told twice: the generated column and `rules.candidatures.etape`."""
    cas = fabrique.candidature("C77", "S2" if hsp else "S4", "P3", etat=etat, convocations=convocations)
    with base.write.essai() as conn:
        ranger(conn, cas)
        ((colonne,),) = conn.execute("SELECT etape FROM candidature WHERE reference = 'C77'").fetchall()
        assert comptes(conn) == recomptes(conn)
    assert colonne == (etape(cas, hsp) or "")
