"""The home screen as the desk reads it, against a naive count of what the base is made of."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rafaelpro_tui.core.commands import AnnulerSession
from rafaelpro_tui.core.desk import Desk
from rafaelpro_tui.core.model import Candidature, Etat, EtatSession, Role, Session
from rafaelpro_tui.core.rules.echeances import passage_d_ici_15_jours
from rafaelpro_tui.core.rules.sessions import alerte, echeance, etat_session, roles
from tests.core.atelier import FIN, JOUR, HorlogeDeTest
from tests.core.base_au_hasard import STRUCTURES, Hasard, au_hasard, ecrire

GRAINES = range(4)
TRAITE = {Role.RESPONSABLE, Role.POSITIONNEUR}


@pytest.fixture(scope="module", params=GRAINES)
def hasard(request: pytest.FixtureRequest) -> Hasard:
    return au_hasard(request.param)


@pytest.fixture(params=STRUCTURES)
def of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ailleurs(hasard: Hasard, of: str, tmp_path: Path) -> Iterator[Desk]:
    chemin = ecrire(hasard, tmp_path / "hasard.db")
    with Desk.open(chemin, horloge=HorlogeDeTest(), utilisateur="u1", structure=of) as desk:
        yield desk


def _vues(hasard: Hasard, of: str) -> dict[str, tuple[Role, ...]]:
    """The sessions that a structure sees, and its roles there (DRT-5, FOR-1)."""
    actions = hasard.actions
    visibles = {
        r: s for r, s in hasard.sessions.items() if actions[s.action].publiee and not actions[s.action].archivee
    }
    return {r: tenus for r, s in visibles.items() if (tenus := roles(of, s, actions[s.action]))}


def _en_attente(hasard: Hasard, of: str) -> dict[str, list[Candidature]]:
    """What waits and can still be handled, by session on which the structure handles candidatures."""
    attendent: dict[str, list[Candidature]] = {}
    vues = _vues(hasard, of)
    for candidature in hasard.candidatures:
        session = hasard.sessions[candidature.session]
        if (
            candidature.etat is Etat.EN_ATTENTE
            and TRAITE & set(vues.get(session.reference, ()))
            and echeance(session) >= JOUR
        ):
            attendent.setdefault(session.reference, []).append(candidature)
    return attendent


def test_the_dashboard_counts_what_there_is(hasard: Hasard, of: str, ailleurs: Desk) -> None:
    vues = _vues(hasard, of)
    for ligne in ailleurs.accueil().tableau:
        siennes = [
            candidature
            for candidature in hasard.candidatures
            if ligne.role in vues.get(candidature.session, ())
            and hasard.sessions[candidature.session].debut >= date(2013, 1, 1)
        ]
        for etat in Etat:
            assert getattr(ligne, etat.value) == sum(candidature.etat is etat for candidature in siennes)
        assert ligne.passage_15_jours == sum(
            passage_d_ici_15_jours(candidature, hasard.sessions[candidature.session], JOUR) for candidature in siennes
        )


def test_what_is_to_be_handled_is_what_waits(hasard: Hasard, of: str, ailleurs: Desk) -> None:
    attendent = _en_attente(hasard, of)
    vue = ailleurs.accueil(1000)
    for lignes in (vue.echeances, vue.attentes):
        assert {ligne.reference: ligne.en_attente for ligne in lignes} == {
            reference: len(siennes) for reference, siennes in attendent.items()
        }
        for ligne in lignes:
            assert ligne.deposee_le == min(c.deposee_le for c in attendent[ligne.reference])
            assert ligne.attente == (JOUR - ligne.deposee_le).days
            assert ligne.echeance == echeance(hasard.sessions[ligne.reference])
            assert ligne.jours == (ligne.echeance - JOUR).days >= 0
    assert all(une.echeance <= autre.echeance for une, autre in pairwise(vue.echeances))
    assert all(une.en_attente >= autre.en_attente for une, autre in pairwise(vue.attentes))


def test_the_first_rows_are_those_of_the_whole_list(ailleurs: Desk) -> None:
    toutes, debut = ailleurs.accueil(1000), ailleurs.accueil(2)
    assert debut.echeances == toutes.echeances[:2]
    assert debut.attentes == toutes.attentes[:2]
    assert debut.remplissage == toutes.remplissage[:2]


def test_the_alert_is_due_from_fin_plus_14_days_to_the_echeance(hasard: Hasard, of: str, ailleurs: Desk) -> None:
    """ECH-2."""
    dues = {r: c for r, c in _en_attente(hasard, of).items() if alerte(hasard.sessions[r]) <= JOUR}
    vue = ailleurs.accueil().alerte
    if not dues:
        assert vue is None
        return
    assert vue is not None
    assert (vue.candidatures, vue.sessions) == (sum(map(len, dues.values())), len(dues))
    assert vue.echeance == min(echeance(hasard.sessions[reference]) for reference in dues)
    assert vue.jours == (vue.echeance - JOUR).days


def test_the_fill_is_that_of_the_sessions_to_come(hasard: Hasard, of: str, ailleurs: Desk) -> None:
    """Of any role, Formateur included (DRT-5)."""
    vues = _vues(hasard, of)
    attendues: list[Session] = sorted(
        (s for r, s in hasard.sessions.items() if r in vues and etat_session(s, JOUR) is EtatSession.A_VENIR),
        key=lambda session: (session.debut, session.reference),
    )
    lignes = ailleurs.accueil(1000).remplissage
    assert [ligne.reference for ligne in lignes] == [session.reference for session in attendues]
    for ligne, session in zip(lignes, attendues, strict=True):
        siennes = [c.etat for c in hasard.candidatures if c.session == session.reference]
        assert (ligne.retenues, ligne.en_attente) == (siennes.count(Etat.RETENUE), siennes.count(Etat.EN_ATTENTE))
        assert (ligne.effectif_vise, ligne.capacite) == (session.effectif_vise, session.capacite_accueil)


@pytest.mark.parametrize(("apres", "attendu"), [(13, None), (14, 7), (20, 1), (21, 0), (22, None)])
def test_the_alert_on_its_very_days(desk: Desk, horloge: HorlogeDeTest, apres: int, attendu: int | None) -> None:
    """REGLES.md, vectors: from the alert to the last day, included."""
    horloge.aller_au(FIN + timedelta(days=apres))
    vue = desk.accueil().alerte
    assert (vue.jours if vue else None) == attendu
    if vue:
        assert (vue.candidatures, vue.sessions, vue.echeance) == (8, 3, FIN + timedelta(days=21))


def test_what_is_done_goes_away(desk: Desk) -> None:
    assert "S" in {ligne.reference for ligne in desk.accueil().attentes}
    desk.executer_une(desk.commande(AnnulerSession, session="S"))
    assert "S" not in {ligne.reference for ligne in desk.accueil().attentes}


def test_who_does_not_handle_candidatures_sees_the_counts_alone(fichier: Path, horloge: HorlogeDeTest) -> None:
    """DRT-9."""
    horloge.aller_au(FIN + timedelta(days=15))
    with Desk.open(fichier, horloge=horloge, utilisateur="u2") as desk:
        vue = desk.accueil()
    assert (vue.alerte, vue.echeances, vue.attentes) == (None, (), ())
    assert vue.interdit is not None
    assert vue.interdit.regle == "DRT-9"
    assert vue.tableau[0].en_attente == 8


def test_without_a_role_there_is_nothing(fichier: Path, horloge: HorlogeDeTest) -> None:
    """DRT-5."""
    horloge.aller_au(FIN + timedelta(days=15))
    with Desk.open(fichier, horloge=horloge, utilisateur="u4") as desk:
        vue = desk.accueil()
    assert (vue.alerte, vue.echeances, vue.attentes, vue.remplissage) == (None, (), (), ())
    assert all(not ligne.en_attente for ligne in vue.tableau)
