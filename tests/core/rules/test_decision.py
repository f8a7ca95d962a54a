"""What a rule is given when nothing is known, and the one name that is written for good."""

from __future__ import annotations

from rafaelpro_tui.core.rules.decision import SYSTEME, Compte, Dossier, EnCours


def test_what_is_not_known_counts_for_nothing() -> None:
    vide = Dossier()
    assert (vide.compte, vide.compte.inscrits) == (Compte(en_attente=0, retenues=0), 0)
    assert vide.en_cours == EnCours(total=0, hsp=0)
    assert (vide.referents, vide.deja_candidat, vide.reference_prise) == (0, False, False)


def test_the_actor_of_the_clocks_keeps_its_name() -> None:
    """SYNC: it is in the journals and in what a server sends, those of earlier versions too."""
    assert SYSTEME == "systeme"
