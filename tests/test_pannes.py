"""The technical log: dated, set aside when it grows, never a reason to fail."""

from pathlib import Path

import pytest

from rafaelpro_tui import settings
from rafaelpro_tui.pannes import TAILLE, journaliser


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    chemin = settings.chemin_journal()
    assert tmp_path in chemin.parents
    return chemin


def panne() -> ZeroDivisionError:
    nom_du_candidat = "SECRET"
    try:
        1 / len(nom_du_candidat[:0])
    except ZeroDivisionError as erreur:
        return erreur
    raise AssertionError


def test_an_exception_is_written_with_its_traceback_without_its_variables(journal: Path) -> None:
    assert journaliser(panne()) == journal
    journaliser(panne())
    ecrit = journal.read_text(encoding="utf-8")
    assert ecrit.count("ZeroDivisionError: division by zero") == 2
    assert "test_pannes.py" in ecrit
    assert '= "SECRET"' not in ecrit


def test_a_long_log_is_set_aside(journal: Path) -> None:
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"x" * (TAILLE + 1))
    journaliser(panne())
    assert journal.stat().st_size < TAILLE
    assert journal.with_suffix(".log.1").stat().st_size == TAILLE + 1


def test_a_log_that_cannot_be_written_is_no_reason_to_fail(journal: Path) -> None:
    journal.mkdir(parents=True)
    assert journaliser(panne()) == journal
