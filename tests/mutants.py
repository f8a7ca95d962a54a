"""Mutation testing of `core/rules`: `python -m tests.mutants [--part 0.2] [--graine N] [MODULE…]`.

Each mutant is one small change of one rule: a comparison, a connective, a number, a sign, a condition, a word. A
child of this process, warm, runs the tests of that chapter on it, then those of all chapters: a mutant that none of
them notices survives, and is printed with its line. What survives, and why, is in docs/mesures.md.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

RACINE: Final = Path(__file__).parents[1]
REGLES: Final = RACINE / "rafaelpro_tui" / "core" / "rules"
TESTS: Final = RACINE / "tests" / "core" / "rules"
PATIENCE: Final = 120
"""Seconds of processor after which a mutant that turns in circles is killed: it was noticed."""

COMPARAISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutateur(ast.NodeTransformer):
    """Changes the `voulu`-th place that can be changed; without one, counts them in `places`."""

    def __init__(self, voulu: int | None = None) -> None:
        self.voulu = voulu
        self.places = 0
        self.dit = ""

    def _ici(self, node: ast.AST, quoi: str) -> bool:
        self.places += 1
        if self.places - 1 != self.voulu:
            return False
        self.dit = f"ligne {getattr(node, 'lineno', 0)} : {quoi}"
        return True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for rang, operateur in enumerate(node.ops):
            autre = COMPARAISONS[type(operateur)]
            if self._ici(node, f"{type(operateur).__name__} → {autre.__name__}"):
                node.ops[rang] = autre()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._ici(node, "and ↔ or"):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.Not) and self._ici(node, "not ôté") else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Sub) and self._ici(node, "+ ↔ -"):
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self._ici(node.test, "condition fausse"):
            node.test = ast.Constant(False)
        elif self._ici(node.test, "condition vraie"):
            node.test = ast.Constant(True)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if self._ici(node, "condition retournée"):
            node.test = ast.UnaryOp(ast.Not(), node.test)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        valeur = node.value
        if isinstance(valeur, bool):
            return ast.Constant(not valeur) if self._ici(node, f"{valeur} retourné") else node
        if isinstance(valeur, int):
            return ast.Constant(valeur + 1) if self._ici(node, f"{valeur} → {valeur + 1}") else node
        if isinstance(valeur, str) and valeur.strip():
            return ast.Constant(f"{valeur}#") if self._ici(node, f"{valeur[:30]!r} changé") else node
        return node

    # What is read by nobody at run time

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(ligne) for ligne in _sans_docstring(node.body)]
        node.args = self.visit(node.args)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [self.visit(ligne) for ligne in _sans_docstring(node.body)] or [ast.Pass()]
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:
        node.body = [
            ligne if isinstance(ligne, ast.Import | ast.ImportFrom) else self.visit(ligne)
            for ligne in _sans_docstring(node.body)
        ]
        return node


def _sans_docstring(corps: list[ast.stmt]) -> list[ast.stmt]:
    """Without texts that are no instruction."""
    return [
        ligne
        for ligne in corps
        if not (
            isinstance(ligne, ast.Expr) and isinstance(ligne.value, ast.Constant) and isinstance(ligne.value.value, str)
        )
        and not (isinstance(ligne, ast.If) and isinstance(ligne.test, ast.Name) and ligne.test.id == "TYPE_CHECKING")
    ] or [ast.Pass()]


def muter(source: str, voulu: int | None) -> tuple[ast.Module, Mutateur]:
    """The tree with one place changed; its mutator says which, and how many there are."""
    arbre, mutateur = ast.parse(source), Mutateur(voulu)
    types = [ligne for ligne in arbre.body if isinstance(ligne, ast.If)]
    arbre = mutateur.visit(arbre)
    arbre.body = [*(ligne for ligne in types if ligne not in arbre.body), *arbre.body]
    # `from __future__` stays first
    arbre.body.sort(key=lambda ligne: not (isinstance(ligne, ast.ImportFrom) and ligne.module == "__future__"))
    return ast.fix_missing_locations(arbre), mutateur


class Chargeur(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where the module is asked for."""

    def __init__(self, nom: str, chemin: Path, arbre: ast.Module) -> None:
        self._nom, self._chemin, self._arbre = nom, chemin, arbre

    def find_spec(self, nom: str, chemin: object, cible: object = None) -> ModuleSpec | None:
        if nom != self._nom:
            return None
        paquet = self._chemin.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            nom, self._chemin, loader=self, submodule_search_locations=[str(self._chemin.parent)] if paquet else None
        )

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._arbre, str(self._chemin), "exec"), module.__dict__)


