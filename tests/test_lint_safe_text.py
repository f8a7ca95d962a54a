"""A lint: no raw dynamic text reaches a widget, a notification, a title or stdout (STYLE.md, rule 5).

What is read: screens, widgets, app and command line. A dynamic text is anything but a literal; it must come from a
function of `safe_text`, in place or through a name of the same function assigned only from such calls. What is
annotated `Content` (a function, a parameter, an attribute) is trusted, for mypy checks it and the making of a
`Content` is itself looked at.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "rafaelpro_tui"
READ = ("app.py", "cli*.py", "commandes/**/*.py", "screens/**/*.py", "widgets/**/*.py")

CONTENT = {"content", "plain"}
"""Functions whose result may be given where markup is read."""
TEXT = CONTENT | {"safe"}
"""Functions whose result may be given where no markup is read."""
NUMBERS = {"len", "int", "round", "sum", "min", "max"}

MARKUP_CALLS = {"Static", "Label", "Button", "Checkbox", "RadioButton"}
MARKUP_METHODS = {"update", "notify"}
MARKUP_ATTRIBUTES = {"tooltip", "border_title", "border_subtitle"}
TEXT_ATTRIBUTES = {"title", "sub_title"}
PARSERS = {("Content", "from_markup"), ("Text", "from_markup")}
MAKERS = {(None, "Content"), ("Content", "styled"), ("Content", "assemble"), (None, "Text")}


class Function(ast.NodeVisitor):
    """What is wrong in one function or module body, functions inside it apart."""

    def __init__(self, body: list[ast.stmt], trusted: frozenset[str]) -> None:
        self.found: list[tuple[int, str]] = []
        self.trusted = trusted
        self.given: dict[str, list[ast.expr]] = {}
        for statement in body:
            for node in _here(statement):
                if isinstance(node, ast.Assign):
                    for target in node.targets:
                        if isinstance(target, ast.Name):
                            self.given.setdefault(target.id, []).append(node.value)
                elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name):
                    if node.value is not None:
                        self.given.setdefault(node.target.id, []).append(node.value)
                elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                    self.given.setdefault(node.target.id, []).append(node.value)
                elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                    self.given.setdefault(node.target.id, []).append(node.iter)
        for statement in body:
            for node in _here(statement):
                self.check(node)

    def check(self, node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self.check_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute):
                    self.check_attribute(target.attr, node.value)

    def check_attribute(self, name: str, value: ast.expr) -> None:
        if name in MARKUP_ATTRIBUTES and not self.clean(value, CONTENT):
            self.say(value, f".{name} needs content(…) or plain(…)")
        if name in TEXT_ATTRIBUTES and not self.clean(value, TEXT):
            self.say(value, f".{name} needs safe(…)")

    def check_call(self, call: ast.Call) -> None:
        name, owner = _names(call.func)
        if (owner, name) in PARSERS and not all(isinstance(argument, ast.Constant) for argument in call.args):
            self.say(call, f"{owner}.{name} of a text which is not a literal: use content(…)")
        if name == "content" and owner is None and call.args:
            template = call.args[0]
            if not _literal(template):
                self.say(call, "the template of content(…) must be a literal")
        if (owner, name) in MAKERS:
            for argument in call.args:
                if not self.clean(argument, TEXT):
                    self.say(argument, f"{name}(…) needs safe(…)")
        plain_markup = any(
            word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
            for word in call.keywords
        )
        allowed = TEXT if plain_markup else CONTENT
        if name in MARKUP_CALLS or (name in MARKUP_METHODS and _shows(call, name)):
            shown = [
                *call.args[:1],
                *(word.value for word in call.keywords if word.arg in ("content", "message", "title")),
            ]
            for argument in shown:
                if not self.clean(argument, allowed):
                    self.say(argument, f"{name}(…) needs {' or '.join(sorted(allowed))}")
        if name == "print" and owner is None:
            for argument in call.args:
                if not self.clean(argument, TEXT):
                    self.say(argument, "print(…) needs safe(…)")

    def clean(self, value: ast.expr, allowed: set[str], seen: frozenset[str] = frozenset()) -> bool:
        """Whether an expression is a literal, a number or made by an allowed function."""
        if _literal(value):
            return True
        if isinstance(value, ast.Call):
            name, owner = _names(value.func)
            if name in allowed | NUMBERS and owner in (None, "safe_text"):
                return True
            if name in self.trusted or (owner, name) in MAKERS:
                return True  # the making is looked at where it stands
            if name == "map":
                made_by = value.args[0]
                if isinstance(made_by, ast.Attribute):
                    return made_by.attr in self.trusted
                return isinstance(made_by, ast.Name) and made_by.id in allowed | self.trusted
            if name == "truncate" and isinstance(value.func, ast.Attribute):
                return self.clean(value.func.value, allowed, seen)
            # "…".join(…) of clean parts, and the like on Content: content(…).append(plain(…)).
            return (
                isinstance(value.func, ast.Attribute)
                and name in {"join", "append", "append_text"}
                and self.clean(value.func.value, allowed, seen)
                and all(self.clean(argument, allowed, seen) for argument in value.args)
            )
        if isinstance(value, ast.JoinedStr):
            return all(
                self.clean(part.value, allowed, seen) for part in value.values if isinstance(part, ast.FormattedValue)
            )
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
            return any(self.clean(side, allowed, seen) for side in (value.left, value.right))
        if isinstance(value, ast.BinOp):
            return all(self.clean(side, allowed, seen) for side in (value.left, value.right))
        if isinstance(value, ast.IfExp):
            return all(self.clean(side, allowed, seen) for side in (value.body, value.orelse))
        if isinstance(value, ast.BoolOp):
            return all(self.clean(side, allowed, seen) for side in value.values)
        if isinstance(value, ast.List | ast.Tuple):
            return all(self.clean(item, allowed, seen) for item in value.elts)
        if isinstance(value, ast.Starred):
            return self.clean(value.value, allowed, seen)
        if isinstance(value, ast.Subscript):
            return self.clean(value.value, allowed, seen)
        if isinstance(value, ast.GeneratorExp | ast.ListComp):
            return self.clean(value.elt, allowed, seen)
        if isinstance(value, ast.Name):
            given = self.given.get(value.id)
            return value.id in self.trusted or (
                given is not None
                and value.id not in seen
                and all(self.clean(one, allowed, seen | {value.id}) for one in given)
            )
        return isinstance(value, ast.Attribute) and value.attr in self.trusted

    def say(self, node: ast.AST, what: str) -> None:
        self.found.append((getattr(node, "lineno", 0), what))


def _here(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a statement, the bodies of functions inside it apart."""
    if isinstance(root, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    yield root
    for child in ast.iter_child_nodes(root):
        yield from _here(child)


def _literal(value: ast.expr) -> bool:
    """Whether a text is written in the code: a literal, a CONSTANT, an entry of one, or an f-string of these."""
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Name):
        return value.id.isupper() or value.id == "__version__"
    if isinstance(value, ast.Attribute):
        return value.attr.isupper()
    if isinstance(value, ast.Subscript):
        return _literal(value.value)
    if isinstance(value, ast.JoinedStr):
        return all(_literal(part.value) if isinstance(part, ast.FormattedValue) else True for part in value.values)
    return False


