"""The pure half of the gate between data and anything shown: `safe`.

It imports neither Textual nor Rich, so that the command line pays nothing for it; widgets use
`rafaelpro_tui.widgets.safe_text`, which re-exports it beside the helpers that build Textual content.
"""

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character which must not reach the terminal."""

MAX_MARKS = 3
"""Combining marks kept on one base character; Vietnamese needs two, a flood ("zalgo") has dozens."""

_FIRST_COMBINING = "\u0300"
"""Below it no character combines, and every text is its own NFC."""

_BREAKS = re.compile(r"\r\n|[\t\n\r]")
_LINE_ENDS = re.compile(r"\r\n|\r")

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (line ends and tabs are dealt with before), DEL, C1: ESC, CSI, OSC
    "\xad"  # soft hyphen: a terminal may draw it or not
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, overrides and isolates
    "\u180e\u200b-\u200d\u2060-\u2065\ufeff"  # zero width, invisible operators
    "\u2028\u2029"  # line and paragraph separators
    "\u206a-\u206f\ufff9-\ufffb\ufffe\uffff"  # deprecated format characters, interlinear notes
    "\ud800-\udfff"  # lone surrogates: they cannot be written in UTF-8
    "\U000e0000-\U000e007f"  # tags: text nobody sees
    "]"
)


def safe(text: str, *, multiline: bool = False) -> str:
    """Make a text from data fit to be shown or printed.

    Controls, bidi overrides, zero-width characters, separators, tags and surrogates become `�`; tabs and line
    ends become spaces; the text is NFC; no base character keeps more than `MAX_MARKS` marks. The result holds
    nothing that a terminal obeys, but it is not escaped for markup: give it to widgets as content, never as a
    markup string.

    Args:
        text: Any text, from a file, the network, the base or the keyboard.
        multiline: Keep line ends (as `\\n`) and spread tabs as spaces instead of giving one line.
    """
    if text.isprintable() and (text.isascii() or max(text) < _FIRST_COMBINING):
        return text
    if multiline:
        text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    else:
        text = _BREAKS.sub(" ", text)
    text = _UNSAFE.sub(REPLACEMENT, text)
    if max(text, default="") < _FIRST_COMBINING:
        return text
    return _limit_marks(unicodedata.normalize("NFC", text))


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        if character >= _FIRST_COMBINING and unicodedata.category(character) in ("Mn", "Me"):
            marks += 1
            if marks > MAX_MARKS:
                continue
        else:
            marks = 0
        kept.append(character)
    return "".join(kept)
