"""ECH — clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rafaelpro_tui.core.commands import AnnulerSession, PasserAvisNonTransmis
from rafaelpro_tui.core.model import AvisRendu, Candidature, Etat, EtatSession, Motif, RecrutementNon, Session
from rafaelpro_tui.core.rules.decision import SYSTEME, Changement
from rafaelpro_tui.core.rules.echeances import passage_d_ici_15_jours
from rafaelpro_tui.core.rules.sessions import alerte, echeance, etat_session, jours_restants
from tests.core.rules.monde import (
    A_COMPLETER,
    A_CONVOQUER,
    CONVOQUEE,
    GUIDE,
    PRESENTE,
    SESSION,
    TIERS,
    accorde,
    apres,
    commande,
    contexte,
    decidee,
    dossier,
    j,
    regle,
    session,
)

PASSER = commande(PasserAvisNonTransmis, candidature="C1")
ANNULER = commande(AnnulerSession, session=SESSION)


def test_ech_1_2_les_dates_du_guide() -> None:
    assert echeance(GUIDE) == j("15/09/2022")
    assert alerte(GUIDE) == j("08/09/2022")


def test_ech_1_le_calendrier_a_une_fin() -> None:
    sans_fin = session(fin="31/12/9999")
    assert echeance(sans_fin) == alerte(sans_fin) == date.max
    assert echeance(session(fin="10/12/9999")) == date.max
    assert echeance(session(fin="09/12/9999")) == j("30/12/9999")


@pytest.mark.parametrize("sujet", [A_CONVOQUER, CONVOQUEE, PRESENTE])
def test_ech_1_le_lendemain_de_l_echeance_l_avis_est_non_transmis(sujet: Candidature) -> None:
    assert regle(PASSER, dossier(sujet), contexte(jour="15/09/2022")) == "ECH-1"
    context = contexte(jour="16/09/2022")
    avis = RecrutementNon(motif=Motif.AVIS_NON_TRANSMIS)
    assert apres(PASSER, dossier(sujet), context) == replace(
        sujet,
        etat=Etat.AVIS_NON_TRANSMIS,
        avis=(AvisRendu(rang=1, avis=avis, par=SYSTEME, le=context.maintenant),),
    )


@pytest.mark.parametrize("etat", [e for e in Etat if e is not Etat.EN_ATTENTE])
def test_ech_1_ne_touche_que_ce_qui_est_en_attente(etat: Etat) -> None:
    assert regle(PASSER, dossier(decidee(etat)), contexte(jour="16/09/2022")) == "ECH-1"


def test_ech_1_ne_demande_aucun_droit_c_est_l_horloge() -> None:
    assert regle(PASSER, dossier(A_CONVOQUER), contexte(TIERS, None, "16/09/2022")) == "ok"
    assert regle(PASSER, dossier(None), contexte(jour="16/09/2022")) == "DRT-5"


@pytest.mark.parametrize(
    ("sujet", "jour", "attendu"),
    [
        pytest.param(A_CONVOQUER, "30/08/2022", False, id="à 16 jours"),
        pytest.param(A_CONVOQUER, "31/08/2022", True, id="à 15 jours"),
        pytest.param(A_CONVOQUER, "15/09/2022", True, id="le jour même"),
        pytest.param(A_CONVOQUER, "16/09/2022", False, id="le lendemain"),
        pytest.param(decidee("retenue"), "31/08/2022", False, id="pas une retenue"),
        pytest.param(decidee("refus_session_complete"), "31/08/2022", False, id="ni une refus session complète"),
    ],
)
def test_ech_3_passage_d_ici_15_jours(sujet: Candidature, jour: str, attendu: bool) -> None:
    assert passage_d_ici_15_jours(sujet, GUIDE, j(jour)) is attendu


@pytest.mark.parametrize(
    ("sujet", "jour", "attendu"),
    [
        pytest.param(GUIDE, "28/02/2022", EtatSession.A_VENIR, id="la veille du début"),
        pytest.param(GUIDE, "01/03/2022", EtatSession.EN_COURS, id="le jour du début"),
        pytest.param(GUIDE, "25/08/2022", EtatSession.EN_COURS, id="le jour de la fin"),
        pytest.param(GUIDE, "26/08/2022", EtatSession.TERMINEE, id="le lendemain de la fin"),
        pytest.param(session(annulee=True), "28/02/2022", EtatSession.ANNULEE, id="annulée d’abord"),
        pytest.param(session(annulee=True), "26/08/2022", EtatSession.ANNULEE, id="annulée, même terminée"),
    ],
)
def test_ech_4_etat_d_une_session(sujet: Session, jour: str, attendu: EtatSession) -> None:
    """ECH-4: annulée first, then by the dates."""
    assert etat_session(sujet, j(jour)) is attendu


@pytest.mark.parametrize(
    ("jour", "attendu"), [("30/04/2022", 138), ("14/09/2022", 1), ("15/09/2022", 0), ("16/09/2022", -1)]
)
def test_ech_5_il_vous_reste_n_jours(jour: str, attendu: int) -> None:
    """ECH-5: « Il vous reste N jours »."""
    assert jours_restants(GUIDE, j(jour)) == attendu


def test_ech_6_la_session_annulee_entraine_ses_candidatures() -> None:
    sujets = [replace(decidee(etat), reference=etat.value) for etat in Etat]
    a_completer = replace(A_COMPLETER, reference="C7")
    sur = dossier(lignes=tuple((c.reference, c) for c in [*sujets, a_completer]))
    session_, *suites = accorde(ANNULER, sur, contexte()).changements
    assert session_ == Changement(GUIDE, session(annulee=True))
    suivent = {"en_attente", "retenue", "refus_session_complete"}
    assert suites == [
        Changement(c, replace(c, etat=Etat.REFUS_SESSION_ANNULEE))
        for c in [*(s for s in sujets if s.reference in suivent), a_completer]
    ]


def test_ech_6_annuler_deux_fois_ne_fait_rien_de_plus() -> None:
    sur = dossier(session=session(annulee=True), lignes=(("C1", A_CONVOQUER),))
    assert accorde(ANNULER, sur, contexte()).changements == ()


def test_ech_6_une_session_inconnue_est_introuvable() -> None:
    assert regle(ANNULER, dossier(session=None), contexte()) == "DRT-5"
