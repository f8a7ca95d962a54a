"""README, guide and developer's page name only what exists: keys, commands, rules, files, pictures, labels."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key

import rafaelpro_tui
from docs import screenshots
from rafaelpro_tui.commandes.aide import trouver
from rafaelpro_tui.commandes.syntaxe import AIDE, PROGRAMME, Usage, analyser, commande_demandee
from rafaelpro_tui.settings import Preferences
from rafaelpro_tui.touches import MODIFICATEURS, NOMS
from tests.test_typographie import FAUTE

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide.md"
README = ROOT / "README.md"
DONNEES = ROOT / "docs" / "donnees.md"
SECURITE = ROOT / "docs" / "securite.md"
MESURES = ROOT / "docs" / "mesures.md"
PAGES = (README, GUIDE, DONNEES, SECURITE, MESURES, ROOT / "docs" / "developpement.md")
CAPTURES = ROOT / "docs" / "captures"

SUR_LE_CLAVIER = {"AltGr", "Maj"}
"""Keys spoken of, that nothing is bound to."""
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
REGLE = re.compile(r"\b(?:DRT|FOR|CAN|CNV|AVI|HSP|LOT|ECH|TRX|ANN|SYN|DON|SUI)-\d+\b")

par_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def texte(page: Path) -> str:
    return page.read_text(encoding="utf-8")


# Keys


@cache
def touches_liees() -> frozenset[str]:
    """Every key of every class of the package, by Textual's names: « f5 », « shift+down », « asterisk »."""
    cles = set()
    for module in pkgutil.walk_packages(rafaelpro_tui.__path__, "rafaelpro_tui."):
        if module.name.startswith(("rafaelpro_tui.app", "rafaelpro_tui.screens", "rafaelpro_tui.widgets")):
            for objet in vars(importlib.import_module(module.name)).values():
                notre = isinstance(objet, type) and objet.__module__.startswith("rafaelpro_tui")
                if notre and issubclass(objet, DOMNode):
                    for touche in objet.__dict__.get("BINDINGS", ()):
                        assert isinstance(touche, Binding)
                        cles |= {cle.strip() for cle in touche.key.split(",")}
    return frozenset(cles)


def existe(nom: str) -> bool:
    """Whether a key is bound, as the docs write it: « F5 », « Échap », « Maj+↓ », « * », « Ctrl+D »."""
    *modificateurs, cle = nom.split("+") if len(nom) > 1 else (nom,)
    prefixe = "".join({v: k for k, v in MODIFICATEURS.items()}[m] + "+" for m in modificateurs)
    noms = {v: k for k, v in NOMS.items()} | {"Entrée": "enter"}
    if cle in noms:
        return prefixe + noms[cle] in touches_liees()
    if modificateurs or cle[1:].isdigit():
        cle = cle.lower()
    return any(prefixe + cle in (liee, _ecrite(liee)) for liee in touches_liees())


def _ecrite(cle: str) -> str:
    """« asterisk » as « * », « shift+down » as « shift+↓ »."""
    *modificateurs, nue = cle.split("+")
    return "+".join([*modificateurs, format_key(nue)])


@pytest.mark.parametrize("page", [README, GUIDE], ids=lambda page: page.name)
def test_every_key_exists(page: Path) -> None:
    nommees = set(map(unescape, re.findall(r"<kbd>(.+?)</kbd>", texte(page)))) - SUR_LE_CLAVIER
    assert len(nommees) > 30
    assert {nom for nom in nommees if not existe(nom)} == set()


def test_the_check_of_keys_sees_those_that_do_not_exist() -> None:
    assert [existe(nom) for nom in ("F5", "Échap", "Maj+↓", "*", "G", "Ctrl+D", "Ctrl+→", "é")] == [True] * 8
    assert [existe(nom) for nom in ("F12", "Maj+F5", "Z", "Ctrl+Y", "§")] == [False] * 5


# Commands


def commandes(page: Path) -> Iterator[list[str]]:
    """What follows `rafaelpro-tui` in the code of a page, word by word."""
    for code in CODE.findall(texte(page)):
        for ligne in code.strip("`").splitlines():
            if trouve := re.match(rf"(?:\.venv/bin/)?{PROGRAMME}(?: (.*))?$", ligne.strip()):
                yield shlex.split(trouve[1] or "", comments=True)


@pytest.mark.parametrize("page", [README, GUIDE, DONNEES], ids=lambda page: page.name)
def test_every_command_can_be_read(page: Path) -> None:
    lues = list(commandes(page))
    assert len(lues) > 2
    for mots in lues:
        nom, reste = commande_demandee(mots)
        if nom is None:
            assert set(mots) <= set(AIDE)
        elif not set(mots) & set(AIDE):
            analyser(trouver(nom), reste)  # raises on an unknown word
        else:
            trouver(nom)


