"""Sheets, dashboard and échéances: what the active structure may see, and the figures of the rules."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rafaelpro_tui.core.erreurs import Introuvable
from rafaelpro_tui.core.model import Droit, Etape, Etat
from rafaelpro_tui.core.rules.decision import EnCours
from rafaelpro_tui.core.store.base import Base
from rafaelpro_tui.core.store.fiches import fiche_candidature, fiche_session, reference_candidature, reference_session
from rafaelpro_tui.core.store.rangement import ranger
from rafaelpro_tui.core.store.tableau import echeances, tableau
from tests.core.store import fabrique
from tests.core.store.test_listes import contexte


def test_a_session(base: Base) -> None:
    with base.read() as conn:
        vue = fiche_session(conn, contexte(), "S1")
    assert vue.comptes == dict.fromkeys(Etat, 0) | {Etat.EN_ATTENTE: 2, Etat.RETENUE: 1}
    assert vue.etapes == dict.fromkeys(Etape, 0) | {Etape.AVIS_A_RENDRE: 1, Etape.PRESENCE_A_RENSEIGNER: 1}
    assert (vue.maximum, vue.inscrits, vue.responsable.nom) == (22, 3, "Horizon Formation")
    assert (vue.echeance.isoformat(), vue.jours_restants, vue.consultation) == ("2024-10-21", 98, None)


def test_the_steps_add_up_to_what_waits(base: Base) -> None:
    """CAN-2."""
    with base.read() as conn:
        for reference in ("S1", "S2", "S3", "S4", "S5"):
            vue = fiche_session(conn, contexte(), reference)
            assert sum(vue.etapes.values()) == vue.comptes[Etat.EN_ATTENTE]


def test_a_session_for_who_sees_the_counts_only(base: Base) -> None:
    """DRT-9."""
    with base.read() as conn:
        consultation = fiche_session(conn, contexte(droit=Droit.CATALOGUE), "S1").consultation
    assert consultation is not None
    assert consultation.regle == "DRT-9"


def test_a_candidature(base: Base) -> None:
    with base.read() as conn:
        vue = fiche_candidature(conn, contexte(), "C7")
    assert (vue.candidat.id, vue.session.reference, vue.dispositif.code) == ("P1", "S3", "PRF")
    assert (vue.etape, vue.jours_restants) == (Etape.A_CONVOQUER, 4)
    assert vue.en_cours == EnCours(total=4, hsp=1)  # CAN-4
    assert [autre.reference for autre in vue.autres] == ["C10", "C4", "C1"]
    assert vue.passees == ()


def test_other_organismes_count_but_are_not_shown(base: Base) -> None:
    """CAN-4: OF2 is on S3 alone."""
    with base.read() as conn:
        vue = fiche_candidature(conn, contexte("OF2"), "C7")
    assert vue.en_cours == EnCours(total=4, hsp=1)
    assert (vue.autres, vue.passees) == ((), ())


def test_the_history(base: Base) -> None:
    with base.read() as conn:
        evenements = fiche_candidature(conn, contexte(), "C9").historique
        retenue = fiche_candidature(conn, contexte(), "C3").historique
    assert [evenement.texte for evenement in evenements] == [
        "Candidature déposée par Mission locale de Pau",
        "Convocation 1\u00a0: présence",
        "Avis\u00a0: Déménage à Brive",
    ]
    assert (retenue[-1].texte, retenue[-1].par) == ("Avis\u00a0: retenue, du 01/08/2024 au 30/09/2024", "Léa Martin")


def test_what_is_not_seen_is_not_found(base: Base) -> None:
    """DRT-5, and DRT-9 for a candidature."""
    with base.read() as conn:
        for structure, reference in (("OF3", "S1"), ("OF1", "S404")):
            with pytest.raises(Introuvable, match=reference):
                fiche_session(conn, contexte(structure), reference)
        for structure, reference in (("OF3", "C1"), ("OF2", "C1"), ("OF1", "C404")):
            with pytest.raises(Introuvable, match=reference):
                fiche_candidature(conn, contexte(structure), reference)
        with pytest.raises(Introuvable, match="profil"):
            fiche_candidature(conn, contexte(droit=Droit.CATALOGUE), "C1")


def test_row_ids_to_references(base: Base) -> None:
    with base.read() as conn:
        assert reference_candidature(conn, 1) == "C1"
        assert reference_session(conn, 2) == "S2"
        with pytest.raises(Introuvable):
            reference_candidature(conn, 404)


def test_the_dashboard(base: Base) -> None:
    """CAN-6: one line per role; the unpublished S5 does not count."""
    with base.read() as conn:
        responsable, positionneur, formateur = tableau(conn, contexte())
        autre = tableau(conn, contexte("OF2"))
    assert (responsable.en_attente, responsable.retenue, responsable.non_retenue) == (4, 3, 2)
    assert responsable.passage_15_jours == 1  # S3: échéance in 4 days
    assert replace(formateur, role=responsable.role) == responsable
    assert (positionneur.en_attente, positionneur.passage_15_jours, positionneur.retenue) == (3, 0, 2)
    assert [(ligne.en_attente, ligne.retenue) for ligne in autre] == [(0, 0), (1, 1), (0, 0)]


@pytest.mark.parametrize(("jours", "attendu"), [(-1, 0), (0, 1), (15, 1), (16, 0)])
def test_passage_in_fifteen_days(base: Base, jours: int, attendu: int) -> None:
    """ECH-3: échéance 0 to 15 days away, both included."""
    fin = fabrique.JOUR + timedelta(days=jours - 21)
    dates: dict[str, Any] = {
        "debut": fin,
        "fin": fin,
        "date_limite_inscription": fin,
        "date_limite_entree_tardive": fin,
    }
    with base.write.essai() as conn:
        ranger(conn, fabrique.session("S3", **dates))
        assert tableau(conn, contexte())[0].passage_15_jours == attendu


@pytest.mark.parametrize(("debut", "attendu"), [("2012-12-31", 2), ("2013-01-01", 4)])
def test_the_dashboard_starts_in_2013(base: Base, debut: str, attendu: int) -> None:
    """CAN-6."""
    with base.write.essai() as conn:
        conn.execute("UPDATE session SET debut = ? WHERE reference = 'S1'", (debut,))
        assert tableau(conn, contexte())[0].en_attente == attendu


def test_echeances_soonest_first(base: Base) -> None:
    lignes = list(echeances(base, contexte()))
    assert [(ligne.candidature, ligne.jours) for ligne in lignes] == [("C7", 4), ("C2", 98), ("C1", 98), ("C4", 98)]
    assert [ligne.candidature for ligne in echeances(base, contexte(), 4)] == ["C7"]
    assert list(echeances(base, contexte(), 3)) == []
    assert len(list(echeances(base, contexte(), 10**9))) == 4
    assert [ligne.candidature for ligne in echeances(base, contexte("OF2"))] == ["C7"]


def test_echeances_for_who_may_see_them(base: Base) -> None:
    """DRT-9, DRT-5."""
    assert list(echeances(base, contexte(droit=Droit.CATALOGUE))) == []
    assert list(echeances(base, contexte("OF3"))) == []
