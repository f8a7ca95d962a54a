"""What is committed installs the same anywhere: pins, wheel, and nothing that only one machine has."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
DEMO = "rafaelpro_tui/core/demo/demo.sqlite"

# Not spelled whole here: this file is among those searched.
ONE_MACHINE_ONLY = re.compile(
    r"https?://pyp" + r"i\b|pypi\.o" + r"rg/|files\.python" + r"hosted|(?<![\w.])/(wo" + r"rk|ro" + r"ot)/"
)


def files(*folders: str) -> list[str]:
    """Paths, from the root of the repository, of its files, those to be committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = [
        f"{name}: {match.group()}"
        for name in files()
        if (match := ONE_MACHINE_ONLY.search((ROOT / name).read_bytes().decode("utf-8", "replace")))
    ]
    assert found == []


def test_pins_are_plain_and_fit_what_the_project_asks_for() -> None:
    lines = (ROOT / "requirements/pins.txt").read_text(encoding="utf-8").splitlines()
    tools = (ROOT / "requirements/outils.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines + tools if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    pins = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    unmet = [
        str(requirement)
        for requirement in map(Requirement, asked)
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]
    assert unmet == []


def test_hashes_are_those_of_the_pins() -> None:
    """What installs with `--require-hashes` is what is pinned, and each file of it is known by its SHA-256."""
    pins = (ROOT / "requirements/pins.txt").read_text(encoding="utf-8").splitlines()
    known: dict[str, list[str]] = {}
    for line in (ROOT / "requirements/hashes.txt").read_text(encoding="utf-8").replace("\\\n", "").splitlines():
        pin, *hashes = line.split()
        known[pin.lower()] = hashes
    assert set(known) == {f"{canonicalize_name(name)}=={version}" for name, version in (p.split("==") for p in pins)}
    for pin, hashes in known.items():
        assert hashes, pin
        assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", one) for one in hashes), pin


def test_what_the_tools_of_the_makefile_are_is_pinned() -> None:
    """Those that are installed in environments of their own, by name: whole, from `requirements/outils.txt`."""
    pinned = {
        canonicalize_name(line.split("==")[0])
        for line in (ROOT / "requirements/outils.txt").read_text(encoding="utf-8").splitlines()
    }
    lines = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "pip install" in line]
    tools = [line.split("requirements/outils.txt ")[1] for line in lines if "requirements/outils.txt " in line]
    assert set(tools) == {"pip-tools", "cyclonedx-bom", "pip-audit"} <= pinned
    others = [line for line in lines if "requirements/" not in line and "--no-deps" not in line]
    assert others == []


@pytest.mark.slow
def test_the_wheel_holds_the_whole_package_and_the_demo_base(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {*files("rafaelpro_tui"), DEMO} - set(archive.namelist()) == set()
        assert archive.read(DEMO).startswith(b"SQLite format 3\0")


def test_the_tests_are_collected_without_xdist() -> None:
    """As `tests.mutants` runs them: it had stopped at its first step, unseen."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "--collect-only", "-q", "tests/core/rules/test_perime.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
