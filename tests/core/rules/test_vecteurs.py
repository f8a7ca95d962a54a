"""The vectors at the end of REGLES.md, word for word: every implementation must pass them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest

from rafaelpro_tui.core.commands import LotRendreAvis, ModifierSession, PasserAvisNonTransmis
from rafaelpro_tui.core.model import Candidature, Etape, Etat
from rafaelpro_tui.core.rules.avis import intensite_sur_cinq_jours
from rafaelpro_tui.core.rules.candidatures import etape
from rafaelpro_tui.core.rules.sessions import alerte, echeance, maximum
from tests.core.rules.monde import (
    A_CONVOQUER,
    CONVOQUEE,
    FORMATEUR,
    GUIDE,
    HSP,
    POSITIONNEUR,
    PRESENTE,
    RESPONSABLE,
    SESSION,
    TROISIEME_RDV,
    apres,
    commande,
    contexte,
    decidee,
    dossier,
    j,
    lot,
    noter,
    oui,
    regle,
    rendre,
    repecher,
    session,
)


def test_18_h_sur_3_jours_font_30_h() -> None:
    assert intensite_sur_cinq_jours(Decimal(18), Decimal(3)) == 30


@pytest.mark.parametrize(("intensite", "attendu"), [("40", "ok"), ("40.01", "AVI-2")])
def test_40_h_vont_40_01_non(intensite: str, attendu: str) -> None:
    assert regle(rendre(oui(intensite=intensite)), dossier(PRESENTE), contexte()) == attendu


def test_les_onglets_du_lot_5_14_8_font_27() -> None:
    en_attente = [A_CONVOQUER] * 5 + [CONVOQUEE] * 14 + [PRESENTE] * 8
    compte = Counter(etape(c, hsp=False) for c in en_attente)
    onglets = (Etape.A_CONVOQUER, Etape.PRESENCE_A_RENSEIGNER, Etape.AVIS_A_RENDRE)
    assert [compte[onglet] for onglet in onglets] == [5, 14, 8]
    assert sum(compte.values()) == 27


@pytest.mark.parametrize(("effectif", "attendu"), [(20, 30), (15, 22)])
def test_effectif_fois_coefficient_1_5(effectif: int, attendu: int) -> None:
    assert maximum(session(effectif_vise=effectif, coefficient=Decimal("1.5"))) == attendu


def test_fin_25_08_2022_alerte_dernier_jour_et_passage() -> None:
    assert alerte(GUIDE) == j("08/09/2022")
    assert echeance(GUIDE) == j("15/09/2022")
    passer = commande(PasserAvisNonTransmis, candidature="C1")
    for instant, attendu in [
        ("2022-09-15T23:59:59", "ECH-1"),
        ("2022-09-16T00:00:00", "ok"),
    ]:
        assert (
            regle(passer, dossier(A_CONVOQUER), contexte()._replace(maintenant=datetime.fromisoformat(instant)))
            == attendu
        )


@pytest.mark.parametrize(("jour", "attendu"), [("01/07/2022", "ok"), ("02/07/2022", "AVI-10")])
def test_refus_session_complete_vers_retenue(jour: str, attendu: str) -> None:
    assert regle(repecher(), dossier(decidee("refus_session_complete")), contexte(jour=jour)) == attendu


def test_troisieme_absence_justifiee_vers_non_retenue() -> None:
    suite: Candidature = apres(noter("absence_justifiee", rang=3), dossier(TROISIEME_RDV), contexte())
    assert suite.etat is Etat.NON_RETENUE


def test_hsp_en_lot() -> None:
    sur = dossier(dispositif=HSP, lignes=(("C1", A_CONVOQUER),))
    assert regle(lot(LotRendreAvis, A_CONVOQUER, avis=oui()), sur, contexte()) == "HSP-4"


@pytest.mark.parametrize(
    ("structure", "droit"),
    [
        pytest.param(FORMATEUR, "general", id="un Formateur"),
        pytest.param(RESPONSABLE, "catalogue", id="un profil catalogue"),
    ],
)
def test_rendre_un_avis_sans_le_pouvoir(structure: str, droit: str) -> None:
    assert regle(rendre(oui()), dossier(PRESENTE), contexte(structure, droit)) == "DRT-1"


def test_un_positionneur_ne_change_pas_le_coefficient() -> None:
    command = commande(ModifierSession, session=SESSION, coefficient=Decimal(2))
    assert regle(command, dossier(), contexte(POSITIONNEUR)) == "DRT-2"
