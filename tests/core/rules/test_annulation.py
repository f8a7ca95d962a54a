"""ANN — undo within the grace."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from rafaelpro_tui.core.commands import Annuler
from rafaelpro_tui.core.rules.decision import Accord, Saisie
from tests.core.rules.monde import MOI, TIERS, accorde, commande, contexte, dossier, refuse, regle

ANNULER = commande(Annuler, commande=UUID(int=7))
SAISIE = Saisie(id=str(UUID(int=7)), utilisateur=MOI, type="rendre_avis", reste=12.5)


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        pytest.param(SAISIE, "ok", id="la sienne, dans le délai"),
        pytest.param(replace(SAISIE, reste=0.001), "ok", id="au dernier instant"),
        pytest.param(replace(SAISIE, reste=0.0), "ANN-1", id="le délai écoulé"),
        pytest.param(replace(SAISIE, reste=-3.0), "ANN-1", id="le délai passé depuis longtemps"),
        pytest.param(replace(SAISIE, utilisateur="ali"), "ANN-1", id="celle d’une autre personne"),
        pytest.param(replace(SAISIE, type="annuler"), "ANN-1", id="une annulation"),
        pytest.param(replace(SAISIE, suite_definitive="convoquer"), "ANN-1", id="une suite déjà définitive"),
        pytest.param(None, "ANN-1", id="une saisie inconnue"),
    ],
)
def test_ann_1_ce_qui_s_annule(saisie: Saisie | None, attendu: str) -> None:
    assert regle(ANNULER, dossier(saisie=saisie), contexte()) == attendu


def test_ann_1_ne_demande_que_d_en_etre_l_auteur() -> None:
    assert accorde(ANNULER, dossier(saisie=SAISIE), contexte(TIERS, "aucun")) == Accord()
    assert regle(ANNULER, dossier(saisie=SAISIE), contexte(droit=None)) == "DRT-7"


def test_ann_1_ce_qui_est_d_autrui_ne_se_distingue_pas_de_l_inconnu() -> None:
    d_autrui = refuse(ANNULER, dossier(saisie=replace(SAISIE, utilisateur="ali")), contexte())
    assert d_autrui == refuse(ANNULER, dossier(saisie=None), contexte())


@pytest.mark.parametrize(
    ("champs", "morceau"),
    [({"reste": 0.0}, "délai"), ({"suite_definitive": "convoquer"}, "ultérieure"), ({"type": "annuler"}, "annulation")],
)
def test_ann_1_dit_pourquoi(champs: dict[str, object], morceau: str) -> None:
    assert morceau in refuse(ANNULER, dossier(saisie=replace(SAISIE, **champs)), contexte()).message  # type: ignore[arg-type]
