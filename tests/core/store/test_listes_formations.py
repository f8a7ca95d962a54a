"""Formations conventionnées, their sessions and the moteur de recherche: SQL against the rules, on random bases."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import (
    Action,
    Candidature,
    Droit,
    Etat,
    Motif,
    Rattachement,
    RecrutementNon,
    Role,
    Session,
    Structure,
)
from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.sessions import maximum, roles
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.chargement import charger
from rafaelpro_tui.core.store.listes import Liste
from rafaelpro_tui.core.store.listes_formations import (
    Formations,
    SessionsDeLAction,
    SessionsTrouvees,
    formulaire_action,
    formulaire_session,
)
from rafaelpro_tui.core.texte import fold
from rafaelpro_tui.core.vues import SessionLigne, Tri
from rafaelpro_tui.core.vues_formations import FormationLigne, OngletFormations
from tests.core.store import fabrique
from tests.core.store.fabrique import JOUR

MATIN = datetime.fromisoformat("2024-07-15T09:00")
STRUCTURES = ("OF1", "OF2", "OF3", "OF4")
INTITULES = ("Œnologie", "L’entretien", "Titre professionnel Maçon·ne", "CAP-BEP", "100% [b]", "Maçonnerie")
COMMUNES = ("Pau", "Mont-de-Marsan", "Écully", "Agen")


class Monde(NamedTuple):
    actions: list[Action]
    sessions: list[Session]
    candidatures: list[Candidature]


def contexte(structure: str = "OF1", droit: Droit = Droit.GENERAL) -> Context:
    lien = Rattachement(utilisateur="u1", structure=structure, droit=droit)
    return Context(utilisateur="u1", structure=structure, rattachement=lien, maintenant=MATIN)


def hasard(graine: int) -> Monde:
    alea = random.Random(graine)
    actions = [
        Action(
            id=f"F-{n:02}",
            intitule=alea.choice(INTITULES),
            dispositif="PRF",
            responsable=alea.choice(STRUCTURES),
            publiee=alea.random() < 4 / 5,
            archivee=alea.random() < 1 / 4,
        )
        for n in range(12)
    ]
    sessions = []
    for n in range(30):
        fin = JOUR + timedelta(days=alea.randrange(-60, 60))
        champs: dict[str, Any] = {
            "formateur": alea.choice(STRUCTURES),
            "positionneur": alea.choice(STRUCTURES),
            "commune": alea.choice(COMMUNES),
            "debut": fin - timedelta(days=alea.randrange(90)),
            "fin": fin,
            "date_limite_inscription": fin,
            "date_limite_entree_tardive": fin,
            "effectif_vise": alea.randrange(1, 4),
            "coefficient": Decimal(alea.choice(("1", "1.5", "1.33", "2"))),
            "annulee": alea.random() < 1 / 8,
        }
        sessions.append(fabrique.session(f"S{n:02}", alea.choice(actions).id, **champs))
    non = fabrique.rendu(RecrutementNon(motif=Motif.PREREQUIS))
    candidatures = []
    for n in range(80):
        etat = alea.choice((Etat.EN_ATTENTE, Etat.EN_ATTENTE, Etat.RETENUE, Etat.NON_RETENUE))
        avis = {Etat.RETENUE: fabrique.rendu(fabrique.OUI), Etat.NON_RETENUE: non}.get(etat, ())
        candidatures.append(
            fabrique.candidature(
                f"C{n}",
                alea.choice(sessions).reference,
                f"P{n}",
                etat=etat,
                avis=avis,
                convocations=(fabrique.PRESENT,) if avis else (),
            )
        )
    return Monde(actions, sessions, candidatures)


@pytest.fixture(params=range(4))
def monde(request: pytest.FixtureRequest) -> Monde:
    return hasard(request.param)


@pytest.fixture
def pleine(chemin: Path, monde: Monde) -> Iterator[Base]:
    structures = [Structure(id=id, siret=f"{n:014}", nom=f"Organisme {id}") for n, id in enumerate(STRUCTURES, start=1)]
    autres = [o for o in fabrique.objets() if type(o).__name__ == "Dispositif"]
    candidats = [fabrique.candidat(f"P{n}") for n in range(80)]
    with Base.open(chemin) as base:
        charger(base, [*structures, *autres, *monde.actions, *monde.sessions, *candidats, *monde.candidatures])
        yield base


def lignes(liste: Liste[Any]) -> list[Any]:
    """The rows in order; on the way, that the four questions agree."""
    ordre = list(liste.order())
    lues = liste.rows(ordre)
    assert liste.count() == len(ordre) == len(lues)
    assert liste.first(1000) == [(n, lues[n]) for n in ordre]
    assert liste.first(2) == [(n, lues[n]) for n in ordre[:2]]
    return [lues[n] for n in ordre]


# Told again, naively, from the objects.


def visibles(monde: Monde, action: Action, structure: str) -> list[Session]:
    return [s for s in monde.sessions if s.action == action.id and roles(structure, s, action)]


def attendues(monde: Monde, structure: str, *, archivee: bool) -> dict[str, tuple[set[Role], int, int]]:
    """By id: the roles, the sessions and the candidatures en attente that the structure may know of."""
    dites = {}
    for action in monde.actions:
        siennes = visibles(monde, action, structure)
        tenus = set(roles(structure, None, action)).union(*(roles(structure, s, action) for s in siennes))
        if tenus and action.publiee and action.archivee == archivee:
            attente = sum(
                c.etat is Etat.EN_ATTENTE and c.session in {s.reference for s in siennes} for c in monde.candidatures
            )
            dites[action.id] = (tenus, len(siennes), attente)
    return dites


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("onglet", OngletFormations)
def test_a_structure_sees_the_formations_it_has_a_role_on(
    pleine: Base, monde: Monde, structure: str, onglet: OngletFormations
) -> None:
    """FOR-1, DRT-5: tabs, roles and counts, as told naively from the objects."""
    vues = lignes(Formations(pleine, contexte(structure), onglet))
    dites = attendues(monde, structure, archivee=onglet is OngletFormations.ARCHIVEES)
    assert {v.reference: (set(v.roles), v.sessions, v.en_attente) for v in vues} == dites
    assert [fold(v.intitule) for v in vues] == sorted(fold(v.intitule) for v in vues)
    responsables = {action.id: f"Organisme {action.responsable}" for action in monde.actions}
    assert all(v.responsable == responsables[v.reference] and v.dispositif == "PRF" for v in vues)


def test_another_structure_sees_nothing(pleine: Base) -> None:
    assert lignes(Formations(pleine, contexte("OF404"), OngletFormations.PUBLIEES)) == []


@pytest.mark.parametrize("colonne", ["reference", "intitule", "responsable", "roles", "sessions", "en_attente"])
def test_the_list_can_be_sorted_both_ways(pleine: Base, colonne: str) -> None:
    def cle(ligne: FormationLigne) -> Any:
        valeur = getattr(ligne, colonne)
        if colonne == "roles":
            return [role not in valeur for role in Role]
        return fold(valeur) if isinstance(valeur, str) else valeur

    montant = lignes(Formations(pleine, contexte(), OngletFormations.PUBLIEES, tri=Tri(colonne)))
    descendant = lignes(Formations(pleine, contexte(), OngletFormations.PUBLIEES, tri=Tri(colonne, True)))
    assert [cle(v) for v in montant] == sorted(cle(v) for v in montant)
    assert descendant == montant[::-1]


def test_a_column_that_is_none_is_refused(base: Base) -> None:
    with pytest.raises(ValueError, match="inconnue"):
        Formations(base, contexte(), OngletFormations.PUBLIEES, tri=Tri("n; DROP TABLE action"))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("amorce", ["A1"]),
        ("PARCOURS amo", ["A1"]),
        ("oeno", ["A2"]),
        ("œnologie HSP", ["A2"]),
        ("a1", ["A1"]),
        ("horizon", ["A1", "A2"]),
        ("s3", ["A1"]),
        ("agen", ["A1"]),
        ("pau", ["A2"]),
        ("norce", []),
        ("secrete", []),
        ("amorce oeno", []),
        ("", ["A1", "A2"]),
        ("' OR 1=1 --", []),
        ("%", ["A1", "A2"]),
    ],
)
def test_a_text_is_found_in_the_formation_and_in_its_sessions(base: Base, texte: str, attendu: list[str]) -> None:
    vues = lignes(Formations(base, contexte(), OngletFormations.PUBLIEES, texte))
    assert [v.reference for v in vues] == attendu


def test_a_text_is_not_found_in_sessions_of_others(base: Base) -> None:
    """DRT-5: OF2 is Positionneur of S3 alone; that A1 has a session in Bordeaux is not for it to learn."""
    assert lignes(Formations(base, contexte("OF2"), OngletFormations.PUBLIEES, "bordeaux")) == []
    assert [v.reference for v in lignes(Formations(base, contexte("OF2"), OngletFormations.PUBLIEES, "agen"))] == ["A1"]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_sessions_of_a_formation_are_those_one_may_see(pleine: Base, monde: Monde, structure: str) -> None:
    """DRT-5; of an archived one too."""
    for action in monde.actions:
        vues = lignes(SessionsDeLAction(pleine, contexte(structure), action.id))
        assert {v.reference for v in vues} == {s.reference for s in visibles(monde, action, structure)}


@pytest.mark.parametrize("sans_completes", [False, True])
@pytest.mark.parametrize("avec_terminees", [False, True])
def test_the_moteur_de_recherche_has_the_guides_two_criteria(
    pleine: Base, monde: Monde, sans_completes: bool, avec_terminees: bool
) -> None:
    actions = {action.id: action for action in monde.actions}
    for texte in ("", "macon", "pau", "mont de"):
        trouvees: list[SessionLigne] = lignes(
            SessionsTrouvees(pleine, contexte(), texte, sans_completes=sans_completes, avec_terminees=avec_terminees)
        )
        attendu = set()
        for session in monde.sessions:
            action = actions[session.action]
            inscrits = sum(
                c.session == session.reference and c.etat in (Etat.EN_ATTENTE, Etat.RETENUE) for c in monde.candidatures
            )
            mots = fold(f"{action.intitule} {session.commune}").replace("·", " ").split()
            if (
                roles("OF1", session, action)
                and action.publiee
                and not action.archivee
                and (avec_terminees or session.fin >= JOUR)
                and not (sans_completes and inscrits >= maximum(session))
                and all(any(mot.startswith(cherche) for mot in mots) for cherche in texte.split())
            ):
                attendu.add(session.reference)
        assert {v.reference for v in trouvees} == attendu


def test_the_form_of_a_formation_says_who_may_edit_it(base: Base) -> None:
    with base.read() as conn:
        formulaire = formulaire_action(conn, contexte(), "A1")
        assert (formulaire.verrou, formulaire.responsable.nom) == (None, "Horizon Formation")
        assert formulaire.roles == tuple(Role)
        ailleurs = formulaire_action(conn, contexte("OF2"), "A1")
        assert ailleurs.roles == (Role.POSITIONNEUR,)
        assert ailleurs.verrou is not None
        assert ailleurs.verrou.regle == "DRT-3"
        preinscription = formulaire_action(conn, contexte(droit=Droit.PREINSCRIPTION), "A1").verrou
        assert preinscription is not None
        assert preinscription.regle == "DRT-3"
        for structure, action in (("OF3", "A1"), ("OF2", "A2"), ("OF1", "A404")):
            with pytest.raises(Introuvable):
                formulaire_action(conn, contexte(structure), action)


def test_the_form_of_a_session_says_which_fields_are_locked_and_why(base: Base) -> None:
    def verrous(reference: str, context: Context) -> dict[str, str | None]:
        with base.read() as conn:
            dits = formulaire_session(conn, context, reference).verrous
        return {champ: None if refus is None else refus.regle for champ, refus in dits.items()}

    libre = dict.fromkeys(("coefficient", "date_limite_inscription", "date_limite_entree_tardive", "contacts"), None)
    sans_contacts = dict.fromkeys(libre, "DRT-2") | {"contacts": "DRT-4"}
    assert verrous("S1", contexte()) == libre
    assert verrous("S1", contexte(droit=Droit.PREINSCRIPTION)) == sans_contacts
    assert verrous("S3", contexte("OF2")) == sans_contacts
    assert verrous("S2", contexte()) == libre | {"coefficient": "FOR-3", "date_limite_inscription": "FOR-6"}
    assert verrous("S3", contexte()) == verrous("S4", contexte()) == dict.fromkeys(libre, "FOR-8")
    sans_lien = contexte()._replace(rattachement=None)
    assert verrous("S1", sans_lien) == dict.fromkeys(libre, "DRT-7")
    with base.read() as conn, pytest.raises(Introuvable):
        formulaire_session(conn, contexte("OF3"), "S1")
