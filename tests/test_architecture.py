"""The house keeps its shape (ARCHITECTURE.md), beyond what the import contracts of pyproject.toml can say."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "rafaelpro_tui"
CORE = "rafaelpro_tui.core"

SQL = re.compile(
    r"\b(select\b.+\bfrom|insert\s+(or\s+\w+\s+)?into|update\s+\w+\s+set|delete\s+from"
    r"|(create|drop|alter)\s+(table|index|view|trigger|virtual|temp)|pragma\s+\w|vacuum|attach\s+database)\b",
    re.IGNORECASE | re.DOTALL,
)


def modules(folder: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    """Path relative to the repository, and syntax tree, of each module under `folder`."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """Absolute names imported anywhere in a module, functions included; `from a import b` gives `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each string that is not a docstring; what an f-string inserts counts as one word."""
    seen: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            seen.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            seen.update(node.values)
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in seen:
            yield node.lineno, node.value


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize(
    ("imported", "importers"),
    [
        # The standard library's SQLite has the WAL-reset bug with two connections; the driver is chosen once.
        ("sqlite3", set()),
        (
            "sqlcipher3",
            {
                f"rafaelpro_tui/{m}"
                for m in ("core/store/driver.py", "server/store/moteur.py", "server/store/sauvegarde.py")
            },
        ),
        ("rafaelpro_tui.cli", {"rafaelpro_tui/__main__.py"}),
    ],
)
def test_who_may_import(imported: str, importers: set[str]) -> None:
    found = {path for path, tree in modules() if any(within(name, imported) for name in imports(tree))}
    assert found - importers == set()


def test_rules_import_only_model_and_commands() -> None:
    allowed = (f"{CORE}.rules", f"{CORE}.model", f"{CORE}.commands")
    strangers = [
        f"{path}: {name}"
        for path, tree in modules(PACKAGE / "core" / "rules")
        for name in imports(tree)
        if name.partition(".")[0] not in sys.stdlib_module_names and not within(name, *allowed)
    ]
    assert strangers == []


def test_sql_is_only_in_the_store() -> None:
    outside = [
        f"{path}:{line}: {text.strip()[:60]}"
        for path, tree in modules()
        if not path.startswith(("rafaelpro_tui/core/store/", "rafaelpro_tui/server/store/"))
        for line, text in texts(tree)
        if SQL.search(text)
    ]
    store = PACKAGE / "core" / "store"
    outside += [str(path) for path in PACKAGE.rglob("*.sql") if store not in path.parents]
    assert outside == []


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("rafaelpro_tui.core.desk", {"textual", "rich", "pydantic", "httpx", "lxml"}),
        ("rafaelpro_tui.cli", {"textual", "rich", "pydantic", "httpx", "lxml"}),
        ("rafaelpro_tui.app", {"pydantic", "httpx", "lxml"}),
    ],
)
def test_importing_stays_light(module: str, unwanted: set[str]) -> None:
    """These halve the speed of the start, so the functions that use them import them."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert unwanted & set(done.stdout.split()) == set()
