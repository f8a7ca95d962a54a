"""The keys that a user chose in the preferences: whatever is written there is told, never a crash."""

import pytest
from textual.binding import Binding

from rafaelpro_tui.touches import TOUCHES, fautes, nom_de_touche

PARTOUT = [touche for touche in TOUCHES if isinstance(touche, Binding)]


@pytest.mark.parametrize("cle", ["", "+", "f++", "ctrl+", "rien de tel", "hyper+f", "f,", ","])
def test_what_is_no_key_is_told_and_can_be_shown(cle: str) -> None:
    assert isinstance(nom_de_touche(Binding(cle or "", "structure", "Structure", id="structure")), str)
    dites = fautes({"structure": cle}, [PARTOUT])
    if cle == "+":
        assert dites == []
    else:
        assert "qui n’existe pas" in dites[0]


@pytest.mark.parametrize(
    "cle", ["f", "é", "?", "f5", "f,slash", "ctrl+p", "shift+up", "question_mark", "pagedown", "plus"]
)
def test_what_is_a_key_is_not(cle: str) -> None:
    assert fautes({"structure": cle}, [PARTOUT]) == []
