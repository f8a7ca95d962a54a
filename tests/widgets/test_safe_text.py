"""The gate between data and anything shown."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from rafaelpro_tui.core.texte_sur import MAX_MARKS
from rafaelpro_tui.widgets.safe_text import content, plain, safe


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("DURAND Désiré", "DURAND Désiré"),
        ("Œuvre — « Zoë » O’Neill", "Œuvre — « Zoë » O’Neill"),
        ("espace\u00a0insécable", "espace\u00a0insécable"),
        ("e\u0301", "é"),
        ("山田太郎 😀", "山田太郎 😀"),
        ("\u05d0\u05d1 \u0627\u0644", "\u05d0\u05d1 \u0627\u0644"),
        ("[/] [CAP]", "[/] [CAP]"),
        ("\x1b[2J", "�[2J"),
        ("\x1b]0;titre\x07", "�]0;titre�"),
        ("\x1b]52;c;eA==\x1b\\", "�]52;c;eA==�\\"),
        ("\x9b2J\x9d", "�2J�"),
        ("a\x00b\x7fc\x08", "a�b�c�"),
        ("a\u202eb\u2066c\u2069\u200e\u061c", "a�b�c���"),
        ("a\u200bb\u200cc\u200dd\u2060e\ufeff", "a�b�c�d�e�"),
        ("a\u2028b\u2029c\x85d", "a�b�c�d"),
        ("a\U000e0041\U000e007f", "a��"),
        ("a\ud800b\udfff", "a�b�"),
        ("un\r\ndeux\ntrois\rquatre\tcinq", "un deux trois quatre cinq"),
        ("a" + "\u0323" * 50 + "b", unicodedata.normalize("NFC", "a" + "\u0323" * (MAX_MARKS + 1)) + "b"),
        ("", ""),
    ],
)
def test_safe(given_text: str, shown: str) -> None:
    assert safe(given_text) == shown


def test_multiline_keeps_line_ends_and_nothing_else() -> None:
    assert safe("un\r\ndeux\rtrois\n\tquatre\x1b\x0b", multiline=True) == "un\ndeux\ntrois\n quatre��"


def test_plain_names_are_given_back_as_they_are() -> None:
    name = "DURAND Désiré"
    assert safe(name) is name


@given(st.text())
def test_whatever_comes_in_nothing_a_terminal_obeys_goes_out(text: str) -> None:
    shown = safe(text)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(character) for character in shown}
    assert unicodedata.is_normalized("NFC", shown)
    assert safe(shown) == shown
    shown.encode()


@given(st.text(st.characters(categories=["Mn", "Me", "L"]), max_size=60))
def test_marks_never_pile_up(text: str) -> None:
    run = longest = 0
    for character in safe(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        longest = max(longest, run)
    assert longest <= MAX_MARKS


def test_variables_are_never_parsed() -> None:
    shown = content("Avis de [b]$nom[/b] : $nombre", nom="[/] [red]x[/red] $nombre\x1b", nombre=3)
    assert shown.plain == "Avis de [/] [red]x[/red] $nombre� : 3"
    assert [span.style for span in shown.spans] == ["b"]


def test_plain_reads_no_markup() -> None:
    assert plain("[b]x[/b]\x07\n") == Content("[b]x[/b]� ")
    assert plain("a\nb", multiline=True).plain == "a\nb"


def test_the_command_line_gets_the_gate_without_textual() -> None:
    code = "import sys, rafaelpro_tui.core.texte_sur; print({'textual', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
