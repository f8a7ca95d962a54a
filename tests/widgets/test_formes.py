"""The shapes of a decision say what the guide writes beside each field."""

from __future__ import annotations

import pytest

from rafaelpro_tui.widgets.formes import Forme


@pytest.mark.parametrize(
    ("forme", "libelle"),
    [
        (Forme.RECRUTEMENT, "Motif de refus principal de la candidature"),
        pytest.param(Forme.CONFORMITE, "Motif", id="HSP-3: the guide's own form"),
    ],
)
def test_the_motif_is_called_as_in_the_guide(forme: Forme, libelle: str) -> None:
    assert forme.champ("motif").libelle == libelle
