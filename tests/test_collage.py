"""What is pasted presses no key, however what comes from the terminal is cut."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste

from rafaelpro_tui.collage import DEBUT, ECHAP, FIN, Collage, LecteurDeTouches
from rafaelpro_tui.core.texte_sur import REPLACEMENT

MORCEAUX = st.sampled_from([ECHAP, "[", "2", "0", "1", "~", "\x07", "é", DEBUT[:4], FIN[:5]])
COLLES = st.lists(MORCEAUX).map("".join).filter(lambda texte: FIN not in texte + FIN[:-1])
TAPES = st.sampled_from(["", "abc", ECHAP, "\x1b[A", "\x1b[20"])


@given(st.lists(st.tuples(TAPES, COLLES), max_size=3), st.lists(st.integers(0, 80)))
def test_only_what_is_pasted_is_changed_wherever_it_is_cut(suite: list[tuple[str, str]], coupes: list[int]) -> None:
    recu = "".join(tape + DEBUT + colle + FIN for tape, colle in suite) + "fin"
    attendu = "".join(tape + DEBUT + colle.replace(ECHAP, REPLACEMENT) + FIN for tape, colle in suite) + "fin"
    collage = Collage()
    bornes = [0, *sorted(n for n in coupes if n < len(recu)), len(recu)]
    assert "".join(collage.sur(recu[debut:fin]) for debut, fin in pairwise(bornes)) == attendu


def test_a_paste_with_escape_sequences_is_one_paste() -> None:
    """As typed keys, these would validate an avis."""
    dits = list(LecteurDeTouches().feed(f"a{DEBUT}Léa\x1b[21~\t\r\x1bOP\x07{FIN}b"))
    assert [dit.key for dit in dits if isinstance(dit, Key)] == ["a", "b"]
    assert [dit.text for dit in dits if isinstance(dit, Paste)] == [f"Léa{REPLACEMENT}[21~\t\r{REPLACEMENT}OP\x07"]