def survit(chemin: Path, arbre: ast.Module) -> bool:
    """Whether every test passes on the mutant."""
    nom = ".".join(chemin.relative_to(RACINE).with_suffix("").parts).removesuffix(".__init__")
    propre = TESTS / f"test_{chemin.stem}.py"
    pid = os.fork()
    if not pid:
        _courir(nom, chemin, arbre, [propre] if propre.exists() else [])
    limite = time.monotonic() + 10 * PATIENCE
    while (attendu := os.waitpid(pid, os.WNOHANG)) == (0, 0):
        if time.monotonic() > limite:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
    return attendu[1] == 0


def _courir(nom: str, chemin: Path, arbre: ast.Module, propres: Sequence[Path]) -> None:
    import resource

    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    neant = os.open(os.devnull, os.O_WRONLY)
    for flux in (1, 2):
        os.dup2(neant, flux)
    code = 1
    try:
        sys.meta_path.insert(0, Chargeur(nom, chemin, arbre))
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # imported before, to be warm
        autres = sorted(set(TESTS.glob("test_*.py")) - set(propres))
        # Apart: most die by their own chapter, before the others are even collected.
        passages = (pytest.main([*options, *map(str, fichiers)]) for fichiers in (propres, autres) if fichiers)
        code = next((int(issue) for issue in passages if issue), 0)
    finally:
        os._exit(0 if code == 0 else 1)


def _prechauffer() -> None:
    """What the tests import, but the rules themselves."""
    import hypothesis.strategies
    import pytest
    import pytest_textual_snapshot
    import syrupy
    import textual.app

    assert all((hypothesis, pytest, pytest_textual_snapshot, syrupy, textual))
    assert not any(nom.startswith("rafaelpro_tui.core.rules") for nom in sys.modules)


def mutants(modules: Sequence[str]) -> Iterator[tuple[Path, int]]:
    for chemin in sorted(REGLES.glob("*.py")):
        if not modules or chemin.stem in modules:
            _, mutateur = muter(chemin.read_text(encoding="utf-8"), None)
            yield from ((chemin, place) for place in range(mutateur.places))


def main() -> int:
    analyse = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    analyse.add_argument("modules", nargs="*")
    analyse.add_argument("--part", type=float, default=1.0, help="of the mutants, drawn at random")
    analyse.add_argument("--graine", type=int, default=1)
    analyse.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    demande = analyse.parse_args()
    tous = list(mutants(demande.modules))
    random.Random(demande.graine).shuffle(tous)
    choisis = tous[: round(len(tous) * demande.part)]
    _prechauffer()
    temoin = REGLES / "avis.py"
    assert survit(temoin, muter(temoin.read_text(encoding="utf-8"), None)[0]), "les tests ne passent pas sans mutant"
    debut, survivants, faits = time.monotonic(), 0, 0
    for chemin, place in choisis:
        if time.monotonic() - debut > 60 * demande.minutes:
            break
        arbre, mutateur = muter(chemin.read_text(encoding="utf-8"), place)
        faits += 1
        if survit(chemin, arbre):
            survivants += 1
            print(f"survit : {chemin.name}, {mutateur.dit}", flush=True)
    tues = faits - survivants
    print(
        f"{tues} tués sur {faits} ({100 * tues / max(1, faits):.1f} %), de {len(tous)} mutants, graine {demande.graine}"
    )
    return 0 if tues >= 0.95 * faits else 1


if __name__ == "__main__":
    sys.exit(main())
