"""Some cases of each target, as `make fuzz` tries them by the million, and that the judge is awake."""

from __future__ import annotations

import random
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from rafaelpro_tui.core.erreurs import Erreur, SaisieMalformee
from tests.fuzz import __main__ as programme
from tests.fuzz.cibles import CIBLES, Cible
from tests.fuzz.mutation import arbre, en_json

CAS = 4_000


@pytest.mark.parametrize("nom", CIBLES)
def test_every_case_is_read_or_refused(nom: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part, fabrique = CIBLES[nom]
    fautes = programme._eprouver(nom, fabrique(tmp_path), round(CAS * part), graine=7)
    assert fautes == 0, capsys.readouterr().err


@pytest.mark.parametrize("nom", CIBLES)
def test_whatever_the_bytes(nom: str, tmp_path: Path) -> None:
    """What guides by coverage gives bytes that no `faire` would: not UTF-8, cut within a letter, none at all."""
    cible = CIBLES[nom][1](tmp_path)
    for cas in (
        b"",
        b"\xff",
        b"O\xc3(",
        "é".encode()[:1],
        "\ud800".encode("utf-8", "surrogatepass"),
        bytes(range(256)),
    ):
        with suppress(Erreur):
            cible.lire(cas)
    cible.fermer()


def test_what_is_wrong_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback, a sentence without a way out: the judge sees them, and keeps the case."""

    def trace(cas: bytes) -> None:
        raise KeyError(cas)

    def muette(cas: bytes) -> None:
        raise SaisieMalformee("pas une phrase")

    for lire, dit in ((trace, "KeyError"), (muette, "phrase")):
        assert programme._eprouver("essai", Cible(lambda alea: b"x", lire), 2, graine=1) == 2
        assert dit in capsys.readouterr().err
    for reste in Path(tempfile.gettempdir()).glob("rafaelpro-fuzz-essai-*.bin"):
        reste.unlink()


def test_a_case_is_the_same_from_the_same_number() -> None:
    graine = {"a": [1, {"b": "c"}], "d": None}
    un, deux = (en_json(random.Random("x"), arbre(random.Random("x"), graine)) for _ in range(2))
    assert un == deux
