"""Keys chosen by hand in the preferences, in a real terminal: they work, they are shown, a conflict is one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import JOUR, Terminal

pytestmark = pytest.mark.tmux

Fabrique = Callable[..., Terminal]


def preferer(tmp_path: Path, lignes: str) -> None:
    dossier = tmp_path / "config" / "rafaelpro-tui"
    dossier.mkdir(parents=True)
    (dossier / "preferences.toml").write_text(f"[touches]\n{lignes}\n", encoding="utf-8")


def test_a_key_works_and_is_told_in_the_footer_and_in_the_help(base: Path, tmp_path: Path, terminal: Fabrique) -> None:
    preferer(tmp_path, 'trier = "z"\njournal = "f12"')
    ecran = terminal()
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    ecran.attendre("z Trier", "F3–F12 Écrans", absent="s Trier")
    ecran.taper("s", "z")
    ecran.attendre("Trier par")
    ecran.taper("Escape")
    ecran.attendre("00235491", absent="Trier par")
    ecran.taper("F1")
    ecran.attendre("Aide : les touches", "z               Choisir la colonne et le sens du tri [trier]")
    ecran.taper("Escape")
    ecran.attendre("00235491", absent="Aide : les touches")
    ecran.taper("F8")
    ecran.taper("F12")
    ecran.attendre("RafaelPro › Journal")


def test_a_conflict_is_one_clear_sentence(base: Path, tmp_path: Path, terminal: Fabrique) -> None:
    preferer(tmp_path, 'trier = "f"\ntrieur = "z"')
    ecran = terminal()
    ecran.ouvrir("ouvrir", "--base", base, "--aujourdhui", JOUR)
    vu = ecran.attendre("plusieurs", "« trieur »")
    # A toast is in lines: what is said in them, at the right of the list.
    dit = " ".join(ligne.rpartition("▌")[2].strip() for ligne in vu.replace("\u00a0", " ").splitlines() if "▌" in ligne)
    assert "Vos préférences changent la touche de « trieur », qui n’existe pas" in dit
    assert "Vos préférences donnent la touche f à plusieurs actions : « Filtrer » et « Trier »." in dit
