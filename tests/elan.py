"""What each app under test would do again, though nothing in it changes: reading its styles.

An app parses the sheets of each widget and screen anew: most of what a test of a screen costs. In the tests they are
parsed once a process. A sheet is known by everything that its rules are made from: its text, where it was read, how it
ranks, and the variables of the theme. The rules are read only: an app copies their values onto its widgets.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Feuille = tuple[str, CSSLocation, bool, int, str, frozenset[tuple[str, str]]]
LUES: dict[Feuille, list[RuleSet]] = {}
"""The sheets read so far by this process."""

analyser = Stylesheet._parse_rules


def _lire(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    feuille = (css, read_from, is_default_rules, tie_breaker, scope, frozenset(self._variables.items()))
    if feuille not in LUES:
        LUES[feuille] = analyser(self, css, read_from, is_default_rules, tie_breaker, scope)
    return LUES[feuille]


@contextmanager
def styles_lus_une_fois() -> Iterator[None]:
    """A sheet is parsed once a process. One that is at fault is told each time: no error is kept."""
    with pytest.MonkeyPatch.context() as poste:
        poste.setattr(Stylesheet, "_parse_rules", _lire)
        yield
