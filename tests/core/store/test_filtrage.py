"""Filters in SQL: the same rows as plain Python finds, on a random base; and how little is read for a page."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import eq, ge, gt, le, lt
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafaelpro_tui.core.filtre import (
    CANDIDATURES,
    SESSIONS,
    Compare,
    Contient,
    Filtre,
    FiltreMalforme,
    Langage,
    Mots,
    Parmi,
    Selection,
    Terme,
    en_mots,
)
from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidat,
    Candidature,
    ConformiteNon,
    Drapeau,
    Droit,
    Etat,
    Motif,
    MotifHsp,
    Note,
    RecrutementNon,
    Role,
    Session,
    Signature,
    Suivi,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.sessions import etat_session, jours_restants
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.core.store.listes_candidatures import Candidatures, comptes
from rafaelpro_tui.core.store.listes_sessions import Sessions
from rafaelpro_tui.core.store.valeurs import valeurs
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.vues import Onglet, Tri
from tests.core.store import fabrique
from tests.core.store.test_listes import contexte

JOUR = fabrique.JOUR
SIGNES: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, "=": eq, ">=": ge, ">": gt}
NOMS = ("O’NEILL", "Martin", "Évrard", "Le Bras", "Müller")
PRESCRIPTEURS = ("Mission locale de Pau", "Mission locale d’Agen", "Cap emploi (64)", "France Travail Pau-Est")
COMMUNES = ("Pau", "Palau-del-Vidre", "Saint-Étienne", "L’Isle-d’Abeau")
INTITULES = {"A1": "Amorce de parcours", "A2": "Œnologie"}
STRUCTURES = {"OF1": "Horizon Formation", "OF2": "Écrin des Métiers"}
COLLEGUES = {"": "", "u1": "Léa Martin", "u7": "Zoé Lundi"}
NOTES = ("Rappeler lundi", "Pièce manquante : RIB", "Vue au forum")
DISPOSITIFS = {"A1": "PRF", "A2": "HSP"}
RETOUR = fabrique.EXCUSE


@dataclass(frozen=True)
class Monde:
    """What the base was made of."""

    sessions: dict[str, Session]
    candidats: dict[str, Candidat]
    candidatures: dict[str, Candidature]
    suivis: dict[str, Suivi]
    """What OF1 keeps for itself, by candidature."""


def monde(graine: int) -> Monde:
    hasard = random.Random(graine)
    sessions, candidatures = {}, {}
    for n in range(14):
        debut = JOUR + timedelta(days=hasard.randrange(-120, 90))
        fin = date.max if n == 0 else debut + timedelta(days=hasard.randrange(0, 90))
        sessions[f"{'S' if n % 2 else '0023'}{n}"] = fabrique.session(
            f"{'S' if n % 2 else '0023'}{n}",
            hasard.choice(("A1", "A2")),
            formateur=hasard.choice(("OF1", "OF2")),
            positionneur=hasard.choice(("OF1", "OF2")),
            commune=hasard.choice(COMMUNES),
            debut=debut,
            fin=fin,
            annulee=hasard.random() < 0.15,
            type_entrees=hasard.choice(tuple(TypeEntrees)),
            date_limite_inscription=debut,
            date_limite_entree_tardive=debut,
        )
    candidats = {
        f"P{n}": fabrique.candidat(f"P{n}", hasard.choice(NOMS), f"Zoé{n}", commune=hasard.choice(COMMUNES))
        for n in range(30)
    }
    for n in range(150):
        session = hasard.choice(tuple(sessions.values()))
        hsp = DISPOSITIFS[session.action] == "HSP"
        etat = hasard.choice((Etat.EN_ATTENTE, Etat.EN_ATTENTE, Etat.REFUS_SESSION_ANNULEE))
        convocations = ((), (fabrique.PRESENT,), (RETOUR, fabrique.CONVOQUE), (RETOUR,))
        candidatures[f"C{n}"] = fabrique.candidature(
            f"C{n}",
            session.reference,
            f"P{n % 30}",
            prescripteur=hasard.choice(PRESCRIPTEURS),
            deposee_le=JOUR - timedelta(days=hasard.randrange(60)),
            etat=etat,
            convocations=() if hsp else hasard.choice(convocations),
        )
    for n in range(150, 180):
        session = hasard.choice(tuple(sessions.values()))
        hsp = DISPOSITIFS[session.action] == "HSP"
        avis = (
            ConformiteNon(motif=hasard.choice(tuple(MotifHsp)), raison="Une pièce manque")
            if hsp
            else RecrutementNon(motif=hasard.choice((Motif.PREREQUIS, Motif.PROJET, Motif.CANDIDAT_INDISPONIBLE)))
        )
        candidatures[f"C{n}"] = fabrique.candidature(
            f"C{n}",
            session.reference,
            f"P{n % 30}",
            etat=Etat.NON_RETENUE,
            convocations=() if hsp else (fabrique.PRESENT,),
            avis=(AvisRendu(rang=1, avis=avis),),
        )
    suivis = {reference: suivi("OF1", reference, hasard) for reference in candidatures if hasard.random() < 0.6}
    return Monde(sessions, candidats, candidatures, suivis)


def suivi(structure: str, candidature: str, hasard: random.Random) -> Suivi:
    signature = Signature(par="u1", le=datetime.combine(JOUR, time(9)))
    textes = hasard.choices(NOTES, k=hasard.randrange(3))
    return Suivi(
        structure=structure,
        candidature=candidature,
        drapeau=hasard.choice(tuple(Drapeau)),
        charge=hasard.choice(tuple(COLLEGUES)),
        notes=tuple(Note(id=f"n{rang}", texte=texte, ecrite=signature) for rang, texte in enumerate(textes)),
    )


MONDE: Final = monde(7)


@pytest.fixture(scope="module")
def peuplee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    chemin: Path = tmp_path_factory.mktemp("filtrage") / "base.sqlite"
    with Base.chantier(chemin) as base:
        a_part = [o for o in fabrique.objets() if not isinstance(o, Session | Candidat | Candidature)]
        hasard = random.Random(8)
        d_autrui = [suivi("OF2", reference, hasard) for reference in MONDE.candidatures]
        tenus = [*MONDE.suivis.values(), *d_autrui]
        a_part.append(Utilisateur(id="u7", nom="Lundi", prenom="Zoé"))
        objets = [*a_part, *MONDE.sessions.values(), *MONDE.candidats.values(), *MONDE.candidatures.values()]
        charger(base, [*objets, *tenus])
    with Base.open(chemin) as base:
        yield base


# The reference: what each condition means, in Python.


def mots(texte: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(texte)).split()


def contient(texte: str, debuts: str) -> bool:
    return all(any(mot.startswith(debut) for mot in mots(texte)) for debut in mots(debuts))


def sur_la_session(terme: Terme, session: Session) -> bool:
    match terme:
        case Contient(cle="session"):
            if terme.texte in MONDE.sessions:
                return session.reference == terme.texte
            return session.reference.lower().startswith(terme.texte.lower())
        case Contient(cle="formation"):
            return contient(f"{session.action} {INTITULES[session.action]}", terme.texte)
        case Contient(cle="dispositif"):
            return contient(DISPOSITIFS[session.action], terme.texte)
        case Contient(cle="positionneur"):
            return contient(STRUCTURES[session.positionneur], terme.texte)
        case Parmi(cle="role"):
            roles = {
                Role.RESPONSABLE: "OF1",
                Role.FORMATEUR: session.formateur,
                Role.POSITIONNEUR: session.positionneur,
            }
            return any(roles[Role(role)] == "OF1" for role in terme.valeurs)
        case Parmi(cle="type"):
            return session.type_entrees in terme.valeurs
        case Compare():
            valeur = {"jours": jours_restants(session, JOUR), "debut": session.debut, "fin": session.fin}[terme.cle]
            return SIGNES[terme.signe](valeur, terme.valeur)
    raise AssertionError(terme)


def garde_la_session(terme: Terme, session: Session) -> bool:
    match terme:
        case Mots():
            tout = f"{session.reference} {INTITULES[session.action]} {session.commune} {session.code_postal}"
            roles = f"{STRUCTURES[session.formateur]} {STRUCTURES[session.positionneur]}"
            trouve = contient(f"{tout} Horizon Formation {roles}", terme.texte)
        case Contient(cle="commune"):
            trouve = contient(session.commune, terme.texte)
        case Parmi(cle="etat"):
            trouve = etat_session(session, JOUR) in terme.valeurs
        case _:
            trouve = sur_la_session(terme, session)
    return trouve is not terme.non


def garde_la_candidature(terme: Terme, c: Candidature, cochees: set[str]) -> bool:
    session, candidat = MONDE.sessions[c.session], MONDE.candidats[c.candidat]
    tenu = MONDE.suivis.get(c.reference, Suivi(structure="OF1", candidature=c.reference))
    match terme:
        case Mots():
            tout = f"{c.reference} {c.session} {c.prescripteur} {candidat.nom_complet} {candidat.courriel}"
            trouve = contient(f"{tout} {candidat.telephone} {candidat.commune} {candidat.code_postal}", terme.texte)
        case Selection():
            trouve = c.reference in cochees
        case Contient(cle="prescripteur"):
            trouve = contient(c.prescripteur, terme.texte)
        case Contient(cle="commune"):
            trouve = contient(candidat.commune, terme.texte)
        case Parmi(cle="etat"):
            trouve = c.etat in terme.valeurs
        case Parmi(cle="etape"):
            trouve = etape(c, DISPOSITIFS[session.action] == "HSP") in terme.valeurs
        case Parmi(cle="reponse"):
            trouve = any(convocation.resultat in terme.valeurs for convocation in c.convocations)
        case Parmi(cle="motif"):
            trouve = getattr(c.avis_courant, "motif", None) in terme.valeurs
        case Parmi(cle="drapeau"):
            trouve = tenu.drapeau in terme.valeurs
        case Contient(cle="note"):
            trouve = any(contient(note.texte, terme.texte) for note in tenu.notes)
        case Compare(cle="notes"):
            trouve = SIGNES[terme.signe](len(tenu.notes), terme.valeur)
        case Contient(cle="a", texte="moi"):
            trouve = tenu.charge == "u1"
        case Contient(cle="a", texte="personne"):
            trouve = not tenu.charge
        case Contient(cle="a"):
            trouve = bool(tenu.charge) and contient(COLLEGUES[tenu.charge], terme.texte)
        case Compare(cle="deposee"):
            trouve = SIGNES[terme.signe](c.deposee_le, terme.valeur)
        case Compare(cle="avis"):
            premier = c.avis[0].le if c.avis else None
            trouve = premier is not None and SIGNES[terme.signe](premier.date(), terme.valeur)
        case Compare(cle="convocations"):
            trouve = SIGNES[terme.signe](len(c.convocations), terme.valeur)
        case _:
            trouve = sur_la_session(terme, session)
    return trouve is not terme.non


def termes(langage: Langage) -> st.SearchStrategy[Terme]:
    """Conditions that find something and leave something out, more often than not."""
    textes = {
        "session": ["S1", "s1", "0023", "00230", "S", "zz"],
        "formation": ["amorce", "oeno", "A1", "parcours am", "zz"],
        "dispositif": ["prf", "HSP", "x"],
        "positionneur": ["ecrin", "horizon f", "métiers", "zz"],
        "prescripteur": ["mission locale", "pau", "64", "est", "d’agen", "--"],
        "commune": ["pau", "saint-etienne", "isle abeau", "palau", "d"],
        "note": ["rappeler", "pièce man", "lundi ra", "zz"],
        "a": ["moi", "personne", "martin", "zoe", "zz"],
    }
    choix: list[st.SearchStrategy[Terme]] = []
    non = st.booleans()
    for cle in langage.cles.values():
        if cle.vocabulaire:
            valeurs = st.lists(st.sampled_from(cle.vocabulaire), min_size=1, max_size=3, unique=True).map(tuple)
            choix.append(st.builds(Parmi, st.just(cle.nom), valeurs, non))
        elif cle.compare:
            nombre = st.integers(0, 3) if cle.nom in ("convocations", "notes") else st.integers(-60, 120)
            borne = nombre | st.sampled_from([-(10**9) + 1, 10**9 - 1])
            valeur: st.SearchStrategy[int | date] = (
                borne if cle.nombre else nombre.map(lambda jours: JOUR + timedelta(days=jours))
            )
            choix.append(st.builds(Compare, st.just(cle.nom), st.sampled_from(tuple(SIGNES)), valeur, non))
        else:
            choix.append(st.builds(Contient, st.just(cle.nom), st.sampled_from(textes[cle.nom]), non))
    choix.append(st.builds(Mots, st.sampled_from(["pau", "zoe1", "mission locale", "o'neill", "S1", "horizon"]), non))
    if langage.selection:
        choix.append(st.builds(Selection, non))
    return st.one_of(choix)


def filtres(langage: Langage) -> st.SearchStrategy[Filtre]:
    def une_fois(lus: list[Terme]) -> Filtre:
        vus: set[str] = set()
        gardes = []
        for terme in lus:
            seul = isinstance(terme, Parmi) and not terme.non and terme.cle != "role"
            if not (seul and isinstance(terme, Parmi) and terme.cle in vus):
                gardes.append(terme)
            if seul and isinstance(terme, Parmi):
                vus.add(terme.cle)
        return Filtre(tuple(gardes))

    return st.lists(termes(langage), max_size=4).map(une_fois)


LARGE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LARGE
@given(filtre=filtres(CANDIDATURES), cochees=st.sets(st.sampled_from(sorted(MONDE.candidatures))))
def test_candidatures_are_those_that_python_finds(peuplee: Base, filtre: Filtre, cochees: set[str]) -> None:
    toutes = {ligne.reference: n for n, ligne in Candidatures(peuplee, contexte()).first(1000)}
    liste = Candidatures(peuplee, contexte(), texte=str(filtre), selection=[toutes[reference] for reference in cochees])
    attendues = {
        c.reference
        for c in MONDE.candidatures.values()
        if all(garde_la_candidature(terme, c, cochees) for terme in filtre.termes)
    }
    trouvees = [ligne.reference for _, ligne in liste.first(1000)]
    assert set(trouvees) == attendues, str(filtre)
    assert liste.count() == len(trouvees) == len(liste.order())


@LARGE
@given(filtre=filtres(SESSIONS))
def test_sessions_are_those_that_python_finds(peuplee: Base, filtre: Filtre) -> None:
    liste = Sessions(peuplee, contexte(), texte=str(filtre))
    attendues = {
        s.reference for s in MONDE.sessions.values() if all(garde_la_session(terme, s) for terme in filtre.termes)
    }
    trouvees = [ligne.reference for _, ligne in liste.first(1000)]
    assert set(trouvees) == attendues, str(filtre)
    assert liste.count() == len(trouvees) == len(liste.order())


def test_the_tab_of_the_session_and_the_filter_go_together(peuplee: Base) -> None:
    for etat in Etat:
        comptes = [Candidatures(peuplee, contexte(), etat=etat, onglet=onglet).count() for onglet in Onglet]
        assert comptes[0] + comptes[1] == comptes[2]
    passees = Candidatures(peuplee, contexte(), onglet=Onglet.TERMINEES, texte="type:perm").first(1000)
    assert {ligne.session for _, ligne in passees} == {
        c.session
        for c in MONDE.candidatures.values()
        if MONDE.sessions[c.session].fin < JOUR and MONDE.sessions[c.session].type_entrees is TypeEntrees.PERMANENTES
    }


def test_a_session_s_list_takes_the_same_filters(peuplee: Base) -> None:
    liste = Candidatures(peuplee, contexte(), session="S1", texte="prescripteur:mission -etat:en_attente type:dates")
    for _, ligne in liste.first(100):
        assert (ligne.session, ligne.etat is Etat.EN_ATTENTE) == ("S1", False)
    assert Candidatures(peuplee, contexte(), session="S1", texte="session:00230").count() == 0


def test_what_is_ticked_is_asked_only_where_rows_can_be(peuplee: Base) -> None:
    with pytest.raises(FiltreMalforme, match="selection"):
        Candidatures(peuplee, contexte(), texte="selection")
    assert Candidatures(peuplee, contexte(), texte="selection", selection=[]).count() == 0
    assert Candidatures(peuplee, contexte(), texte="-selection", selection=[]).count() == len(MONDE.candidatures)


@pytest.mark.parametrize("texte", ["'; DROP TABLE candidature --", "%", "_", "\\", "*", "NEAR(a", "\0x", "漢"])
def test_what_is_typed_stays_a_value(peuplee: Base, texte: str) -> None:
    for cle in ("prescripteur", "commune", "session", "formation", "dispositif"):
        filtre = f"{cle}:{en_mots(texte)}"
        assert Candidatures(peuplee, contexte(), texte=filtre).count() in range(len(MONDE.candidatures) + 1)
    assert Candidatures(peuplee, contexte()).count() == len(MONDE.candidatures)


@LARGE
@given(
    texte=st.text(st.characters(), max_size=6), forme=st.sampled_from(["{}", "-{}", "prescripteur:{}", 'session:"{}"'])
)
def test_any_text_makes_a_list_or_a_malformed_filter(peuplee: Base, texte: str, forme: str) -> None:
    """Lone surrogates included, which is how a byte that is not UTF-8 comes from the command line."""
    for liste in (Candidatures, Sessions):
        with suppress(FiltreMalforme):
            assert len(liste(peuplee, contexte(), texte=forme.format(texte)).first(3)) <= 3


def test_who_may_not_see_the_candidats_finds_none_by_a_filter(peuplee: Base) -> None:
    """DRT-9."""
    liste = Candidatures(peuplee, contexte(droit=Droit.CATALOGUE), texte="prescripteur:mission")
    assert (liste.count(), liste.first(10), len(liste.order())) == (0, [], 0)


def test_a_filtered_page_is_read_without_sorting_the_rest(peuplee: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rafaelpro_tui.core.store.listes_candidatures.PEU", 0)
    for texte in ("prescripteur:mission", "commune:pau convocations=1", "role:responsable jours<7", "-etape:avis"):
        for tri in (Tri("deposee_le"), Tri("candidat", decroissant=True), Tri("session")):
            liste = Candidatures(peuplee, contexte(), etat=Etat.EN_ATTENTE, texte=texte, tri=tri)
            with peuplee.read() as conn:
                plan = conn.execute(
                    f"EXPLAIN QUERY PLAN {liste._requete(conn).ids} LIMIT 50", liste._parametres
                ).fetchall()
            lu = "\n".join(str(ligne[3]) for ligne in plan)
            assert "USE TEMP B-TREE FOR ORDER BY" not in lu, f"{texte}\n{lu}"


def test_a_filter_on_sessions_alone_counts_without_reading_candidatures(peuplee: Base) -> None:
    liste = Candidatures(peuplee, contexte(), etat=Etat.EN_ATTENTE, texte="role:responsable jours<90 etape:a_conv")
    requetes: list[str] = []
    with peuplee.read() as conn:
        execute = conn.execute

        class Espion:
            def execute(self, sql: str, parametres: object = ()) -> object:
                requetes.append(sql)
                return execute(sql, parametres)  # type: ignore[arg-type]

        combien = liste._compter(Espion())  # type: ignore[arg-type]
    assert combien == len(liste.order()) > 0
    assert all("candidature" not in sql for sql in requetes)


def test_few_are_read_from_their_sessions(peuplee: Base) -> None:
    """Else SQLite would walk along all the candidatures of a state to give them in order."""
    for tri in (None, Tri("candidat")):
        liste = Candidatures(peuplee, contexte(), etat=Etat.EN_ATTENTE, texte="jours<7", tri=tri)
        with peuplee.read() as conn:
            plan = conn.execute(f"EXPLAIN QUERY PLAN {liste._requete(conn).ids}", liste._parametres).fetchall()
        assert any("INDEX candidature_session (session=? AND etat=?" in str(ligne[3]) for ligne in plan), plan


def test_counts_of_the_tabs_are_those_of_their_lists(peuplee: Base) -> None:
    with peuplee.read() as conn:
        trouves = comptes(conn, contexte())
    for onglet in Onglet:
        for etat in Etat:
            assert trouves[onglet][etat] == len(Candidatures(peuplee, contexte(), onglet=onglet, etat=etat).order())


@pytest.mark.parametrize(
    ("langage", "cle", "debut", "attendues"),
    [
        (CANDIDATURES, "prescripteur", "pau", ("France Travail Pau-Est", "Mission locale de Pau")),
        (CANDIDATURES, "commune", "", tuple(sorted(COMMUNES))),
        (CANDIDATURES, "commune", "zz", ()),
        (SESSIONS, "commune", "pau", ("Pau",)),
        (CANDIDATURES, "session", "s1", ("S1", "S11", "S13")),
        (SESSIONS, "formation", "oeno", ("Œnologie",)),
        (SESSIONS, "dispositif", "", ("HSP", "PRF")),
    ],
)
def test_values_to_complete_with(
    peuplee: Base, langage: Langage, cle: str, debut: str, attendues: tuple[str, ...]
) -> None:
    with peuplee.read() as conn:
        assert valeurs(conn, contexte(), langage, cle, debut, 8) == attendues
        assert valeurs(conn, contexte(), langage, cle, debut, 1) == attendues[:1]
        assert valeurs(conn, contexte("OF3"), langage, cle, debut, 8) == ()


def test_values_of_candidats_are_not_for_all(peuplee: Base) -> None:
    """DRT-9."""
    sans_droit = contexte(droit=Droit.CATALOGUE)
    with peuplee.read() as conn:
        assert valeurs(conn, sans_droit, CANDIDATURES, "commune", "", 8) == ()
        assert valeurs(conn, sans_droit, CANDIDATURES, "prescripteur", "", 8) == ()
        assert valeurs(conn, sans_droit, SESSIONS, "commune", "pau", 8) == ("Pau",)
