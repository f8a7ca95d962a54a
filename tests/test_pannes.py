"""The technical log: dated, set aside when it grows, never a reason to fail."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.css.query import NoMatches
from textual.widget import MountError, Widget
from textual.widgets import Static

from rafaelpro_tui import settings
from rafaelpro_tui.pannes import TAILLE, journaliser, panne_fatale


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


def test_a_hostile_name_in_a_message_stays_a_text(journal: Path) -> None:
    journaliser(ValueError("Nom \x1b]0;PIRATE\x07\u202egro\u200b\x9b31m\ud800\r\nTraceback inventé"))
    ecrit = journal.read_text(encoding="utf-8")
    assert not set("\x1b\x07\x9b\r\u202e\u200b") & set(ecrit)
    assert "PIRATE" in ecrit


def test_a_long_log_is_set_aside(journal: Path) -> None:
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"x" * (TAILLE + 1))
    journaliser(panne())
    assert journal.stat().st_size < TAILLE
    assert journal.with_suffix(".log.1").stat().st_size == TAILLE + 1


def test_a_log_that_cannot_be_written_is_no_reason_to_fail(journal: Path) -> None:
    journal.mkdir(parents=True)
    assert journaliser(panne()) == journal


class _Barre(Widget):
    """Looks for its part, or adds to it; the app is told to end meanwhile, when `fin`."""

    def __init__(self, *, fin: bool, ajoute: bool) -> None:
        super().__init__()
        self.fin, self.ajoute = fin, ajoute

    def compose(self) -> ComposeResult:
        if self.fin:
            self.app.exit()
        yield Static(id="puce")

    def on_mount(self) -> None:
        if self.ajoute:
            Static().mount(Static())
        self.query_one("#puce" if self.fin else "#absente")


@pytest.mark.parametrize("fin", [True, False])
@pytest.mark.parametrize(("ajoute", "erreur"), [(False, NoMatches), (True, MountError)])
async def test_what_is_cut_short_by_the_end_of_the_app_is_no_failure(
    fin: bool, ajoute: bool, erreur: type[Exception]
) -> None:
    app = App[None]()

    async def courir() -> None:
        async with app.run_test() as pilot:
            await app.mount(_Barre(fin=fin, ajoute=ajoute))
            await pilot.pause()

    with pytest.raises(erreur):
        await courir()
    assert (panne_fatale(app) is None) is fin
