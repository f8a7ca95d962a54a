"""What the two forms let edit, and by which rule not: FOR-1, FOR-3, FOR-6, FOR-8, DRT-2…5, 7."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rafaelpro_tui.core.model import Droit, Role
from rafaelpro_tui.core.rules.decision import Dossier, Refus
from rafaelpro_tui.core.rules.formulaires import ouverte_au_recrutement, verrou_action, verrous_session
from tests.core.rules.monde import (
    FORMATEUR,
    HSP,
    POSITIONNEUR,
    PRESENTE,
    PRF,
    RESPONSABLE,
    SESSION,
    TIERS,
    contexte,
    dossier,
    j,
    session,
)

COEFFICIENT, INSCRIPTION, TARDIVE, CONTACTS = (
    "coefficient",
    "date_limite_inscription",
    "date_limite_entree_tardive",
    "contacts",
)


def regles(sur: Dossier, **qui: Any) -> dict[str, str | None]:
    """By field, the rule that locks it."""
    verrous = verrous_session(sur, contexte(**qui), SESSION)
    assert list(verrous) == [COEFFICIENT, INSCRIPTION, TARDIVE, CONTACTS], "in the form's order"
    return {champ: refus.regle if refus else None for champ, refus in verrous.items()}


def partout(regle: str | None) -> dict[str, str | None]:
    return dict.fromkeys((COEFFICIENT, INSCRIPTION, TARDIVE, CONTACTS), regle)


@pytest.mark.parametrize(
    ("qui", "attendu"),
    [
        pytest.param({"structure": RESPONSABLE}, partout(None), id="le Responsable : tout"),
        pytest.param({"structure": FORMATEUR}, partout(None) | {CONTACTS: "DRT-4"}, id="le Formateur : sauf contacts"),
        pytest.param({"structure": POSITIONNEUR}, partout("DRT-2") | {CONTACTS: "DRT-4"}, id="le Positionneur : rien"),
        pytest.param(
            {"structure": RESPONSABLE, "droit": Droit.PREINSCRIPTION},
            partout("DRT-2") | {CONTACTS: "DRT-4"},
            id="profil préinscription : rien",
        ),
        pytest.param({"structure": TIERS}, partout("DRT-5"), id="sans rôle : la session n’existe pas"),
        pytest.param({"structure": RESPONSABLE, "droit": None}, partout("DRT-7"), id="pas rattaché"),
    ],
)
def test_qui_modifie_quoi(qui: dict[str, Any], attendu: dict[str, str | None]) -> None:
    assert regles(dossier(PRESENTE, dispositif=PRF), **qui) == attendu


def test_for_8_une_session_finie_ou_annulee_ne_se_modifie_plus() -> None:
    assert regles(dossier(PRESENTE, session=session(annulee=True))) == partout("FOR-8")
    assert regles(dossier(PRESENTE), jour="26/08/2022") == partout("FOR-8")
    assert regles(dossier(PRESENTE), jour="25/08/2022") == partout(None)


def test_hsp_le_coefficient_et_l_inscription_viennent_d_ailleurs() -> None:
    """FOR-3, FOR-6; a coefficient that the flow left elsewhere may be put back to 1."""
    assert regles(dossier(PRESENTE, dispositif=HSP)) == partout(None) | {COEFFICIENT: "FOR-3", INSCRIPTION: "FOR-6"}
    autre = dossier(PRESENTE, dispositif=HSP, session=session(coefficient=Decimal("1.5")))
    assert regles(autre) == partout(None) | {INSCRIPTION: "FOR-6"}
    assert regles(dossier(PRESENTE, dispositif=HSP), structure=POSITIONNEUR) == partout("DRT-2") | {CONTACTS: "DRT-4"}


def test_les_phrases_des_verrous_hsp() -> None:
    verrous = verrous_session(dossier(PRESENTE, dispositif=HSP), contexte(), SESSION)
    assert verrous[COEFFICIENT] == Refus(
        "FOR-3", "Pour les formations HSP, ce coefficient doit rester à 1.", "Il n’y a rien à y changer."
    )
    assert verrous[INSCRIPTION] == Refus(
        "FOR-6",
        "Pour l’HSP, cette date correspond au prochain point d’entrée et ne peut pas être modifiée.",
        "Elle vient du flux EOS.",
    )


@pytest.mark.parametrize(
    ("tenus", "qui", "attendue"),
    [
        ((Role.RESPONSABLE,), {}, None),
        ((Role.FORMATEUR,), {}, "DRT-3"),
        ((Role.RESPONSABLE,), {"droit": Droit.PREINSCRIPTION}, "DRT-3"),
        ((Role.RESPONSABLE,), {"droit": None}, "DRT-7"),
    ],
)
def test_drt_3_le_formulaire_action(tenus: tuple[Role, ...], qui: dict[str, Any], attendue: str | None) -> None:
    refus = verrou_action(tenus, contexte(**qui))
    assert (refus.regle if refus else None) == attendue


def test_for_6_ouverte_au_recrutement() -> None:
    """Until the date limite d'inscription, included, and below the maximum."""
    ouverte = session(effectif_vise=2, coefficient=Decimal(1))
    limite = ouverte.date_limite_inscription
    assert ouverte_au_recrutement(ouverte, 1, limite)
    assert not ouverte_au_recrutement(ouverte, 2, limite)
    assert not ouverte_au_recrutement(ouverte, 1, j("02/06/2022"))
    assert limite == j("01/06/2022")
    assert not ouverte_au_recrutement(replace(ouverte, annulee=True), 1, limite)
