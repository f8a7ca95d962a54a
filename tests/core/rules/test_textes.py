"""AVI-8 and DON-1 — what a free text may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafaelpro_tui.core.rules.textes import (
    avertissements_texte,
    caractere_de_controle,
    longueur,
    propre,
    refus_texte,
)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        pytest.param("", 0, id="vide"),
        pytest.param("  bonjour \n", 7, id="les blancs des bords ne comptent pas"),
        pytest.param("e\u0301", 1, id="un é décomposé compte pour un"),
        pytest.param("👩‍🎓", 3, id="des points de code, pas des images"),
        pytest.param("a\r\nb", 3, id="une fin de ligne compte pour un, d’où qu’elle vienne"),
    ],
)
def test_avi_8_ce_que_compte_le_compteur(texte: str, attendu: int) -> None:
    assert longueur(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "maximum", "refuse"),
    [
        pytest.param("x" * 250, 250, False, id="tout juste"),
        pytest.param("x" * 251, 250, True, id="un de trop"),
        pytest.param("e\u0301" * 250, 250, False, id="250 é décomposés"),
        pytest.param(" " * 9 + "x" * 250 + "\n", 250, False, id="250 signes et des blancs autour"),
        pytest.param("deux\nlignes", 250, False, id="une fin de ligne"),
        pytest.param("deux\r\nlignes", 250, False, id="une fin de ligne de Windows"),
        pytest.param("un\ttab", 250, True, id="une tabulation"),
        pytest.param("tab au bord\t", 250, True, id="une tabulation au bord"),
        pytest.param("\x1b[31mrouge", 250, True, id="une séquence de terminal"),
        pytest.param("\x00", 250, True, id="un zéro"),
        pytest.param("\x85", 250, True, id="un contrôle C1"),
        pytest.param("retour\rchariot", 250, True, id="un retour chariot seul"),
        pytest.param("\ud800", 250, True, id="une moitié de caractère"),
        pytest.param("C’est « parfait » ; merci…", 250, False, id="de la bonne typographie"),
    ],
)
def test_avi_8_longueur_et_caracteres_de_controle(texte: str, maximum: int, refuse: bool) -> None:
    refus = list(refus_texte("Raison", texte, maximum))
    assert bool(refus) is refuse
    assert all(r.regle == "AVI-8" and "Raison" in r.message for r in refus)


def test_avi_8_dit_de_combien_raccourcir_ou_quel_caractere_effacer() -> None:
    (un, deux) = (next(refus_texte("Raison", "x" * compte, 500)) for compte in (501, 502))
    assert un.message == "Le champ « Raison » compte 501 caractères, pour 500 au plus."
    assert un.remede == "Raccourcissez-le de 1 caractère."
    assert deux.remede == "Raccourcissez-le de 2 caractères."
    (controle,) = refus_texte("Raison", "a\tb", 500)
    assert controle.message == "Le champ « Raison » contient le caractère de contrôle U+0009."
    assert controle.remede == "Effacez ce caractère ; seuls les retours à la ligne sont admis."


@given(st.text())
def test_un_texte_propre_le_reste(texte: str) -> None:
    assert propre(propre(texte)) == propre(texte)
    assert longueur(texte) == len(propre(texte))
    if caractere_de_controle(texte) is None:
        assert caractere_de_controle(propre(texte)) is None


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        pytest.param("1 49 12 75 115 234 83", True, id="avec sa clé, en groupes"),
        pytest.param("149127511523483", True, id="d’un trait"),
        pytest.param("son numéro : 1491275115234, merci", True, id="sans la clé, dans une phrase"),
        pytest.param("2 85 05 33 063 123 89", True, id="une femme née en Gironde"),
        pytest.param("2-85-05-33-063-123-89", True, id="avec des tirets"),
        pytest.param("2.85.05.33.063.123.89", True, id="avec des points"),
        pytest.param("2\u00a085\u00a005\u00a033\u00a0063\u00a0123", True, id="avec des espaces insécables"),
        pytest.param("2 85 05 2A 063 123 79", True, id="née en Corse-du-Sud"),
        pytest.param("2 85 05 2b 063 123 09", True, id="née en Haute-Corse, en minuscule"),
        pytest.param("2 85 05 2B 063 123 79", False, id="la clé de l’autre Corse"),
        pytest.param("7 85 31 99 063 123", True, id="numéro provisoire, pseudo-mois de l’INSEE"),
        pytest.param("1 49 12 75 115 234 84", False, id="une clé fausse"),
        pytest.param("1 49 13 75 115 234", False, id="un treizième mois"),
        pytest.param("1 49 00 75 115 234", False, id="un mois zéro"),
        pytest.param("5 49 12 75 115 234", False, id="un sexe qui n’existe pas"),
        pytest.param("13002526500013", False, id="un SIRET"),
        pytest.param("06 12 34 56 78", False, id="un téléphone"),
        pytest.param("91491275115234", False, id="au milieu d’un nombre plus long"),
        pytest.param("14912751152348399", False, id="au début d’un nombre plus long"),
        pytest.param("", False, id="rien"),
    ],
)
def test_don_1_un_numero_de_securite_sociale_avertit(texte: str, attendu: bool) -> None:
    trouves = list(avertissements_texte("Raison", texte))
    assert bool(trouves) is attendu
    assert all(a.regle == "DON-1" and "Raison" in a.message for a in trouves)


def test_don_1_dit_quel_champ_et_quoi_faire() -> None:
    (avertissement,) = avertissements_texte("Raison", "1 49 12 75 115 234")
    assert avertissement.message == (
        "Le champ « Raison » semble contenir un numéro de sécurité sociale : effacez-le, il ne doit pas être conservé."
    )


def test_don_1_un_vrai_apres_un_faux_avertit_une_seule_fois() -> None:
    faux, vrai = "1 49 12 75 115 234 84", "1 49 12 75 115 234 83"
    assert len(list(avertissements_texte("Raison", f"{faux} ; {vrai} ; {vrai}"))) == 1
