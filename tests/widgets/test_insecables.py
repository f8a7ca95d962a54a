"""French quotes and marks stay with their words, in however narrow a column."""

import pytest
from textual.content import Content

from rafaelpro_tui.widgets.insecables import tenir
from rafaelpro_tui.widgets.safe_text import plain

PHRASE = "Sans avis à temps, équivalant à un «\u00a0non retenu\u00a0»\u00a0: plus rien n’est possible\u00a0!"


@pytest.mark.parametrize("largeur", range(13, 60))
def test_no_line_ends_or_starts_at_a_no_break_space(largeur: int) -> None:
    tenir()
    lignes = [ligne.plain for ligne in plain(PHRASE).wrap(largeur)]
    assert all(len(ligne.rstrip()) <= largeur for ligne in lignes)
    assert " ".join(ligne.strip(" ") for ligne in lignes) == PHRASE
    assert not any(ligne.rstrip().endswith("«") or ligne.lstrip().startswith(("»", ":", "!")) for ligne in lignes)


def test_other_spaces_still_break() -> None:
    tenir()
    assert [ligne.plain.strip() for ligne in Content("un deux\ttrois").wrap(5)] == ["un", "deux", "trois"]
