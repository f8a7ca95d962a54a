"""The demo is deterministic, coherent with the rules, and holds everything that the issue lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

import pytest

from rafaelpro_tui.core.demo.catalogue import DECIDEURS, STRUCTURE, UTILISATEUR
from rafaelpro_tui.core.demo.generateur import Objet, objets
from rafaelpro_tui.core.demo.territoire import COMMUNES
from rafaelpro_tui.core.model import (
    Action,
    Avis,
    Candidat,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Dispositif,
    Drapeau,
    Droit,
    Etape,
    Etat,
    EtatSession,
    Motif,
    Rattachement,
    RecrutementACompleter,
    RecrutementNon,
    RecrutementOui,
    Resultat,
    Session,
    Structure,
    Suivi,
    TypeEntrees,
    Utilisateur,
)
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.sessions import echeance, etat_session, maximum

LUNDI, SAMEDI = date(2026, 3, 2), date(2026, 3, 7)
T = TypeVar("T")


@cache
def demo(jour: date = LUNDI, candidatures: int = 2_500) -> tuple[Objet, ...]:
    return tuple(objets(7, jour, candidatures))


def de(genre: type[T], lot: Iterable[Objet]) -> list[T]:
    return [objet for objet in lot if isinstance(objet, genre)]


class Monde:
    """The demo by key, and what the rules say of it."""

    def __init__(self, lot: tuple[Objet, ...], jour: date) -> None:
        self.lot = lot
        self.jour = jour
        self.sessions = {s.reference: s for s in de(Session, lot)}
        self.actions = {a.id: a for a in de(Action, lot)}
        self.dispositifs = {d.code: d for d in de(Dispositif, lot)}
        self.candidats = {c.id: c for c in de(Candidat, lot)}
        self.candidatures = de(Candidature, lot)

    def session(self, candidature: Candidature) -> Session:
        return self.sessions[candidature.session]

    def hsp(self, candidature: Candidature) -> bool:
        return self.dispositifs[self.actions[self.session(candidature).action].dispositif].hsp

    def etape(self, candidature: Candidature) -> Etape | None:
        return etape(candidature, self.hsp(candidature))


@pytest.fixture(params=[(LUNDI, 2_500), (SAMEDI, 2_500), (LUNDI, 100), (SAMEDI, 9_000)], ids=str)
def monde(request: pytest.FixtureRequest) -> Monde:
    jour, nombre = request.param
    return Monde(demo(jour, nombre), jour)


@pytest.fixture
def ordinaire() -> Monde:
    return Monde(demo(), LUNDI)


def test_the_same_seed_gives_the_same_objects() -> None:
    assert tuple(objets(7, LUNDI)) == demo()
    assert repr(tuple(objets(7, LUNDI))) == repr(demo())
    assert tuple(objets(8, LUNDI)) != demo()


@pytest.mark.parametrize("nombre", [100, 1_000, 2_500, 70_001])
def test_it_holds_as_many_candidatures_as_asked_for(nombre: int) -> None:
    references = [c.reference for c in objets(1, LUNDI, nombre) if isinstance(c, Candidature)]
    assert len(set(references)) == len(references) == nombre


def test_each_object_comes_after_those_it_refers_to() -> None:
    vus: set[str] = set()
    for objet in demo():
        match objet:
            case Session():
                assert objet.action in vus
                vus.add(objet.reference)
            case Candidature():
                assert {objet.session, objet.candidat} <= vus
            case Action() | Candidat():
                vus.add(objet.id)


# What is there


def test_who_is_there() -> None:
    lot = demo()
    rattachements = de(Rattachement, lot)
    assert (len(de(Structure, lot)), len(de(Utilisateur, lot))) == (4, 7)
    assert {r.droit for r in rattachements} == set(Droit)
    assert {r.structure for r in rattachements if r.referent} == {s.id for s in de(Structure, lot)}
    assert max(Counter(r.utilisateur for r in rattachements).values()) == 3
    defaut = next(r for r in rattachements if (r.utilisateur, r.structure) == (UTILISATEUR, STRUCTURE))
    assert defaut.droit is Droit.GENERAL
    assert defaut.referent


def test_which_formations_are_there(ordinaire: Monde) -> None:
    assert set(ordinaire.dispositifs) >= {"PRF", "HSP"}
    assert len(ordinaire.dispositifs) == 4
    assert [d.code for d in ordinaire.dispositifs.values() if not d.finance_region] == ["AFC"]
    sessions = ordinaire.sessions.values()
    assert len(sessions) == 60
    assert {s.type_entrees for s in sessions} == set(TypeEntrees)
    assert {etat_session(s, LUNDI) for s in sessions} == set(EtatSession)


def test_every_state_and_etape_is_there(ordinaire: Monde) -> None:
    assert {c.etat for c in ordinaire.candidatures} == set(Etat)
    assert {ordinaire.etape(c) for c in ordinaire.candidatures} == {*Etape, None}
    formes = {type(rendu.avis) for c in ordinaire.candidatures for rendu in c.avis}
    assert formes == {RecrutementOui, RecrutementACompleter, RecrutementNon, ConformiteOui, ConformiteNon}


def test_the_session_of_the_guide(monde: Monde) -> None:
    session = monde.sessions["00235491"]
    assert monde.actions[session.action].intitule == "Plateforme Amorce de parcours"
    assert session.type_entrees is TypeEntrees.DATES_FIXES
    assert (echeance(session) - monde.jour).days == 138
    etapes = Counter(monde.etape(c) for c in monde.candidatures if c.session == session.reference)
    assert etapes[Etape.A_CONVOQUER] == 5
    assert etapes[Etape.PRESENCE_A_RENSEIGNER] == 14
    assert etapes[Etape.AVIS_A_RENDRE] == 8


def test_waiting_lists_with_and_without_time_left(ordinaire: Monde) -> None:
    limites = {
        ordinaire.session(c).date_limite_entree_tardive
        for c in ordinaire.candidatures
        if c.etat is Etat.REFUS_SESSION_COMPLETE
    }
    restes = {(limite - LUNDI).days for limite in limites}
    assert {0, -1} <= restes
    assert max(restes) > 0


def test_echeances_to_come(ordinaire: Monde) -> None:
    restes = {
        (echeance(ordinaire.session(c)) - LUNDI).days for c in ordinaire.candidatures if c.etat is Etat.EN_ATTENTE
    }
    assert {0, 1, 6, 7, 15, 16} <= restes


def test_candidats_at_their_limits(ordinaire: Monde) -> None:
    comptes = set(_en_cours(ordinaire).values())
    assert {(3, 0), (3, 1), (1, 1)} <= comptes


def test_retenues_to_complete(ordinaire: Monde) -> None:
    types = {ordinaire.session(c).type_entrees for c in ordinaire.candidatures if c.a_completer}
    assert types == {TypeEntrees.SEQUENCEES, TypeEntrees.PERMANENTES}


def test_names_and_places_are_those_of_here(ordinaire: Monde) -> None:
    noms = {c.nom_naissance for c in ordinaire.candidats.values()}
    assert {"DE LA TOUR", "O’NEILL", "N’DIAYE", "LE GOFF-ÉTIENNE"} <= noms
    assert any(c.nom_usage for c in ordinaire.candidats.values())
    connues = {commune for communes in COMMUNES.values() for commune in communes}
    for candidat in ordinaire.candidats.values():
        assert (candidat.commune, candidat.code_postal) in connues
        assert candidat.telephone.startswith("063998")
        assert candidat.courriel == "" or candidat.courriel.endswith("@example.org")


# What the rules say


def test_sessions_are_coherent(monde: Monde) -> None:
    inscrits = Counter(c.session for c in monde.candidatures if c.etat in (Etat.EN_ATTENTE, Etat.RETENUE))
    for session in monde.sessions.values():
        dispositif = monde.dispositifs[monde.actions[session.action].dispositif]
        assert session.debut <= session.fin
        assert session.date_limite_inscription <= session.date_limite_entree_tardive <= session.fin  # FOR-7
        assert dispositif.coefficient_min <= session.coefficient <= dispositif.coefficient_max  # FOR-3
        assert inscrits[session.reference] <= maximum(session)  # FOR-4


def test_candidatures_are_coherent(monde: Monde) -> None:
    for candidature in monde.candidatures:
        session = monde.session(candidature)
        assert candidature.deposee_le <= min(session.date_limite_inscription, monde.jour)  # CAN-5
        if candidature.etat is Etat.EN_ATTENTE:
            assert not session.annulee
            assert echeance(session) >= monde.jour  # ECH-1
            assert candidature.avis == ()
        elif candidature.etat is not Etat.REFUS_SESSION_ANNULEE:
            assert candidature.avis
        assert (candidature.etat is Etat.REFUS_SESSION_ANNULEE) <= session.annulee  # ECH-6
        if candidature.prescripteur_france_travail:
            assert monde.candidats[candidature.candidat].inscrit_france_travail


def test_convocations_are_coherent(monde: Monde) -> None:
    for candidature in monde.candidatures:
        convocations = candidature.convocations
        if monde.hsp(candidature):
            assert convocations == ()  # HSP-1
        assert [c.rang for c in convocations] == list(range(1, len(convocations) + 1))
        assert len(convocations) <= 3  # CNV-1
        assert all(c.resultat is Resultat.ABSENCE_JUSTIFIEE for c in convocations[:-1])  # CNV-2
        jours = [candidature.deposee_le, *(c.date for c in convocations), echeance(monde.session(candidature))]
        assert jours == sorted(jours)  # CNV-3
        assert all(c.date <= monde.jour for c in convocations if c.resultat)  # CNV-4
        assert all(c.date.weekday() < 5 for c in convocations)


def test_avis_are_coherent(monde: Monde) -> None:
    for candidature in monde.candidatures:
        for rendu in candidature.avis:
            assert rendu.le is not None
            assert rendu.le.date() < monde.jour
            assert all(c.date <= rendu.le.date() for c in candidature.convocations)
            _verifier(rendu.avis, candidature, monde)


def _verifier(avis: Avis, candidature: Candidature, monde: Monde) -> None:
    session, derniere = monde.session(candidature), candidature.derniere
    hsp = monde.hsp(candidature)
    match avis:
        case RecrutementOui() | ConformiteOui():
            assert session.debut <= avis.entree <= avis.sortie <= session.fin  # AVI-11
            assert avis.entree <= session.date_limite_entree_tardive
            assert 0 < avis.intensite <= 40  # AVI-2
            assert hsp is isinstance(avis, ConformiteOui)  # HSP-1
        case RecrutementACompleter():
            assert session.type_entrees is not TypeEntrees.DATES_FIXES  # LOT-4
            assert candidature.etat is Etat.RETENUE
        case ConformiteNon():
            assert hsp
        case RecrutementNon(motif=Motif.AVIS_NON_TRANSMIS):
            assert candidature.etat is Etat.AVIS_NON_TRANSMIS
        case RecrutementNon(motif=Motif.ABSENCE_NON_JUSTIFIEE):
            assert derniere is not None
            assert derniere.resultat is Resultat.ABSENCE_NON_JUSTIFIEE  # CNV-5
        case RecrutementNon():
            assert derniere is not None  # AVI-1, CNV-6
            assert derniere.resultat is Resultat.PRESENCE or derniere.rang == 3
            assert (avis.motif is Motif.AUTRES) <= bool(avis.raison)  # AVI-4


def test_the_limits_on_candidats_hold(monde: Monde) -> None:
    assert all(total <= 3 and hsp <= 1 for total, hsp in _en_cours(monde).values())  # CAN-4
    vivantes = Counter((c.session, c.candidat) for c in monde.candidatures if c.etat in (Etat.EN_ATTENTE, Etat.RETENUE))
    assert set(vivantes.values()) == {1}  # CAN-5


def _en_cours(monde: Monde) -> dict[str, tuple[int, int]]:
    comptes: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for candidature in monde.candidatures:
        if candidature.etat is Etat.EN_ATTENTE:
            total, hsp = comptes[candidature.candidat]
            comptes[candidature.candidat] = total + 1, hsp + monde.hsp(candidature)
    return comptes


def test_an_interval_of_one_day_never_turns_around() -> None:
    """Whatever the day of the week, bringing week-ends back to Fridays keeps the order of dates."""
    from rafaelpro_tui.core.demo.calendrier import Calendrier

    for decalage in range(7):
        calendrier = Calendrier(LUNDI + timedelta(days=decalage))
        jours = [calendrier.ouvre(n) for n in range(-20, 20)]
        assert jours == sorted(jours)
        assert all(calendrier.ouvre(n) <= calendrier.exact(n) for n in range(-20, 20))


def test_what_structures_keep_for_themselves_is_coherent(monde: Monde) -> None:
    """SUI: a small share of what waits, by who may act on it; nothing that the rules would have refused."""
    suivis = de(Suivi, monde.lot)
    candidatures = {c.reference: c for c in monde.candidatures}
    assert len({suivi.candidature for suivi in suivis}) == len(suivis)
    en_attente = sum(c.etat is Etat.EN_ATTENTE for c in monde.candidatures)
    assert len(suivis) <= max(5, en_attente // 4)
    for suivi in suivis:
        candidature = candidatures[suivi.candidature]
        assert candidature.etat is Etat.EN_ATTENTE
        assert suivi.structure == monde.session(candidature).positionneur  # DRT-1
        assert suivi.charge in ("", *DECIDEURS[suivi.structure])  # SUI-3
        assert suivi.charge or suivi.notes
        assert (suivi.drapeau is Drapeau.AUCUN) is (suivi.drapeau_pose is None)
        signes = [suivi.drapeau_pose, suivi.affectee, *(note.ecrite for note in suivi.notes)]
        for signe in filter(None, signes):
            assert signe.par in DECIDEURS[suivi.structure]
            assert candidature.deposee_le <= signe.le.date() < monde.jour
    assert len({note.id for suivi in suivis for note in suivi.notes}) == sum(len(suivi.notes) for suivi in suivis)


def test_the_user_of_the_demo_has_dossiers(ordinaire: Monde) -> None:
    siens = [s for s in de(Suivi, ordinaire.lot) if (s.structure, s.charge) == (STRUCTURE, UTILISATEUR)]
    assert 3 <= len(siens) <= 30
    assert {s.drapeau for s in de(Suivi, ordinaire.lot)} == set(Drapeau)
