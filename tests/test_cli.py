"""The door: exit codes, French, no traceback whatever happens, and nothing imported that is not used."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from rafaelpro_tui import __version__
from rafaelpro_tui.cli import main
from rafaelpro_tui.commandes import COMMANDES, aide
from rafaelpro_tui.core.store import driver

Programme = Callable[..., "subprocess.CompletedProcess[bytes]"]
EXEMPLE = Path(__file__).parent / "donnees" / "exemple.json"
ANGLAIS = re.compile(
    r"\b(usage: |error|options?:|the following|required|argument |invalid|choose from|show this|exit|"
    r"positional|expected|unrecognized|traceback|line \d|file not|no such)\b",
    re.IGNORECASE,
)


@pytest.fixture
def environnement(tmp_path: Path) -> dict[str, str]:
    dossiers = {f"XDG_{nom}_HOME": str(tmp_path / nom.lower()) for nom in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {"HOME": str(tmp_path), "PATH": os.environ["PATH"], **dossiers}


@pytest.fixture
def programme(environnement: dict[str, str], tmp_path: Path) -> Programme:
    """The real program, in a process of its own."""

    def courir(*mots: str | Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "rafaelpro_tui", *map(str, mots)],
            env=environnement | variables,
            cwd=tmp_path,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    return courir


@pytest.fixture
def base(tmp_path: Path, programme: Programme) -> Path:
    chemin = tmp_path / "base.sqlite"
    assert programme("charger", EXEMPLE, "--base", chemin).returncode == 0
    return chemin


def test_exit_codes(programme: Programme, base: Path, tmp_path: Path) -> None:
    refusee = tmp_path / "refusee.jsonl"
    refusee.write_text('{"type":"convoquer","candidature":"C1","date":"2022-05-02"}', encoding="utf-8")
    for code, mots in (
        (0, ("sessions",)),
        (1, ("executer", refusee)),
        (2, ("sessions", "--limite", "x")),
        (3, ("candidature", "C999")),
        (4, ("executer", tmp_path / "absent.jsonl")),
    ):
        fini = programme(*mots, "--base", base, "--aujourdhui", "2022-04-25")
        assert fini.returncode == code, mots
        if code > 1:
            assert fini.stdout == b""
            assert fini.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (None, "n’existe pas"),
        (b"", "vide"),
        (b"PK\x03\x04 un fichier d'autre chose" * 100, "n’est pas une base"),
        (b"SQLite format 3\x00" + b"\x00" * 5000, "base"),
    ],
)
def test_a_file_that_is_no_base(programme: Programme, tmp_path: Path, contenu: bytes | None, phrase: str) -> None:
    chemin = tmp_path / "autre.sqlite"
    if contenu is not None:
        chemin.write_bytes(contenu)
    for mots in (("sessions",), ("journal", "--verifier"), ("passages",)):
        fini = programme(*mots, "--base", chemin)
        assert (fini.returncode, fini.stdout) == (4, b"")
        assert phrase in fini.stderr.decode()
    assert (chemin.read_bytes() if contenu is not None else None) == contenu


def test_a_base_that_another_program_holds(
    environnement: dict[str, str], base: Path, tmp_path: Path, programme: Programme
) -> None:
    commande = tmp_path / "c.jsonl"
    commande.write_text('{"type":"convoquer","candidature":"C2","date":"2022-05-02"}', encoding="utf-8")
    autre = driver.connect(base)
    autre.execute("BEGIN IMMEDIATE")
    try:
        assert programme("sessions", "--base", base).returncode == 0  # reading goes on
        fini = programme("executer", commande, "--base", base, "--aujourdhui", "2022-04-25")
        assert (fini.returncode, fini.stdout) == (4, b"")
        assert "rien n’a été enregistré" in fini.stderr.decode()
    finally:
        autre.close()


def test_a_reader_that_leaves_is_no_reason_to_complain(environnement: dict[str, str], base: Path) -> None:
    ligne = f"'{sys.executable}' -m rafaelpro_tui candidatures --base '{base}' --json | head -c 10"
    fini = subprocess.run(["bash", "-c", ligne], env=environnement, capture_output=True, timeout=60, check=False)
    assert (fini.stdout, fini.stderr) == (b'{"referenc', b"")


def test_ctrl_c_is_quiet(environnement: dict[str, str], base: Path) -> None:
    commande = [sys.executable, "-m", "rafaelpro_tui", "executer", "-", "--base", str(base)]
    with subprocess.Popen(
        commande, env=environnement, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as processus:
        _attendre_la_base(processus, base)
        processus.send_signal(signal.SIGINT)
        sortie, erreur = processus.communicate(timeout=30)
    assert (processus.returncode, sortie, erreur) == (130, b"", b"")


def _attendre_la_base(processus: subprocess.Popen[bytes], base: Path) -> None:
    """Until the program has opened the base, and so waits for its input."""
    limite = time.monotonic() + 20
    while time.monotonic() < limite:
        with suppress(FileNotFoundError):  # closed since it was listed
            if str(base) in [os.readlink(lien) for lien in Path(f"/proc/{processus.pid}/fd").iterdir()]:
                return
        time.sleep(0.01)
    pytest.fail("la base n’a pas été ouverte")


def test_what_nobody_foresaw_goes_to_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    from rafaelpro_tui.commandes import listes

    def tomber(*_: object) -> int:
        raise ZeroDivisionError("détail pour nous")

    monkeypatch.setattr(listes, "bureau", tomber)
    assert main(["sessions"]) == 4
    lu = capsys.readouterr()
    [journal] = tmp_path.rglob("*.log")
    assert lu.out == ""
    assert lu.err.count("\n") == 1
    assert str(journal) in lu.err
    assert "détail pour nous" not in lu.err
    assert "Traceback" in journal.read_text(encoding="utf-8")
    assert "détail pour nous" in journal.read_text(encoding="utf-8")


def test_what_is_typed_is_not_obeyed_by_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["\x1b]0;volé\x07"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_any_locale_gets_utf_8(programme: Programme, base: Path) -> None:
    for variables in ({"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}):
        fini = programme("candidature", "C1", "--base", base, **variables)
        assert fini.returncode == 0
        assert "O’NEILL Désiré" in fini.stdout.decode()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"rafaelpro-tui {__version__}\n"


@pytest.mark.parametrize("aide_demandee", ["-h", "--help", "--aide"])
def test_help_is_asked_for_anywhere(aide_demandee: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([aide_demandee]) == 0
    assert capsys.readouterr().out == aide.generale()
    assert main(["sessions", "--limite", "3", aide_demandee]) == 0
    assert capsys.readouterr().out == aide.de(aide.trouver("sessions"))


def test_help_and_mistakes_are_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    lignes = [["--help"], ["zzz"], ["sessions", "--zzz"], ["sessions", "--limite"], ["candidature"], ["lot", "S"]]
    lignes += [[nom, "--help"] for nom in COMMANDES] + [[nom, "a", "b", "c"] for nom in COMMANDES]
    for mots in lignes:
        main(mots)
        lu = capsys.readouterr()
        assert not ANGLAIS.search(lu.out + lu.err), mots


@pytest.mark.parametrize("mots", [["sessions"], ["journal", "--verifier"], ["candidature", "C1", "--json"]])
def test_a_command_imports_only_what_it_uses(environnement: dict[str, str], base: Path, mots: list[str]) -> None:
    code = (
        "import sys; from rafaelpro_tui.cli import main; code = main(sys.argv[1:]); "
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code, *mots, "--base", str(base), "--aujourdhui", "2022-04-25"],
        env=environnement,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert fini.returncode == 0
    importes = set(fini.stderr.splitlines()[-1].split())
    assert not {"textual", "rich", "pydantic", "httpx", "lxml", "argparse"} & importes


@pytest.mark.parametrize("mots", [("sessions", "--json"), ("journal",), ("executer", "-"), ("candidature", "C999")])
@pytest.mark.parametrize("ferme", [0, 1, 2])
def test_a_standard_stream_that_is_closed_changes_nothing_else(
    programme: Programme, base: Path, environnement: dict[str, str], mots: tuple[str, ...], ferme: int
) -> None:
    voulu = programme(*mots, "--base", base)
    obtenu = subprocess.run(
        [sys.executable, "-m", "rafaelpro_tui", *mots, "--base", base],
        env=environnement,
        stdin=None if ferme == 0 else subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=lambda: os.close(ferme),
        timeout=60,
        check=False,
    )
    assert obtenu.returncode == voulu.returncode
    assert obtenu.stdout == (b"" if ferme == 1 else voulu.stdout)
    assert obtenu.stderr == (b"" if ferme == 2 else voulu.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
def test_an_output_without_room_is_told(base: Path, environnement: dict[str, str]) -> None:
    with open("/dev/full", "wb") as plein:
        fini = subprocess.run(
            [sys.executable, "-m", "rafaelpro_tui", "sessions", "--base", base],
            env=environnement,
            stdout=plein,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert fini.returncode == 4
    assert "il n’y a plus de place sur le disque" in fini.stderr.decode()
    assert len(fini.stderr.splitlines()) == 1


def test_a_base_opens_without_a_folder_for_data(programme: Programme, base: Path, tmp_path: Path) -> None:
    barre = tmp_path / "fichier"
    barre.touch()
    fini = programme("ouvrir", "--base", base, XDG_DATA_HOME=str(barre))
    assert fini.returncode == 2, "only the terminal is missing"
    assert "terminal" in fini.stderr.decode()


def test_a_run_that_stops_half_way_says_what_was_done(
    base: Path, environnement: dict[str, str], tmp_path: Path
) -> None:
    commandes = tmp_path / "commandes.jsonl"
    commandes.write_text('{"type":"convoquer","candidature":"C1","date":"2022-05-02"}\n' * 2_000, encoding="utf-8")
    limite = base.stat().st_size + 800_000
    fini = subprocess.run(
        [sys.executable, "-m", "rafaelpro_tui", "executer", commandes, "--base", base, "--json"],
        env=environnement,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limite, limite)),
        timeout=60,
        check=False,
    )
    faites = len(fini.stdout.splitlines())
    assert fini.returncode == 4
    assert 0 < faites < 2_000
    phrase = fini.stderr.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert f"Les {faites:,} premières commandes ont été exécutées".replace(",", " ") in phrase
    assert "rien n’a été enregistré" not in phrase
    journal = subprocess.run(
        [sys.executable, "-m", "rafaelpro_tui", "journal", "--json", "--base", base],
        env=environnement,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert len(journal.stdout.splitlines()) == faites
