"""Completion of a filter: keys, then their values; what is taken can be read, or goes on being typed."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.filtre import CANDIDATURES, LONGUEUR_MAX, SESSIONS, FiltreMalforme, Langage, lire
from rafaelpro_tui.core.filtre_completion import MAXIMUM, EnCours, en_cours, proposer
from rafaelpro_tui.core.texte import porte_les_mots

JOUR = date(2024, 7, 15)


def mots(texte: str, langage: Langage = CANDIDATURES, valeurs: tuple[str, ...] = ()) -> list[str]:
    return [proposition.mot for proposition in proposer(en_cours(texte, langage), langage, valeurs)]


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("", []),
        ("martin ", []),
        ("e", ["etat:", "etape:"]),
        ("É", ["etat:", "etape:"]),
        ("martin -et", ["etat:", "etape:"]),
        ("j", ["jours<"]),
        ("dé", ["debut>", "deposee>"]),
        ("se", ["session:", "selection"]),
        ("selection", []),
        ("zz", []),
        ("zz:e", []),
        ('"e', []),
        ("etat:", ["en_attente", "retenue", "non_retenue", "avis_non_transmis", "refus_session_complete",
                   "refus_session_annulee"]),
        ("etat:r", ["retenue", "non_retenue", "refus_session_complete", "refus_session_annulee"]),
        ("etat:complete", ["refus_session_complete"]),
        ("etat:retenue", ["non_retenue", "retenue"]),
        ("etat:retenue,avis", ["avis_non_transmis"]),
        ("role:posit", ["positionneur"]),
        ("role:positionneur", []),
        ("jours<", ["7", "15", "0"]),
        ("convocations=2", []),
        ("deposee>", ["-7", "aujourd'hui", "+7", "+30"]),
        ("prescripteur:mission", []),
    ],
)  # fmt: skip
def test_what_is_proposed(texte: str, attendus: list[str]) -> None:
    assert sorted(mots(texte)) == sorted(attendus)


def test_sessions_propose_their_own_words() -> None:
    assert mots("etat:", SESSIONS) == ["annulee", "a_venir", "en_cours", "terminee"]
    assert mots("pre", SESSIONS) == []
    assert mots("se", SESSIONS) == ["session:"]


def test_the_values_of_the_base_are_asked_for_and_put_between_quotes() -> None:
    saisie = en_cours('etat:retenue -prescripteur:"mission lo', CANDIDATURES)
    assert saisie.a_lire is CANDIDATURES.cles["prescripteur"]
    assert saisie.valeur == "mission lo"
    (premiere, seconde) = proposer(saisie, CANDIDATURES, ("Mission locale de Pau", "Mission-Locale"))
    assert premiere.texte == 'etat:retenue -prescripteur:"Mission locale de Pau" '
    assert seconde.texte == "etat:retenue -prescripteur:Mission-Locale "
    assert en_cours("etat:ret", CANDIDATURES).a_lire is None
    assert en_cours("deposee>", CANDIDATURES).a_lire is None
    assert en_cours("prescripteur:x ", CANDIDATURES).a_lire is None


def test_a_hostile_value_is_proposed_as_one_could_type_it() -> None:
    hostile = 'C1\x9b2J larg\u200beur "x"'
    (proposition,) = proposer(en_cours("prescripteur:c", CANDIDATURES), CANDIDATURES, (hostile,))
    assert proposition.texte == 'prescripteur:"c1 2j largeur  x " '
    assert porte_les_mots(hostile, proposition.mot)


def test_a_value_goes_after_the_comma() -> None:
    (proposition,) = proposer(en_cours("etat:retenue,refus_session_c", CANDIDATURES), CANDIDATURES)
    assert proposition.texte == "etat:retenue,refus_session_complete "


@given(
    texte=st.text(max_size=12)
    | st.builds("{} {}{}{}".format, st.text(max_size=4), st.sampled_from(["", "-"]),
                st.sampled_from([*CANDIDATURES.cles, "se", "zz"]), st.sampled_from(["", ":", "<", ":r", ':"m'])),
    valeurs=st.lists(st.text(min_size=1), max_size=12),
    langage=st.sampled_from([CANDIDATURES, SESSIONS]),
)  # fmt: skip
def test_what_is_taken_keeps_what_came_before(texte: str, valeurs: list[str], langage: Langage) -> None:
    saisie = en_cours(texte, langage)
    assert texte.startswith(saisie.avant)
    propositions = proposer(saisie, langage, valeurs)
    assert len(propositions) <= MAXIMUM
    for proposition in propositions:
        assert proposition.texte.startswith(saisie.avant)


@pytest.mark.parametrize("langage", [CANDIDATURES, SESSIONS], ids=lambda langage: langage.liste)
def test_all_that_is_proposed_can_be_read(langage: Langage) -> None:
    for cle in langage.cles.values():
        for proposition in proposer(en_cours(cle.ecrite, langage), langage, ("Mission locale", 'a"b', "C'est")):
            assert lire(proposition.texte, langage, JOUR).termes
        with pytest.raises(FiltreMalforme):
            lire(cle.ecrite, langage, JOUR)


def test_what_is_pasted_is_completed_at_once() -> None:
    """As much as a filter reads, in one word, then in many: never long, whatever is looked for from the end."""
    debut = time.process_time()
    assert en_cours(_jusqu_a(LONGUEUR_MAX, "x", " etat:ret"), CANDIDATURES).valeur == "ret"
    assert en_cours(_jusqu_a(LONGUEUR_MAX, '"x" ', " etat:ret"), CANDIDATURES).valeur == "ret"
    assert en_cours('"' + _jusqu_a(LONGUEUR_MAX - 1, "x", " etat:ret"), CANDIDATURES).avant == ""
    assert time.process_time() - debut < 0.5


def test_beyond_what_a_filter_reads_nothing_is_completed() -> None:
    """A document pasted by mistake: it is all « before », in no time, as the filter refuses it."""
    debut = time.process_time()
    colle = _jusqu_a(1_000_000, "x etat:", "ret")
    assert en_cours(colle, CANDIDATURES) == EnCours(colle, None, "")
    assert not en_cours(_jusqu_a(LONGUEUR_MAX + 1, "x", " etat:ret"), CANDIDATURES).valeur
    assert time.process_time() - debut < 0.5


def _jusqu_a(longueur: int, motif: str, fin: str) -> str:
    """`motif` again and again, then `fin`: `longueur` characters in all."""
    debut = longueur - len(fin)
    return (motif * (debut // len(motif) + 1))[:debut] + fin
