"""The completion scripts, run by the shells that they are for."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from rafaelpro_tui.commandes import COMMANDES

from .conftest import Courir


def completer(nu: Courir, *mots: str) -> set[str]:
    """What bash proposes for the last of these words."""
    cites = " ".join(f"'{mot}'" for mot in mots)
    script = f"""
{nu("completion", "bash").sortie}
COMP_WORDS=(rafaelpro-tui {cites}); COMP_CWORD={len(mots)}
_rafaelpro_tui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    fini = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True, timeout=30)
    assert fini.stderr == ""
    return set(fini.stdout.split())


@pytest.mark.parametrize(
    ("mots", "propositions"),
    [
        (("cand",), {"candidature", "candidatures"}),
        (("candidatures", "--etat", "refus"), {"refus_session_complete", "refus_session_annulee"}),
        (("--structure", "OF1", "sessions", "--etat", "en"), {"en_cours"}),
        (("sessions", "--fi"), {"--filtre"}),
        (("completion", "z"), {"zsh"}),
        (("executer", "--sim"), {"--simuler"}),
        (("--gr",), {"--grace"}),
        (("sessions", "--limite", ""), set()),
    ],
)
def test_bash_proposes(nu: Courir, mots: tuple[str, ...], propositions: set[str]) -> None:
    assert completer(nu, *mots) == propositions


def test_bash_proposes_every_command(nu: Courir) -> None:
    assert {nom.split()[0] for nom in COMMANDES} <= completer(nu, "")


def test_bash_proposes_files_where_one_is_asked_for(
    nu: Courir, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = tmp_path_factory.mktemp("fichiers")
    (dossier / "decisions.csv").touch()
    monkeypatch.chdir(dossier)
    for mots in (("--base", "dec"), ("lot", "S1", "--fichier", "dec"), ("charger", "dec")):
        assert completer(nu, *mots) == {"decisions.csv"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_its_shell(nu: Courir, shell: str) -> None:
    fin = nu("completion", shell)
    assert fin.code == 0
    assert all(mot in fin.sortie for nom in COMMANDES for mot in nom.split())
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} n’est pas installé")
    lu = subprocess.run([shell, "-n", "/dev/stdin"], input=fin.sortie, capture_output=True, text=True, check=False)
    assert (lu.returncode, lu.stderr) == (0, "")
