"""What the footer says of what can be undone."""

from uuid import uuid4

import pytest

from rafaelpro_tui.core.resultats import Annulable
from rafaelpro_tui.screens.grace import Grace


def saisie(type_: str, reste: float) -> Annulable:
    return Annulable(id=uuid4(), type=type_, libelle="", cible="C1", reste=reste)


@pytest.mark.parametrize(
    ("types", "dit"),
    [
        (["rendre_avis"], "◷ 1 avis annulable (14 s)"),
        (["lot_rendre_avis"], "◷ 1 lot annulable (14 s)"),
        (["lot_rendre_avis", "lot_convoquer"], "◷ 2 lots annulables (14 s)"),
        (["lot_rendre_avis", "rendre_avis"], "◷ 2 saisies annulables (14 s)"),
        (["rendre_avis", "retenir_liste_attente"], "◷ 2 avis annulables (14 s)"),
        (["convoquer"], "◷ 1 saisie annulable (14 s)"),
        (["rendre_avis", "convoquer"], "◷ 2 saisies annulables (14 s)"),
    ],
)
def test_what_can_be_undone_is_counted_in_words(types: list[str], dit: str) -> None:
    grace = Grace(tuple(saisie(type_, 20) for type_ in types), lu_a=100.0)
    textes = grace.textes(106.0)
    assert textes is not None
    assert textes[0].replace("\u00a0", " ") == dit


def test_the_seconds_are_those_of_the_latest_and_the_others_leave_in_turn() -> None:
    derniere, premiere = saisie("rendre_avis", 20), saisie("rendre_avis", 5)
    grace = Grace((derniere, premiere), lu_a=0.0)
    assert grace.vivantes(4.9) == (derniere, premiere)
    assert grace.vivantes(5.0) == (derniere,)
    assert grace.textes(19.9) == ("◷ 1 avis annulable (1\u00a0s)", "◷ 1 (1\u00a0s)")
    assert grace.textes(20.0) is None


def test_nothing_to_undo_says_nothing() -> None:
    assert Grace().textes(0.0) is None