def trusted(source: str) -> set[str]:
    """Names of functions, parameters and attributes annotated `Content` in a module."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_content(node.returns):
            names.add(node.name)
        elif isinstance(node, ast.arg) and _is_content(node.annotation):
            names.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and _is_content(node.annotation):
            names.add(node.target.id if isinstance(node.target, ast.Name) else ast.unparse(node.target)[5:])
    return names


def _is_content(annotation: ast.expr | None) -> bool:
    return (
        annotation is not None
        and re.fullmatch(
            r"((reactive|var|list|Sequence|Iterable|Iterator)\[)?Content( \| None)?\]?", ast.unparse(annotation)
        )
        is not None
    )


def _names(function: ast.expr) -> tuple[str, str | None]:
    """A called name and what it is an attribute of: `("from_markup", "Content")`; owner None for a bare name."""
    if isinstance(function, ast.Name):
        return function.id, None
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, owner.id if isinstance(owner, ast.Name) else "?"
    return "", "?"


def _shows(call: ast.Call, name: str) -> bool:
    """Whether `update(x)` is a widget's: not that of a dict, a set, or a screen's `update()`."""
    if name != "update" or not call.args:
        return name != "update"
    if call.keywords or len(call.args) > 1 or not isinstance(call.func, ast.Attribute):
        return False
    return not isinstance(
        call.args[0], ast.Dict | ast.Set | ast.DictComp | ast.SetComp | ast.GeneratorExp | ast.ListComp
    )


def lint(source: str, elsewhere: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """Line and reason of everything wrong in a module; `elsewhere`: functions annotated in the other modules."""
    known = elsewhere | trusted(source)
    tree = ast.parse(source)
    bodies = [tree.body]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            bodies.append(node.body)
    return sorted({fault for body in bodies for fault in Function(body, known).found})


@pytest.mark.parametrize(
    "bad",
    [
        "Static(nom)",
        "Static(f'Bonjour {nom}')",
        "Label('Bonjour ' + nom)",
        "Static(safe(nom))",  # safe does not escape markup
        "self.query_one('#x', Static).update(self.nom)",
        "self.etat.update(f'{n} {nom}')",
        "self.notify(nom)",
        "self.app.notify('ok', title=nom)",
        "self.notify(message=nom)",
        "Content.from_markup(f'[b]{nom}[/b]')",
        "Content.from_markup(nom)",
        "Text.from_markup(nom)",
        "content(nom)",
        "content(f'[b]{nom}[/b]')",
        "content(noms[0])",
        "self.update(Content('\\n').join(noms))",
        "def f(noms):\n    for nom in noms:\n        Static(nom)",
        "self.update(Content('\\n').join(map(str, noms)))",
        "Static(Content(nom))",
        "Content.assemble('x', nom)",
        "def f(nom: str):\n    Static(nom)",
        "self.title = nom",
        "self.sub_title = f'{nom}'",
        "self.tooltip = nom",
        "champ.tooltip = safe(nom)",
        "champ.border_title = nom",
        "self.border_subtitle = '%s' % nom",
        "print(nom)",
        "print('x', nom)",
        "print(f'{nom}')",
        "def f(nom):\n    texte = nom\n    print(texte)",
        "def f(nom):\n    texte = safe(nom)\n    texte = nom\n    print(texte)",
        "def f(nom):\n    texte = safe(nom)\ndef g(texte):\n    print(texte)",
        "def f(nom):\n    texte = safe(nom)\n    texte += nom\n    print(texte)",
        "async def f(nom):\n    if nom:\n        self.notify(nom)",
    ],
)
def test_what_goes_round_the_gate_is_found(bad: str) -> None:
    assert lint(bad)


@pytest.mark.parametrize(
    "good",
    [
        "Static()",
        "Static('Bonjour')",
        "Static(content('Bonjour [b]$nom[/b]', nom=nom))",
        "Static(plain(nom))",
        "def f(phrase: Content):\n    Static(phrase)",
        "class A:\n    def titre(self) -> Content: ...\n    def b(self):\n        Static(self.titre())",
        "Static(Content.assemble('x', safe(nom)))",
        "content(VIDES[etat])",
        "def ligne(x) -> Content: ...\ndef f(x):\n    self.update(Content('\\n').join(map(ligne, x)))",
        "class A:\n    def un(self) -> Content: ...\n    def f(self, noms):\n"
        "        for ligne in map(self.un, noms):\n            Static(ligne)",
        "dits.update(touche.id for touche in touches)",
        "content(f'☎ {INCONNU}')",
        "content('[$text-muted]$nom[/]', nom=nom)",
        "Static(safe(nom), markup=False)",
        "Label(plain(nom) if nom else '—')",
        "self.query_one(Static).update(plain(nom))",
        "self.compte.update(AIDE)",
        "widget.update()",
        "cache.update({'a': nom})",
        "cache.update(a=nom)",
        "self.notify(safe(nom), markup=False)",
        "self.notify('Enregistré')",
        "self.title = safe(nom)",
        "self.sub_title = f'{safe(nom)} · {len(lignes)}'",
        "self.tooltip = content('$nom', nom=nom)",
        "self.border_title = plain(nom)",
        "print(safe(nom), file=fichier)",
        "print('\\t'.join(safe(champ) for champ in champs))",
        "def f(nom):\n    texte = safe(nom)\n    print(texte)",
        "def f(nom):\n    texte = plain(nom)\n    if nom:\n        texte = content('$nom', nom=nom)\n"
        "    self.x.update(texte)",
    ],
)
def test_what_passes_the_gate_is_left_alone(good: str) -> None:
    assert lint(good) == []


def test_the_package() -> None:
    sources = {
        path: path.read_text(encoding="utf-8")
        for pattern in READ
        for path in sorted(PACKAGE.glob(pattern))
        if path.name != "safe_text.py"  # the gate itself
    }
    made = frozenset(
        node.name
        for source in sources.values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and _is_content(node.returns)
    )
    faults = [
        f"{path.relative_to(PACKAGE.parent)}:{line}: {what}"
        for path, source in sources.items()
        for line, what in lint(source, made)
    ]
    assert not faults, "\n" + "\n".join(faults)
