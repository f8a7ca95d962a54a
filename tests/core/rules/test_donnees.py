"""DON-2 — who erases, and what has been kept long enough: each refusal says what is at fault and what would do."""

from __future__ import annotations

from datetime import date

import pytest

from rafaelpro_tui.core.rules.contexte import Context
from rafaelpro_tui.core.rules.decision import Refus
from rafaelpro_tui.core.rules.donnees import limite_de_conservation, refus_duree, refus_effacement
from tests.core.rules.monde import contexte

REFERENTE = contexte(referent=True)
REPLIQUE = Refus(
    "DON-2",
    "Cette base est la réplique d’un serveur : il lui redonnerait ce qu’elle aurait effacé.",
    "Adressez-vous à qui administre le serveur.",
)
SANS_ETOILE = Refus(
    "DON-2",
    "Seul·e un·e référent·e de la structure efface les données de personnes.",
    "Adressez-vous à votre référent·e : l’étoile, dans « Mes structures », dit qui l’est.",
)


def trop_courte(mois: str) -> Refus:
    return Refus("DON-2", f"Une durée de conservation de {mois} est trop courte.", "Donnez au moins 2 mois.")


DUREES = [
    pytest.param(-3, trop_courte("-3 mois"), id="moins que rien"),
    pytest.param(0, trop_courte("0 mois"), id="rien"),
    pytest.param(1, trop_courte("1 mois"), id="un mois"),
    pytest.param(2, None, id="deux mois"),
    pytest.param(24, None, id="deux ans"),
]


@pytest.mark.parametrize(("mois", "attendu"), DUREES)
def test_don_2_deux_mois_au_moins_qui_que_ce_soit(mois: int, attendu: Refus | None) -> None:
    assert refus_duree(mois) == attendu
    assert refus_effacement(mois, REFERENTE) == attendu


@pytest.mark.parametrize("mois", [1, 24])
@pytest.mark.parametrize(
    ("context", "replique", "attendu"),
    [
        pytest.param(contexte(), False, SANS_ETOILE, id="sans l’étoile"),
        pytest.param(contexte(droit=None), False, SANS_ETOILE, id="d’une autre structure"),
        pytest.param(REFERENTE, True, REPLIQUE, id="une réplique, même avec l’étoile"),
        pytest.param(contexte(), True, REPLIQUE, id="une réplique d’abord"),
    ],
)
def test_don_2_qui_efface_et_ou(mois: int, context: Context, replique: bool, attendu: Refus) -> None:
    assert refus_effacement(mois, context, replique=replique) == attendu


@pytest.mark.parametrize(
    ("mois", "jour", "limite"),
    [
        pytest.param(24, date(2026, 11, 24), date(2024, 11, 24), id="deux ans"),
        pytest.param(2, date(2027, 4, 30), date(2027, 2, 28), id="un mois plus court"),
        pytest.param(12, date(2028, 2, 29), date(2027, 2, 28), id="un 29 février"),
        pytest.param(11, date(2027, 11, 15), date(2026, 12, 15), id="en décembre"),
        pytest.param(10, date(2027, 11, 15), date(2027, 1, 15), id="en janvier"),
        pytest.param(99_999, date(2027, 11, 15), date(1, 1, 15), id="avant le calendrier"),
    ],
)
def test_don_2_les_mois_se_comptent_au_calendrier(mois: int, jour: date, limite: date) -> None:
    assert limite_de_conservation(mois, jour) == limite
