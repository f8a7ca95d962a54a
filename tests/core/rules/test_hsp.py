"""HSP — habilitation de service public: « Conformité administrative », oui or non."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rafaelpro_tui.core.commands import (
    AnyCommand,
    LotConvoquer,
    LotNoterResultat,
    LotRendreAvis,
    LotRetenirListeAttente,
    SaisieAvis,
)
from rafaelpro_tui.core.model import (
    AvisRendu,
    Candidature,
    ConformiteNon,
    ConformiteOui,
    Dispositif,
    Etat,
    Motif,
    MotifHsp,
    Resultat,
)
from rafaelpro_tui.core.rules import explain
from rafaelpro_tui.core.rules.decision import Compte
from tests.core.rules.monde import (
    A_CONVOQUER,
    AUTRE,
    CONVOQUEE,
    HSP,
    MOI,
    PRESENTE,
    PRF,
    alertes,
    apres,
    conforme,
    contexte,
    convoquer,
    decidee,
    deplacer,
    dossier,
    j,
    lot,
    non,
    non_conforme,
    noter,
    oui,
    refuse,
    regle,
    rendre,
    repecher,
)

SUR_HSP = dossier(A_CONVOQUER, dispositif=HSP)


@pytest.mark.parametrize(
    "command",
    [convoquer("10/05/2022"), deplacer("10/05/2022"), noter("presence"), rendre(oui()), rendre(non())],
    ids=["convoquer", "déplacer", "noter", "recrutement oui", "recrutement non"],
)
def test_hsp_1_ni_convocation_ni_recrutement(command: AnyCommand) -> None:
    assert regle(command, dossier(CONVOQUEE, dispositif=HSP), contexte()) == "HSP-1"


@pytest.mark.parametrize("dispositif", [PRF, AUTRE])
@pytest.mark.parametrize("sujet", [A_CONVOQUER, PRESENTE])
@pytest.mark.parametrize("avis", [conforme(), non_conforme()], ids=["oui", "non"])
def test_hsp_1_pas_de_conformite_ailleurs(dispositif: Dispositif, sujet: Candidature, avis: SaisieAvis) -> None:
    ailleurs = dossier(sujet, dispositif=dispositif)
    assert regle(rendre(avis), ailleurs, contexte()) == "HSP-1"


def test_hsp_1_la_conformite_se_rend_sans_convocation() -> None:
    assert {p.type for p in explain(SUR_HSP, contexte()) if p.refus is None} == {"rendre_avis"}


def test_hsp_2_conforme_la_candidature_est_retenue() -> None:
    context = contexte()
    avis = ConformiteOui(entree=j("02/05/2022"), sortie=j("25/08/2022"), intensite=Decimal("35.00"), commentaire="RAS")
    assert apres(rendre(conforme(commentaire=" RAS ")), SUR_HSP, context) == replace(
        A_CONVOQUER, etat=Etat.RETENUE, avis=(AvisRendu(rang=1, avis=avis, par=MOI, le=context.maintenant),)
    )


@pytest.mark.parametrize(
    ("avis", "attendu"),
    [
        pytest.param(conforme(entree=None), "AVI-2", id="HSP-2 la date d’entrée manque"),
        pytest.param(conforme(sortie=None), "AVI-2", id="HSP-2 la date de sortie manque"),
        pytest.param(conforme(intensite=None), "AVI-2", id="HSP-2 l’intensité manque"),
        pytest.param(conforme(intensite="40"), "ok", id="HSP-2 40 h"),
        pytest.param(conforme(intensite="40.01"), "AVI-2", id="HSP-2 40,01 h"),
        pytest.param(conforme(commentaire="x" * 251), "AVI-8", id="HSP-5 un commentaire trop long"),
        pytest.param(non_conforme(None), "HSP-3", id="HSP-3 le motif manque"),
        pytest.param(non_conforme(Motif.PREREQUIS), "HSP-3", id="HSP-3 un motif de recrutement"),
        pytest.param(non_conforme(MotifHsp.PERSONNE_INJOIGNABLE), "ok", id="HSP-3 injoignable, sans raison"),
        pytest.param(non_conforme(MotifHsp.PERSONNE_INJOIGNABLE, "3 appels"), "ok", id="HSP-3 injoignable, motivé"),
        pytest.param(non_conforme(MotifHsp.NON_CONFORMITE), "HSP-3", id="HSP-3 non conforme sans raison"),
        pytest.param(non_conforme(MotifHsp.NON_CONFORMITE, " \n"), "HSP-3", id="HSP-3 non conforme, raison blanche"),
        pytest.param(non_conforme(MotifHsp.NON_CONFORMITE, "Il manque le RIB."), "ok", id="HSP-3 non conforme, motivé"),
        pytest.param(non_conforme(MotifHsp.NON_CONFORMITE, "x" * 500), "ok", id="HSP-3 une raison de 500 signes"),
        pytest.param(non_conforme(MotifHsp.NON_CONFORMITE, "x" * 501), "AVI-8", id="HSP-5 une raison de 501 signes"),
    ],
)
def test_hsp_2_3_les_champs(avis: SaisieAvis, attendu: str) -> None:
    assert regle(rendre(avis), SUR_HSP, contexte()) == attendu


@pytest.mark.parametrize("motif", list(MotifHsp))
def test_hsp_3_non_conforme_la_candidature_est_non_retenue(motif: MotifHsp) -> None:
    suite = apres(rendre(non_conforme(motif, " Il manque le RIB. ")), SUR_HSP, contexte())
    assert suite.etat is Etat.NON_RETENUE
    assert suite.avis_courant == ConformiteNon(motif=motif, raison="Il manque le RIB.")


@pytest.mark.parametrize(
    "command",
    [
        lot(LotConvoquer, A_CONVOQUER, date=j("10/05/2022")),
        lot(LotNoterResultat, A_CONVOQUER, resultat=Resultat.PRESENCE),
        lot(LotRendreAvis, A_CONVOQUER, avis=oui()),
        lot(LotRendreAvis, A_CONVOQUER, avis=conforme()),
        lot(LotRetenirListeAttente, A_CONVOQUER),
    ],
    ids=lambda c: c.type,
)
def test_hsp_4_pas_de_lot(command: AnyCommand) -> None:
    sur = dossier(dispositif=HSP, lignes=(("C1", A_CONVOQUER),))
    assert regle(command, sur, contexte()) == "HSP-4"


@pytest.mark.parametrize("avis", [conforme(), non_conforme()], ids=["oui", "non"])
def test_hsp_5_un_avis_valide_ne_se_modifie_plus_ni_apres_l_echeance(avis: SaisieAvis) -> None:
    command = rendre(avis)
    assert regle(command, dossier(decidee("retenue"), dispositif=HSP), contexte()) == "CAN-3"  # AVI-7
    assert regle(command, SUR_HSP, contexte(jour="15/09/2022")) == "ok"
    assert regle(command, SUR_HSP, contexte(jour="16/09/2022")) == "AVI-9"


def test_hsp_5_la_liste_d_attente_donne_une_conformite() -> None:
    complete = dossier(decidee("refus_session_complete"), dispositif=HSP)
    assert isinstance(apres(repecher(), complete, contexte()).avis_courant, ConformiteOui)
    assert regle(repecher(), complete, contexte(jour="02/07/2022")) == "AVI-10"


def test_hsp_5_les_avertissements_d_un_avis() -> None:
    plein = replace(SUR_HSP, compte=Compte(retenues=20))
    oui_conforme = rendre(conforme(entree="28/02/2022", commentaire="1 49 12 75 115 234"))
    assert [a[:6] for a in alertes(oui_conforme, plein, contexte())] == ["AVI-11", "DON-1 ", "AVI-11"]
    assert [a[:5] for a in alertes(rendre(non_conforme(raison="1 49 12 75 115 234")), SUR_HSP, contexte())] == ["DON-1"]


def test_hsp_1_renvoie_vers_la_bonne_reponse() -> None:
    assert "conformité administrative" in refuse(rendre(oui()), SUR_HSP, contexte()).remede
    assert "recrutement" in refuse(rendre(conforme()), dossier(PRESENTE), contexte()).remede
