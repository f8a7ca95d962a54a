"""CNV — convocations and their answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rafaelpro_tui.core.commands import AnyCommand
from rafaelpro_tui.core.model import AvisRendu, Candidature, Convocation, Etape, Etat, Motif, RecrutementNon, Resultat
from rafaelpro_tui.core.rules import explain
from rafaelpro_tui.core.rules.candidatures import etape
from tests.core.rules.monde import (
    A_CONVOQUER,
    CONVOQUEE,
    EXCUSEE,
    EXCUSEE_DEUX_FOIS,
    MOI,
    PRESENTE,
    TROISIEME_RDV,
    accorde,
    alertes,
    apres,
    candidature,
    contexte,
    convoquer,
    deplacer,
    dossier,
    j,
    noter,
    refuse,
    regle,
)

EXCUSEE_TROIS_FOIS = candidature(
    ("01/04/2022", "absence_justifiee"), ("10/04/2022", "absence_justifiee"), ("20/04/2022", "absence_justifiee")
)
INJUSTIFIEE = candidature(("20/04/2022", "absence_non_justifiee"))


@pytest.mark.parametrize(
    ("sujet", "command", "attendu"),
    [
        pytest.param(A_CONVOQUER, convoquer("10/05/2022"), "ok", id="CNV-2 une première convocation"),
        pytest.param(EXCUSEE, convoquer("10/05/2022"), "ok", id="CNV-2 une deuxième après une absence justifiée"),
        pytest.param(EXCUSEE_DEUX_FOIS, convoquer("10/05/2022"), "ok", id="CNV-1 la troisième est permise"),
        pytest.param(EXCUSEE_TROIS_FOIS, convoquer("10/05/2022"), "CNV-1", id="CNV-1 jamais une quatrième"),
        pytest.param(CONVOQUEE, convoquer("10/05/2022"), "CNV-2", id="CNV-2 pas tant que la réponse manque"),
        pytest.param(PRESENTE, convoquer("10/05/2022"), "CNV-2", id="CNV-2 pas après une présence"),
        pytest.param(INJUSTIFIEE, convoquer("10/05/2022"), "CNV-2", id="CNV-2 pas après une absence non justifiée"),
        pytest.param(A_CONVOQUER, convoquer("10/02/2022"), "ok", id="CNV-3 le jour même de la candidature"),
        pytest.param(A_CONVOQUER, convoquer("09/02/2022"), "CNV-3", id="CNV-3 pas avant la candidature"),
        pytest.param(EXCUSEE, convoquer("20/04/2022"), "ok", id="CNV-3 le jour même de la précédente"),
        pytest.param(EXCUSEE, convoquer("19/04/2022"), "CNV-3", id="CNV-3 pas avant la précédente"),
        pytest.param(A_CONVOQUER, convoquer("15/09/2022"), "ok", id="CNV-3 jusqu’à l’échéance, comprise"),
        pytest.param(A_CONVOQUER, convoquer("16/09/2022"), "CNV-3", id="CNV-3 pas après l’échéance"),
    ],
)
def test_cnv_1_2_3_convoquer(sujet: Candidature, command: AnyCommand, attendu: str) -> None:
    assert regle(command, dossier(sujet), contexte()) == attendu


def test_convoquer_ajoute_la_convocation_suivante() -> None:
    suite = apres(convoquer("10/05/2022"), dossier(EXCUSEE), contexte())
    assert suite == replace(EXCUSEE, convocations=(*EXCUSEE.convocations, Convocation(rang=2, date=j("10/05/2022"))))
    assert etape(suite, hsp=False) is Etape.PRESENCE_A_RENSEIGNER


def test_cnv_3_nomme_les_dates_en_cause() -> None:
    refus = refuse(convoquer("16/09/2022"), dossier(A_CONVOQUER), contexte())
    assert "16/09/2022" in refus.message
    assert "15/09/2022" in refus.remede
    assert "10/02/2022" in refuse(convoquer("09/02/2022"), dossier(A_CONVOQUER), contexte()).remede
    assert "20/04/2022" in refuse(convoquer("19/04/2022"), dossier(EXCUSEE), contexte()).remede


DEUXIEME = candidature(("10/04/2022", "absence_justifiee"), ("20/04/2022", None))


@pytest.mark.parametrize(
    ("sujet", "command", "attendu"),
    [
        pytest.param(CONVOQUEE, deplacer("10/05/2022"), "ok", id="CNV-4 sans réponse la date se change"),
        pytest.param(CONVOQUEE, deplacer("20/04/2022"), "ok", id="la même date ne fait pas de mal"),
        pytest.param(CONVOQUEE, deplacer("10/02/2022"), "ok", id="CNV-3 jusqu’au jour de la candidature"),
        pytest.param(CONVOQUEE, deplacer("09/02/2022"), "CNV-3", id="CNV-3 pas avant la candidature"),
        pytest.param(CONVOQUEE, deplacer("16/09/2022"), "CNV-3", id="CNV-3 pas après l’échéance"),
        pytest.param(DEUXIEME, deplacer("10/04/2022", rang=2), "ok", id="CNV-3 jusqu’au jour de la précédente"),
        pytest.param(DEUXIEME, deplacer("09/04/2022", rang=2), "CNV-3", id="CNV-3 pas avant la précédente"),
        pytest.param(DEUXIEME, deplacer("10/05/2022", rang=1), "CNV-4", id="CNV-4 pas une convocation déjà répondue"),
        pytest.param(CONVOQUEE, deplacer("10/05/2022", rang=2), "CNV-4", id="CNV-4 pas une convocation à venir"),
        pytest.param(CONVOQUEE, deplacer("10/05/2022", rang=0), "CNV-4", id="CNV-4 pas un rang nul"),
        pytest.param(PRESENTE, deplacer("10/05/2022"), "CNV-4", id="CNV-4 pas une fois la réponse notée"),
        pytest.param(A_CONVOQUER, deplacer("10/05/2022"), "CNV-4", id="CNV-4 pas sans convocation"),
    ],
)
def test_cnv_4_deplacer(sujet: Candidature, command: AnyCommand, attendu: str) -> None:
    assert regle(command, dossier(sujet), contexte()) == attendu


def test_deplacer_change_la_date_et_rien_d_autre() -> None:
    suite = apres(deplacer("10/05/2022", rang=2), dossier(DEUXIEME), contexte())
    assert suite.convocations == (DEUXIEME.convocations[0], Convocation(rang=2, date=j("10/05/2022")))
    assert accorde(deplacer("20/04/2022"), dossier(CONVOQUEE), contexte()).changements == ()


@pytest.mark.parametrize(
    ("sujet", "command", "jour", "attendu"),
    [
        pytest.param(CONVOQUEE, noter("presence"), "20/04/2022", "ok", id="CNV-4 le jour même du rendez-vous"),
        pytest.param(CONVOQUEE, noter("presence"), "19/04/2022", "CNV-4", id="CNV-4 pas la veille"),
        pytest.param(CONVOQUEE, noter("absence_justifiee"), "19/04/2022", "CNV-4", id="CNV-4 une absence non plus"),
        pytest.param(CONVOQUEE, noter("presence"), "15/09/2022", "ok", id="AVI-9 jusqu’à l’échéance"),
        pytest.param(CONVOQUEE, noter("presence"), "16/09/2022", "AVI-9", id="AVI-9 pas après l’échéance"),
        pytest.param(CONVOQUEE, noter("presence", rang=2), "30/04/2022", "CNV-4", id="CNV-4 c’est le rang en cours"),
        pytest.param(A_CONVOQUER, noter("presence"), "30/04/2022", "CNV-4", id="CNV-4 pas sans convocation"),
        pytest.param(PRESENTE, noter("absence_justifiee"), "30/04/2022", "CNV-4", id="CNV-4 notée, c’est noté"),
        pytest.param(EXCUSEE, noter("presence"), "30/04/2022", "CNV-4", id="CNV-4 ni après une absence justifiée"),
        pytest.param(CONVOQUEE, noter("presence", commentaire="x" * 251), "30/04/2022", "AVI-8", id="AVI-8 251 signes"),
    ],
)
def test_cnv_4_noter(sujet: Candidature, command: AnyCommand, jour: str, attendu: str) -> None:
    assert regle(command, dossier(sujet), contexte(jour=jour)) == attendu


def test_cnv_4_dit_quel_rang_est_attendu() -> None:
    assert "2" in refuse(noter("presence", rang=1), dossier(DEUXIEME), contexte()).remede


def test_cnv_7_la_presence_ouvre_le_recrutement() -> None:
    suite = apres(noter("presence"), dossier(CONVOQUEE), contexte())
    assert suite == PRESENTE
    assert etape(suite, hsp=False) is Etape.AVIS_A_RENDRE
    possibles = {p.type for p in explain(dossier(suite), contexte()) if p.refus is None}
    assert possibles == {"rendre_avis"}


@pytest.mark.parametrize("sujet", [CONVOQUEE, DEUXIEME])
def test_une_absence_justifiee_permet_de_reconvoquer(sujet: Candidature) -> None:
    command = noter("absence_justifiee", rang=len(sujet.convocations))
    suite = apres(command, dossier(sujet), contexte())
    assert suite.etat is Etat.EN_ATTENTE
    assert suite.avis == ()
    assert alertes(command, dossier(sujet), contexte()) == []
    assert regle(convoquer("10/05/2022"), dossier(suite), contexte()) == "ok"


@pytest.mark.parametrize(
    ("sujet", "resultat", "motif", "annonce"),
    [
        pytest.param(
            CONVOQUEE,
            "absence_non_justifiee",
            Motif.ABSENCE_NON_JUSTIFIEE,
            "CNV-5",
            id="CNV-5 absence non justifiée : refus automatique",
        ),
        pytest.param(
            TROISIEME_RDV,
            "absence_justifiee",
            Motif.CANDIDAT_INDISPONIBLE,
            "CNV-6",
            id="CNV-6 troisième absence justifiée : refus automatique",
        ),
        pytest.param(
            TROISIEME_RDV,
            "absence_non_justifiee",
            Motif.ABSENCE_NON_JUSTIFIEE,
            "CNV-5",
            id="CNV-5 la troisième absence, non justifiée, garde son motif",
        ),
    ],
)
def test_cnv_5_6_refus_automatique(sujet: Candidature, resultat: str, motif: Motif, annonce: str) -> None:
    rang = len(sujet.convocations)
    command = noter(resultat, rang=rang, commentaire="  n’a pas prévenu ")
    context = contexte()
    assert apres(command, dossier(sujet), context) == replace(
        sujet,
        etat=Etat.NON_RETENUE,
        convocations=(*sujet.convocations[:-1], replace(sujet.convocations[-1], resultat=Resultat(resultat))),
        avis=(
            AvisRendu(
                rang=1,
                avis=RecrutementNon(motif=motif, commentaire="n’a pas prévenu"),
                par=MOI,
                le=context.maintenant,
            ),
        ),
    )
    (alerte,) = alertes(command, dossier(sujet), context)
    assert alerte.startswith(annonce)
    assert "définitif" in alerte


def test_cnv_5_le_commentaire_du_refus_passe_par_don_1() -> None:
    command = noter("absence_non_justifiee", commentaire="NIR 2 85 05 33 063 123 89")
    assert [a[:5] for a in alertes(command, dossier(CONVOQUEE), contexte())] == ["CNV-5", "DON-1"]


def test_cnv_7_la_presence_au_troisieme_rendez_vous_ne_refuse_rien() -> None:
    suite = apres(noter("presence", rang=3), dossier(TROISIEME_RDV), contexte())
    assert suite.etat is Etat.EN_ATTENTE
