"""French that a demanding French user would sign: no-break spaces before : ; ! ? and inside « », real apostrophes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PAQUET = Path(__file__).parent.parent / "rafaelpro_tui"
FAUTE = re.compile(r"(?<=[\w)»}…]) (?=[:;!?](?:\s|$))|(?<=«) | (?=»)")
APOSTROPHE = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu)'(?=[\w«])", re.IGNORECASE)
CONTRAT = "Date prévisionnelle d'entrée en formation"
"""A title of the CSV, as CONTRATS §4 writes it."""
# SQL binds with « ? » and « : », it is not French; the demo's wheel of texts is.
HORS = {"store"}


def textes(source: str) -> Iterator[tuple[int, str]]:
    """The string constants of a module, with their lines, docstrings left out."""
    arbre = ast.parse(source)
    docs = {
        id(noeud.body[0].value)
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and noeud.body
        and isinstance(noeud.body[0], ast.Expr)
    }
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Expr):  # a bare string under an attribute is documentation too
            docs.add(id(noeud.value))
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and id(noeud) not in docs:
            yield noeud.lineno, noeud.value


@pytest.mark.parametrize(
    "module",
    [m for m in sorted(PAQUET.rglob("*.py")) if not HORS & set(m.relative_to(PAQUET).parts)],
    ids=lambda m: str(m.relative_to(PAQUET)),
)
def test_spaces_before_double_punctuation_do_not_break(module: Path) -> None:
    fautes = [
        f"{module.name}:{ligne}: {texte!r}"
        for ligne, texte in textes(module.read_text(encoding="utf-8"))
        if ("{" not in texte and FAUTE.search(texte)) or (APOSTROPHE.search(texte) and texte != CONTRAT)
    ]
    assert fautes == []


def test_the_check_sees_a_breaking_space() -> None:
    assert [FAUTE.search(t) is not None for _, t in textes('a = "Oui ; non"\nb = "« ici »"\nc = "Vrai\u00a0?"')] == [
        True,
        True,
        False,
    ]
