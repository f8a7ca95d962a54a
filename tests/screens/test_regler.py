"""What « À régler » shows of mine."""

import uuid

from rafaelpro_tui.core.commands import Annuler, PoserDrapeau
from rafaelpro_tui.core.model import Drapeau
from rafaelpro_tui.core.sync.copie import en_clair
from rafaelpro_tui.screens.regler import _saisie


def test_the_values_typed_without_what_they_are_about() -> None:
    command = PoserDrapeau(id=uuid.uuid4(), utilisateur="u1", structure="OF1", candidature="C1", drapeau=Drapeau.URGENT)
    assert _saisie(en_clair(command)).plain == "Drapeau : Urgent"


def test_a_command_without_words_shows_nothing() -> None:
    command = Annuler(id=uuid.uuid4(), utilisateur="u1", structure="OF1", commande=uuid.uuid4())
    assert _saisie(en_clair(command)).plain == ""
