"""docs/guide-rafaelpro.md: each sentence of the guide has its place, and what the page names exists."""

from __future__ import annotations

import re
from html import unescape

from tests.screens.test_keymap import TOUCHES
from tests.test_docs import CODE, REGLE, ROOT, _constantes, _normal, existe, texte
from tests.test_typographie import FAUTE

PAGE = ROOT / "docs" / "guide-rafaelpro.md"
REGLES = {"DRT": 9, "FOR": 10, "CAN": 6, "CNV": 7, "AVI": 11, "HSP": 5, "LOT": 7, "ECH": 6, "TRX": 3}
"""Chapters of the guide's rules, and the last number of each; there is no DRT-8."""
PHRASES = (
    "Pour mieux présenter la formation aux prescripteurs",
    "précisez toute information pour rendre lisible le recrutement sur la formation",
    "Elle permet d’ouvrir ou de fermer la session au recrutement.",
    "un ajustement de cette date peut être nécessaire",
    "cette date correspond au prochain point d’entrée et ne peut pas être modifiée",
    "Données cumulées depuis le 1er janvier 2013 sur les sessions publiées et non archivées",
    "équivalant à un « non retenu »",
    "Date prévisionnelle d’entrée en formation du stagiaire",
    "Date prévisionnelle de sortie de formation du stagiaire",
    "Nombre d’heures de formation rapportées à une semaine complète (5 jours ouvrés).",
    "Pour permettre au prescripteur d’orienter les suites de parcours",
    "vous ne pourrez plus le modifier",
    "Attention aux erreurs de clics",
)
"""What the guide says in sentences, and the screens with it."""


def lignes() -> list[list[str]]:
    """The rows of the tables about the guide, cell by cell."""
    avant = texte(PAGE).partition("## Les touches")[0]
    rangs = [ligne.strip("|").split(" | ") for ligne in avant.splitlines() if ligne.startswith("|")]
    return [
        [cellule.strip() for cellule in rang]
        for rang in rangs
        if rang[0].strip() not in ("le guide", "---|---|---|---")
    ]


def test_each_sentence_has_its_screen_and_a_test_that_exists() -> None:
    assert len(lignes()) > 60
    for ligne in lignes():
        assert len(ligne) == 4, ligne
        assert all(ligne), ligne
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", ligne[3])
        assert tests, ligne
        for chemin, nom in tests:
            assert re.search(rf"^(?:async )?def {nom}\(", texte(ROOT / chemin), re.MULTILINE), f"{chemin}::{nom}"


def test_no_rule_of_the_guide_is_left_out() -> None:
    toutes = {f"{nom}-{rang}" for nom, dernier in REGLES.items() for rang in range(1, dernier + 1)} - {"DRT-8"}
    assert set(REGLE.findall(texte(PAGE))) == toutes


def test_its_keys_and_labels_exist() -> None:
    prose = texte(PAGE)
    assert {nom for nom in map(unescape, re.findall(r"<kbd>(.+?)</kbd>", prose)) if not existe(nom)} == set()
    libelles = _normal(" ".join(_constantes()))
    gras = re.findall(r"\*\*(.+?)\*\*", prose)
    assert [g for g in gras if _normal(g) not in libelles] == []


def test_the_sentences_of_the_guide_are_on_screen() -> None:
    dites = _normal(" ".join(_constantes()))
    assert [phrase for phrase in PHRASES if _normal(phrase) not in dites] == []


def test_the_keys_are_bound_to_their_names() -> None:
    liees: dict[str | None, set[str]] = {}
    for _, touche in TOUCHES:
        liees.setdefault(touche.id, set()).update(touche.key.split(","))
    tableau = re.findall(r"`([\w,+]+)` \| ([\w.]+)", texte(PAGE).partition("## Les touches")[2])
    assert len(tableau) == 45
    assert [(cles, nom) for cles, nom in tableau if not set(cles.split(",")) <= liees.get(nom, set())] == []


def test_its_french_spaces_do_not_break() -> None:
    assert [ligne for ligne in CODE.sub("", texte(PAGE)).splitlines() if FAUTE.search(ligne)] == []
