"""docs/accessibilite.md says true contrasts; nothing moves when one asks for it."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest
from textual.color import Color

from rafaelpro_tui import settings
from rafaelpro_tui.commandes.aide import trouver
from rafaelpro_tui.commandes.syntaxe import analyser
from rafaelpro_tui.core.texte import nombre_fr
from rafaelpro_tui.widgets.theme import CLAIR, SOMBRE, THEMES
from tests.test_docs import commandes, existe
from tests.widgets.test_theme import GROUNDS, contrast

PAGE = Path(__file__).parent.parent / "docs" / "accessibilite.md"
TEXTES = {
    "foreground": "texte courant",
    "text-muted": "texte secondaire",
    "text-disabled": "texte grisé",
    "text-primary": "titres et touches",
    "text-success": "✓ fait",
    "text-warning": "▲ avertissement",
    "text-error": "✕ refus",
}


def plus_faible(theme: str, texte: str) -> str:
    """« 7,2 », rounded down: never said better than it is."""
    jetons = next(t for t in THEMES if t.name == theme).to_color_system().generate()
    rapport = min(contrast(Color.parse(jetons[texte]), Color.parse(jetons[fond])) for fond in GROUNDS)
    return nombre_fr(Decimal(rapport).quantize(Decimal("0.1"), ROUND_DOWN))


def tableau() -> str:
    lignes = ["| texte | thème clair | thème sombre |", "|---|---|---|"]
    lignes += [f"| {nom} | {plus_faible(CLAIR.name, t)} | {plus_faible(SOMBRE.name, t)} |" for t, nom in TEXTES.items()]
    return "\n".join(lignes)


def test_the_contrasts_are_those_of_the_themes() -> None:
    assert tableau() in PAGE.read_text(encoding="utf-8"), tableau()


def test_the_page_names_keys_and_commands_that_exist() -> None:
    texte = PAGE.read_text(encoding="utf-8")
    assert all(existe(touche) for touche in re.findall(r"<kbd>(.+?)</kbd>", texte) if touche != "AltGr")
    lues = list(commandes(PAGE))
    assert lues == [["--lecteur"], ["ouvrir", "--base", "centre.sqlite", "--lecteur"], ["--help"]]
    assert analyser(trouver("ouvrir"), lues[0]).lecteur


@pytest.mark.parametrize(("ligne", "animations"), [("animations = false", False), ("", True)])
def test_reduced_motion(ligne: str, animations: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rafaelpro_tui.app import RafaelProApp
    from rafaelpro_tui.core.horloge import HorlogeSysteme

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings.chemin_preferences().parent.mkdir(parents=True)
    settings.chemin_preferences().write_text(ligne, encoding="utf-8")
    preferences = settings.lire_preferences()
    app = RafaelProApp(pytest.fail, horloge=HorlogeSysteme(), preferences=preferences)
    assert (app.animation_level != "none") is animations


def test_a_word_for_animations_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings.chemin_preferences().parent.mkdir(parents=True)
    settings.chemin_preferences().write_text('animations = "non"', encoding="utf-8")
    with pytest.raises(settings.PreferencesIllisibles, match="animations"):
        settings.lire_preferences()
