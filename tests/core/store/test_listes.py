"""The lists: who sees what, in which order, and how little is read for a page."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import datetime

import pytest

from rafaelpro_tui.core.erreurs import Introuvable, LectureAbandonnee
from rafaelpro_tui.core.filtre import FiltreMalforme, en_mots
from rafaelpro_tui.core.model import Candidature, Droit, Etat, Rattachement, Session
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.sessions import maximum
from rafaelpro_tui.core.store import listes_candidatures
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.driver import Connection
from rafaelpro_tui.core.store.listes import Liste, Requete
from rafaelpro_tui.core.store.listes_candidatures import Candidatures
from rafaelpro_tui.core.store.listes_sessions import Sessions
from rafaelpro_tui.core.vues import Onglet, SessionLigne, Tri
from rafaelpro_tui.core.vues_candidatures import CandidatureLigne
from tests.core.store import fabrique

MATIN = datetime.fromisoformat("2024-07-15T09:00")


def contexte(structure: str = "OF1", droit: Droit = Droit.GENERAL) -> Context:
    lien = Rattachement(utilisateur="u1", structure=structure, droit=droit)
    return Context(utilisateur="u1", structure=structure, rattachement=lien, maintenant=MATIN)


def references(liste: Sessions | Candidatures) -> list[str]:
    """The references in order; on the way, that the four questions agree."""
    ordre = list(liste.order())
    lignes = liste.rows(ordre)
    assert liste.count() == len(ordre)
    assert liste.first(1000) == [(n, lignes[n]) for n in ordre]
    assert liste.first(2) == [(n, lignes[n]) for n in ordre[:2]]
    return [lignes[n].reference for n in ordre]


@pytest.mark.parametrize(
    ("onglet", "attendu"),
    [
        (Onglet.EN_COURS_ET_A_VENIR, ["S1", "S2", "S4"]),
        (Onglet.TERMINEES, ["S3"]),
        (Onglet.TOUTES, ["S3", "S1", "S2", "S4"]),
    ],
)
def test_tabs_follow_the_dates_alone(base: Base, onglet: Onglet, attendu: list[str]) -> None:
    """Glossary, session `etat`: the annulée one is among those to come; the unpublished one nowhere (FOR-1)."""
    assert references(Sessions(base, contexte(), onglet)) == attendu


@pytest.mark.parametrize(("structure", "attendu"), [("OF2", ["S3"]), ("OF3", []), ("OF404", [])])
def test_sessions_are_those_of_the_active_structure(base: Base, structure: str, attendu: list[str]) -> None:
    """DRT-5."""
    assert references(Sessions(base, contexte(structure))) == attendu


def test_a_session_says_what_the_rules_say(base: Base) -> None:
    (_, ligne), *_ = Sessions(base, contexte(), Onglet.EN_COURS_ET_A_VENIR).first(1)
    session = next(o for o in fabrique.objets() if isinstance(o, Session) and o.reference == "S1")
    assert ligne.maximum == maximum(session) == 22  # REGLES.md, vectors: 15 × 1,5
    assert (ligne.inscrits, ligne.en_attente, ligne.etat.value) == (3, 2, "en_cours")
    assert [role.value for role in ligne.roles] == ["responsable", "formateur", "positionneur"]
    assert (ligne.responsable, ligne.commune, ligne.jours_restants) == ("Horizon Formation", "Bordeaux", 98)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("bordeaux", ["S1"]),
        ("OENO", ["S2"]),
        ("œnologie PAU", ["S2"]),
        ("pau oeno", ["S2"]),
        ("ecrin métiers", ["S3"]),
        ("eculli", []),
        ("ecully", ["S4"]),
        ("", ["S3", "S1", "S2", "S4"]),
        ("  -- ' ", ["S3", "S1", "S2", "S4"]),
    ],
)
def test_sessions_are_filtered_by_text(base: Base, texte: str, attendu: list[str]) -> None:
    assert references(Sessions(base, contexte(), texte=texte)) == attendu


@pytest.mark.parametrize(
    "texte", ['"', "a* OR b", "NEAR(a b)", "texte:a", "^a", "a -b", "';DROP TABLE session--", "(", "\0", "%_", "a AND"]
)
def test_what_is_typed_never_reaches_the_syntax(base: Base, texte: str) -> None:
    for demande in (texte, en_mots(texte)):
        for liste in (Sessions, Candidatures):
            try:
                lue = liste(base, contexte(), texte=demande)
            except FiltreMalforme:
                assert demande in ('"', "texte:a")
            else:
                assert references(lue) is not None


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("o'neill", ["C1", "C4", "C7"]),
        ("désiré O’NEILL", ["C1", "C4", "C7"]),
        ("evrard", ["C2", "C5", "C8"]),
        ("durand zoé", ["C2", "C5", "C8"]),
        ("cap emploi", ["C6"]),
        ("06 12 34 56 78 s3", ["C7", "C8", "C9"]),
        ("06.12.34", ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"]),
        ("p2@example.org s1", ["C2"]),
        ("nobody", []),
    ],
)
def test_candidatures_are_filtered_by_text(base: Base, texte: str, attendu: list[str]) -> None:
    assert sorted(references(Candidatures(base, contexte(), texte=texte))) == attendu


def test_candidatures_of_a_session_by_state(base: Base) -> None:
    assert references(Candidatures(base, contexte(), session="S1")) == ["C2", "C1", "C3"]
    assert references(Candidatures(base, contexte(), session="S1", etat=Etat.RETENUE)) == ["C3"]
    assert references(Candidatures(base, contexte(), session="S1", texte="zoe")) == ["C2"]
    assert sorted(references(Candidatures(base, contexte(), etat=Etat.EN_ATTENTE))) == ["C1", "C2", "C4", "C7"]


def test_a_session_of_others_is_not_found(base: Base) -> None:
    """DRT-5: no role, no session; the same answer as for one which does not exist."""
    for structure, session in (("OF3", "S1"), ("OF1", "S404")):
        with pytest.raises(Introuvable, match=session):
            Candidatures(base, contexte(structure), session=session)


def test_the_candidats_behind_the_counts(base: Base) -> None:
    """DRT-9: a `catalogue` user, or a Formateur alone, sees the counts only."""
    for liste in (
        Candidatures(base, contexte(droit=Droit.CATALOGUE)),
        Candidatures(base, contexte(droit=Droit.AUCUN), session="S1"),
    ):
        assert liste.interdit is not None
        assert liste.interdit.regle == "DRT-9"
        assert references(liste) == []
        assert liste.rows([1, 2, 3]) == {}
    assert references(Candidatures(base, contexte("OF2"))) == ["C7", "C8", "C9"]
    assert Candidatures(base, contexte("OF2"), session="S3").interdit is None


def test_a_formateur_alone_sees_no_candidature(base: Base) -> None:
    from rafaelpro_tui.core.store.rangement import ranger

    with base.write.transaction() as conn:
        ranger(conn, fabrique.session("S1", formateur="OF3"))
    assert references(Sessions(base, contexte("OF3"))) == ["S1"]
    assert references(Candidatures(base, contexte("OF3"))) == []
    interdit = Candidatures(base, contexte("OF3"), session="S1").interdit
    assert interdit is not None
    assert interdit.regle == "DRT-9"


def test_a_candidature_says_what_the_rules_say(base: Base) -> None:
    liste = Candidatures(base, contexte())
    lignes = {ligne.reference: ligne for _, ligne in liste.first(100)}
    for objet in fabrique.objets():
        if isinstance(objet, Candidature) and objet.session != "S5":
            ligne = lignes[objet.reference]
            assert ligne.etape == etape(objet, objet.session == "S2")
            assert (ligne.etat, ligne.a_completer) == (objet.etat, objet.a_completer)
            assert ligne.nb_convocations == len(objet.convocations)
    assert lignes["C2"].candidat == "ÉVRARD Zoé"
    assert str(lignes["C9"].motif) == "autres"
    assert str(lignes["C6"].motif) == "non_conformite_administrative"
    assert lignes["C3"].entree == fabrique.OUI.entree
    assert (lignes["C7"].echeance.isoformat(), lignes["C7"].jours) == ("2024-07-19", 4)


def test_french_order(base: Base) -> None:
    """É sorts as E, Œ as OE."""
    assert references(Sessions(base, contexte(), tri=Tri("commune"))) == ["S3", "S1", "S4", "S2"]
    assert references(Sessions(base, contexte(), tri=Tri("intitule", decroissant=True)))[0] == "S2"
    noms = [ligne.candidat for _, ligne in Candidatures(base, contexte(), session="S1", tri=Tri("candidat")).first(9)]
    assert noms == ["ABADIE Ana", "ÉVRARD Zoé", "O’NEILL Désiré"]


def _colonnes() -> list[tuple[type[SessionLigne] | type[CandidatureLigne], str]]:
    champs = [(CandidatureLigne, champ.name) for champ in fields(CandidatureLigne)]
    return [*((SessionLigne, nom) for nom in SessionLigne._fields), *champs]


@pytest.mark.parametrize(("ligne", "colonne"), _colonnes())
def test_every_column_sorts_both_ways(
    base: Base, ligne: type[SessionLigne] | type[CandidatureLigne], colonne: str
) -> None:
    """Nothing lost, nothing twice; equal values are side by side; the other way round mirrors what is not empty."""
    classe: Callable[..., Sessions | Candidatures] = Sessions if ligne is SessionLigne else Candidatures
    sens: list[list[object]] = []
    for decroissant in (False, True):
        liste = classe(base, contexte(), tri=Tri(colonne, decroissant))
        assert len(set(references(liste))) == liste.count() > 0
        valeurs = [getattr(trouvee, colonne) for _, trouvee in liste.first(100)]
        groupes = [valeur for valeur, _ in itertools.groupby(valeurs)]
        assert len(groupes) == len(set(groupes))
        assert None not in groupes[:-1]  # what is empty comes last
        sens.append([valeur for valeur in groupes if valeur is not None])
    assert sens[0] == sens[1][::-1]


def test_an_unknown_column_is_refused(base: Base) -> None:
    for liste in (Sessions, Candidatures):
        with pytest.raises(ValueError, match="inconnue"):
            liste(base, contexte(), tri=Tri("n; DROP TABLE session"))


def test_rows_gone_are_left_out(base: Base) -> None:
    assert Sessions(base, contexte()).rows([404]) == {}
    assert Candidatures(base, contexte()).rows([]) == {}
    # By id, nobody reads what the lists do not give (DRT-5).
    assert Candidatures(base, contexte("OF3")).rows([1, 2, 3]) == {}


def _plan(base: Base, liste: Liste[SessionLigne] | Liste[CandidatureLigne]) -> str:
    with base.read() as conn:
        lignes = conn.execute(f"EXPLAIN QUERY PLAN {liste._requete(conn).ids} LIMIT 50", liste._parametres).fetchall()
    return "\n".join(str(ligne[3]) for ligne in lignes)


@pytest.mark.parametrize("etat", [None, Etat.EN_ATTENTE])
@pytest.mark.parametrize("decroissant", [False, True])
def test_a_page_is_read_without_sorting_the_rest(
    base: Base, etat: Etat | None, decroissant: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes a million rows open as a thousand: an index gives the order."""
    monkeypatch.setattr("rafaelpro_tui.core.store.listes_candidatures.PEU", 0)
    plan = _plan(base, Candidatures(base, contexte(), etat=etat, tri=Tri("deposee_le", decroissant)))
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan
    for colonne in ("candidat", "session", "echeance"):
        plan = _plan(base, Candidatures(base, contexte(), etat=etat, tri=Tri(colonne, decroissant)))
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_both_ways_to_walk_give_the_same_list(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    few = references(Candidatures(base, contexte()))
    monkeypatch.setattr("rafaelpro_tui.core.store.listes_candidatures.PEU", 0)
    assert references(Candidatures(base, contexte())) == few


class SansFin(Sessions):
    """A list that takes for ever to count."""

    def _requete(self, conn: Connection) -> Requete:
        entiers = "(WITH RECURSIVE e(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM e) SELECT n FROM e) e"
        return Requete("e.n", entiers, "e.n < 0", "1")


def test_what_is_read_of_a_list_left_behind_stops(base: Base) -> None:
    liste = SansFin(base, contexte())
    with ThreadPoolExecutor(1) as fil:
        lecture = fil.submit(liste.count)
        while not liste._lectures:
            pass
        while not lecture.done():
            liste.abandonner()
        with pytest.raises(LectureAbandonnee):
            lecture.result()
    with pytest.raises(LectureAbandonnee):
        liste.first(1)
    assert Sessions(base, contexte()).count() > 0, "the others go on"


def test_words_sought_in_the_order_of_the_names_do_not_try_each_row_found_for_each_candidat(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rafaelpro_tui.core.store.listes_candidatures.RARES", -1)
    plan = _plan(base, Candidatures(base, contexte(), texte="d", tri=Tri("candidat")))
    assert "SEARCH c USING INDEX candidature_session" in plan, plan


@pytest.mark.parametrize("colonne", listes_candidatures._TRIS_CANDIDATURES)
def test_those_of_rare_words_are_looked_up_one_by_one(base: Base, colonne: str) -> None:
    """However long the list: a name typed whole must not have it walked along."""
    plan = _plan(base, Candidatures(base, contexte(), texte="d", tri=Tri(colonne)))
    assert plan.startswith("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)\nLIST SUBQUERY"), plan
