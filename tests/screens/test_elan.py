"""What the tests do once (`elan`) is what each of them would have done."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet, StylesheetParseError

from tests import elan
from tests.screens.ecran import Ouvrir, taper

ICI = ("", "Essai.CSS")


def lire(css: str, *, defaut: bool = False, rang: int = 0, scope: str = "", vif: str = "red") -> list[Any]:
    return decrire(Stylesheet(variables={"vif": vif})._parse_rules(css, ICI, defaut, rang, scope))


def decrire(regles: list[RuleSet]) -> list[Any]:
    """All that a widget is styled by."""
    return [
        (
            regle.selectors,
            [ensemble.specificity for ensemble in regle.selector_set],
            {
                nom: f"{valeur!r}" if nom != "layout" else valeur.name
                for nom, valeur in cast(dict[str, Any], regle.styles.get_rules()).items()
            },
            regle.styles.important,
            (regle.is_default_rules, regle.tie_breaker, regle.selector_names, regle.pseudo_classes),
        )
        for regle in regles
    ]


async def test_no_app_changes_the_rules_that_it_reads(ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    lues: dict[elan.Feuille, list[RuleSet]] = {}
    monkeypatch.setattr(elan, "LUES", lues)
    async with ouvrir() as (app, pilot):
        await taper(pilot, "enter", "space", "l", "escape", "f3", "ctrl+f", "escape", "f1")
        app.theme = "rafael-clair"
        await taper(pilot, "escape", "f8")
    assert len({feuille[-1] for feuille in lues}) > 1, "only one theme was seen"
    for (css, lu, defaut, rang, scope, variables), regles in lues.items():
        feuille = Stylesheet(variables=dict(variables))
        assert decrire(regles) == decrire(elan.analyser(feuille, css, lu, defaut, rang, scope))


def test_a_sheet_is_known_by_all_that_its_rules_are_made_from() -> None:
    css = "Button { color: $vif; }"
    une = lire(css)
    assert une == lire(css)
    assert une != lire(css, vif="blue")
    assert une != lire(css, scope="Input")
    assert une != lire(css, rang=1)
    assert une != lire(css, defaut=True)
    assert une != lire(css.replace("color", "background"))


def test_a_sheet_at_fault_is_told_each_time() -> None:
    for _ in range(2):
        feuille = Stylesheet()
        feuille.add_source("Button { width: moyenne; }", ICI)
        with pytest.raises(StylesheetParseError):
            feuille.parse()