def test_the_check_of_commands_sees_an_option_that_does_not_exist() -> None:
    with pytest.raises(Usage):
        analyser(trouver("demo"), ["--remettre"])


@pytest.mark.parametrize("page", [README, ROOT / "docs" / "developpement.md"], ids=lambda page: page.name)
def test_every_make_target_exists(page: Path) -> None:
    cibles = set(re.findall(r"^([a-z]+):", texte(ROOT / "Makefile"), re.MULTILINE))
    citees = {cible for code in CODE.findall(texte(page)) for cible in re.findall(r"\bmake (\w+)", code)}
    assert citees
    assert citees <= cibles


def test_what_is_said_to_hold_has_its_file_and_its_test() -> None:
    """In `securite.md`, a file exists, and a test of it is named as it is defined."""
    cites = re.findall(r"`((?:rafaelpro_tui|tests|requirements)/[\w./-]+)(?:::(\w+))?`", texte(SECURITE))
    assert len(cites) > 80
    for chemin, test in cites:
        assert (ROOT / chemin).is_file(), chemin
        assert not test or re.search(rf"^(?:async )?def {test}\(", texte(ROOT / chemin), re.MULTILINE), test


# Rules, labels, preferences


@cache
def sources() -> str:
    return "\n".join(chemin.read_text(encoding="utf-8") for chemin in sorted((ROOT / "rafaelpro_tui").rglob("*.py")))


@par_page
def test_every_rule_exists(page: Path) -> None:
    connues = set(REGLE.findall(sources()))
    assert set(REGLE.findall(texte(page))) - connues == set()


def test_what_the_guide_shows_in_bold_is_on_screen() -> None:
    """Bold names a label, or starts an item with a verb of its own (« **Cocher** les personnes… »)."""
    libelles = _normal(" ".join(_constantes()))
    gras = {_normal(g) for g in re.findall(r"\*\*(.+?)\*\*", texte(GUIDE), re.DOTALL)}
    assert {g for g in gras if g not in libelles} <= PROSE


PROSE = {
    "en haut à gauche",
    "en haut à droite",
    "en bas",
    "cocher",
    "donner le traitement",
    "dates fixes",
    "séquencées ou permanentes",
}


def _constantes() -> Iterator[str]:
    for chemin in sorted((ROOT / "rafaelpro_tui").rglob("*.py")):
        for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                yield noeud.value


def _normal(libelle: str) -> str:
    return re.sub(r"\s+", " ", libelle.replace("’", "'")).casefold().strip()


def test_the_example_of_preferences_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rafaelpro_tui import settings

    [exemple] = re.findall(r"```toml\n(.*?)```", texte(GUIDE), re.DOTALL)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings.chemin_preferences().parent.mkdir(parents=True)
    settings.chemin_preferences().write_text(exemple, encoding="utf-8")
    lues = settings.lire_preferences()
    assert lues == Preferences(**tomllib.loads(exemple))
    assert lues.touches


# Links and pictures


@par_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for cible in re.findall(r"\]\(([^)]+)\)", CODE.sub("", texte(page))):
        chemin, _, ancre = unquote(cible).partition("#")
        vers = (page.parent / chemin).resolve() if chemin else page
        assert vers.exists(), cible
        assert not ancre or ancre in _ancres(vers), cible


def _ancres(page: Path) -> set[str]:
    """The anchors that GitHub gives to the titles of a page."""
    titres = re.findall(r"^#+ (.+)$", texte(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", titre.lower()).replace(" ", "-") for titre in titres}


def test_the_pictures_are_those_of_the_script_and_all_are_shown() -> None:
    faites = {vue.nom for vue in screenshots.VUES}
    assert {chemin.stem for chemin in CAPTURES.iterdir()} == faites
    montrees = set(re.findall(r"captures/([\w-]+)\.svg", texte(GUIDE) + texte(README)))
    assert montrees == faites


@pytest.mark.parametrize("image", sorted(CAPTURES.glob("*.svg")), ids=lambda image: image.stem)
def test_a_picture_is_small_and_loads_nothing(image: Path) -> None:
    svg = texte(image)
    assert len(svg) < 40_000
    assert svg.count("http") == 1, "only the name of SVG itself"
    assert not re.search(r"@font-face|url\(|href|<script", svg)


@pytest.mark.slow
def test_a_picture_is_the_same_twice() -> None:
    vue = screenshots.Vue("accueil", "Accueil", ("f3",), (80, 24))
    une = screenshots.capturer(vue)
    assert une == screenshots.capturer(vue)
    assert b"Horizon" in une


@pytest.mark.parametrize("page", [GUIDE, DONNEES, SECURITE, MESURES], ids=lambda page: page.name)
def test_french_spaces_do_not_break(page: Path) -> None:
    prose = CODE.sub("", texte(page))
    assert [ligne for ligne in prose.splitlines() if FAUTE.search(ligne)] == []
